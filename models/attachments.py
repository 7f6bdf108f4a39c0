"""Files beside messages."""

from tortoise import Model, fields

from models import columns


class Attachment(Model):
    """Without a message until `owner`, who sent it in, sends one with it. `media_type` is what the content shows."""

    id = columns.key()
    message = columns.belongs_to("TicketMessage", null=True)
    owner = columns.text()
    name = columns.text()
    media_type = columns.text(100)
    size = fields.IntField()
    content_id = columns.text(254, null=True)
    content = fields.BinaryField()
    at = columns.moment()

    class Meta:
        table = "attachment"
        indexes = [("message_id", "id"), ("owner", "at")]


CONTENT = "SELECT name, media_type, content FROM attachment WHERE id = $1 AND message_id = $2"
"Of a file that the asker may see beside that message."
ENCLOSED = "SELECT name, media_type, content FROM attachment WHERE message_id = $1 ORDER BY id"
