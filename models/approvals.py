"""What waits for another person: the policies, and the requests that they made."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.approvals import ApprovalMeasure, ApprovalStatus


class ApprovalPolicy(Model):
    """Calls of `operation` whose `measure` is above a threshold (null for ALWAYS) need somebody else's word.

    `above` is in minor units for money. `roles` are those who have to ask (nobody named is everybody), `exempt` those
    who never do. Who decides needs `permission` and `role`, where given.
    """

    id = columns.key()
    code = columns.code()
    name = columns.text()
    operation = columns.text(64)
    measure = columns.one_of(ApprovalMeasure)
    above = fields.BigIntField(null=True)
    permission = columns.text(64, null=True)
    role = columns.belongs_to("Role", null=True)
    hours = fields.IntField()
    roles: list[str] = ArrayField(element_type="text", default=list)
    exempt: list[str] = ArrayField(element_type="text", default=list)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "approval_policy"
        indexes = [("role_id",)]


class ApprovalRequest(Model):
    """A call that waits. `input` are its arguments as they were sent; `touches` the rows that they named, with their
    versions; `preview` what it would have done then. `idempotency` is the caller's key, whose answer it becomes.
    """

    id = columns.key()
    policy = columns.belongs_to("ApprovalPolicy")
    operation = columns.text(64)
    status = columns.one_of(ApprovalStatus, default=ApprovalStatus.PENDING, db_default=ApprovalStatus.PENDING)
    summary = fields.TextField()
    reason = fields.TextField(default="", db_default="")
    measured = fields.BigIntField(null=True)
    input: dict = fields.JSONField()
    digest = fields.BinaryField()
    touches: list = fields.JSONField(default=list, db_default="[]")
    preview: list = fields.JSONField(default=list, db_default="[]")
    idempotency = columns.belongs_to("IdempotencyKey", null=True)
    requested_by = columns.belongs_to("Staff")
    decided_by = columns.belongs_to("Staff", null=True)
    note = fields.TextField(default="", db_default="")
    failure = fields.TextField(null=True)
    failed_at = columns.moment(null=True)
    created_at = columns.moment()
    expires_at = columns.moment()
    decided_at = columns.moment(null=True)

    class Meta:
        table = "approval_request"
        indexes = [
            ("created_at", "id"), ("status", "created_at", "id"), ("requested_by_id", "created_at", "id"),
            ("decided_by_id",), ("policy_id",), ("idempotency_id",),
        ]  # fmt: skip
