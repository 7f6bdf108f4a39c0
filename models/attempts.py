"""Tries of a secret that are counted, by what they were made on."""

from tortoise import Model, fields

from models import columns


class Attempt(Model):
    """Wrong tries in a row. `subject` is a digest: the table does not tell which names were tried."""

    id = columns.key()
    purpose = columns.text(32)
    subject = fields.BinaryField()
    failures = fields.IntField(default=0, db_default=0)
    last_at = columns.moment()
    blocked_until = columns.moment(null=True)

    class Meta:
        table = "attempt"
