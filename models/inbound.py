"""Mail that came in, and what became of it."""

from tortoise import Model, fields

from models import columns
from rules.inbound import InboundReason, InboundSource, InboundStatus


class InboundMail(Model):
    """`digest` makes the same mail one, whichever way it comes; `content` is forgotten when nobody needs it."""

    id = columns.key()
    digest = fields.BinaryField()
    message_ref = columns.text(400, null=True)
    source = columns.one_of(InboundSource)
    sender = columns.text(254)
    sender_name = columns.text(default="", db_default="")
    subject = columns.text(300, default="", db_default="")
    excerpt = fields.TextField(default="", db_default="")
    size = fields.IntField()
    status = columns.one_of(InboundStatus)
    reason = columns.one_of(InboundReason, null=True)
    detail = columns.text(300, null=True)
    ticket = columns.belongs_to("Ticket", null=True)
    message = columns.belongs_to("TicketMessage", null=True)
    content = fields.BinaryField(null=True)
    at = columns.moment()
    handled_by = columns.text(null=True)
    handled_at = columns.moment(null=True)

    class Meta:
        table = "inbound_mail"
        indexes = [
            ("at", "id"), ("status", "at", "id"), ("sender", "at"), ("message_ref",), ("ticket_id",), ("message_id",),
        ]  # fmt: skip
