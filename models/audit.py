"""Who did what, when: one event per change, chained so that none can be altered or taken out unseen."""

from tortoise import Model, fields

from models import columns


class AuditEvent(Model):
    """`hash` covers the event and the hash of the event before it. `sequence` has no gaps.

    Events come in unsealed, so that no writer waits for another; the sealer gives them their place in the chain.
    """

    id = columns.key()
    sequence = fields.BigIntField(unique=True, null=True)
    at = columns.moment()
    actor = columns.text()
    actor_staff = columns.belongs_to("Staff", null=True)
    action = columns.text(64)
    subject_type = columns.text(64)
    subject_id = fields.UUIDField(null=True)
    changes: dict | None = fields.JSONField(null=True)
    previous_hash = fields.BinaryField(null=True)
    hash = fields.BinaryField(null=True)

    class Meta:
        table = "audit_event"
        indexes = [
            ("at", "id"), ("actor", "at", "id"), ("action", "at", "id"), ("subject_type", "at", "id"),
            ("subject_id", "at", "id"),
        ]  # fmt: skip
