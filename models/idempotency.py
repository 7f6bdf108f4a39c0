"""Keys of effects: what a retry is answered from."""

from tortoise import Model, fields

from models import columns


class IdempotencyKey(Model):
    """A key that a caller named an effect with. It is written with the effect, in one transaction, and kept for ever.

    `input_hash` tells a retry from another request with the same key. `written` are the keys of the rows that the
    answer speaks of.
    """

    id = columns.key()
    actor = columns.text()
    operation = columns.text(64)
    key = columns.text(100)
    input_hash = fields.BinaryField()
    written: dict = fields.JSONField(default=dict, db_default="{}")
    at = columns.created()

    class Meta:
        table = "idempotency_key"
        unique_together = (("actor", "operation", "key"),)
