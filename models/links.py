"""Links that let somebody in once. The table holds only the hash of what the link says."""

from tortoise import Model, fields

from models import columns
from rules.links import LinkPurpose


class SingleUseLink(Model):
    id = columns.key()
    purpose = columns.one_of(LinkPurpose)
    subject_id = fields.UUIDField()
    token_hash = fields.BinaryField()
    created_at = columns.created()
    expires_at = columns.moment()
    ended_at = columns.moment(null=True)

    class Meta:
        table = "single_use_link"
