"""Paying in online: the providers, and each payment with what became of it."""

from tortoise import Model, fields

from models import columns
from rules.payments import PaymentProviderKind, PaymentStatus


class PaymentProvider(Model):
    """Who takes the money. Keys that sign are sealed; what tells them apart is not."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    kind = columns.one_of(PaymentProviderKind)
    endpoint = columns.text()
    merchant_id = columns.text(64)
    app_id = columns.text(64)
    serial = columns.text(64)
    platform_serial = columns.text(64)
    platform_key = fields.TextField()
    key_print = columns.text(64)
    api_key_at = columns.moment()
    sealed = fields.BinaryField()
    is_active = columns.flag(True)
    problem = columns.text(500, default="", db_default="")
    version = columns.version()

    class Meta:
        table = "payment_provider"


class Payment(Model):
    """What a member wants to pay in. `due_at` is when the provider is asked about it the next time; null if never."""

    id = columns.key()
    number = columns.code()
    member = columns.belongs_to("Member")
    provider = columns.belongs_to("PaymentProvider")
    amount = columns.minor()
    status = columns.one_of(PaymentStatus, default=PaymentStatus.NEW, db_default=PaymentStatus.NEW)
    code = columns.text(500, null=True)
    provider_number = columns.text(64, null=True)
    actor = columns.text()
    staff = columns.belongs_to("Staff", null=True)
    at = columns.moment()
    expires_at = columns.moment()
    paid_at = columns.moment(null=True)
    booked_at = columns.moment(null=True)
    ended_at = columns.moment(null=True)
    entry = columns.belongs_to("WalletEntry", null=True)
    notice = fields.JSONField(null=True)
    problem = columns.text(500, default="", db_default="")
    refund_number = columns.text(64, null=True)
    refund_reason = columns.text(1000, default="", db_default="")
    refund_asked_at = columns.moment(null=True)
    refunded_at = columns.moment(null=True)
    tries = fields.IntField(default=0, db_default=0)
    due_at = columns.moment(null=True)

    class Meta:
        table = "payment"
        indexes = [
            ("at", "id"), ("status", "at", "id"), ("member_id", "at", "id"), ("provider_id", "at", "id"), ("entry_id",),
            ("staff_id",),
        ]  # fmt: skip
