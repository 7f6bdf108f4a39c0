"""What others are told: written with the change, sent after it."""

from tortoise import Model, fields

from models import columns


class OutboxEvent(Model):
    """One thing that happened. A ledger transaction has exactly one."""

    id = columns.key()
    kind = columns.text(64)
    subject_type = columns.text(64)
    subject_id = fields.UUIDField(null=True)
    transaction = columns.belongs_to("LedgerTransaction", null=True)
    body: dict = fields.JSONField(default=dict, db_default="{}")
    at = columns.moment()
    delivered_at = columns.moment(null=True)

    class Meta:
        table = "outbox_event"


class MemberNotice(Model):
    """A message that a member is due: a reminder, a birthday greeting. `key` makes each one happen once."""

    id = columns.key()
    member = columns.belongs_to("Member")
    kind = columns.text(64)
    key = columns.code(200)
    body: dict = fields.JSONField(default=dict, db_default="{}")
    due_at = columns.moment()
    created_at = columns.created()
    sent_at = columns.moment(null=True)

    class Meta:
        table = "member_notice"
        indexes = [("member_id", "due_at", "id")]
