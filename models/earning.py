"""Rules of earning, and what members did beside buying."""

from tortoise import Model, fields

from models import columns
from rules.earning import EarningTrigger, ExpiryKind
from rules.ledger import Asset


class EarningRule(Model):
    """How points or growth value are earned.

    `per_unit` counts major units of money paid, `fixed` is given once per event, `multiplier` multiplies what the other
    rules of the same trigger gave. `conditions` is read by `rules.conditions`.
    """

    id = columns.key()
    code = columns.code()
    name = columns.text()
    asset = columns.one_of(Asset)
    trigger = columns.one_of(EarningTrigger, default=EarningTrigger.ORDER, db_default=EarningTrigger.ORDER)
    per_unit = fields.DecimalField(max_digits=10, decimal_places=4, default=0, db_default=0)
    fixed = fields.BigIntField(default=0, db_default=0)
    multiplier = fields.DecimalField(max_digits=6, decimal_places=3, null=True)
    uses_tier_multiplier = columns.flag(True)
    also_referred = columns.flag(False)
    conditions: dict = fields.JSONField(default=dict, db_default="{}")
    expiry = columns.one_of(ExpiryKind, default=ExpiryKind.NEVER, db_default=ExpiryKind.NEVER)
    expiry_count = fields.IntField(null=True)
    expiry_date = fields.DateField(null=True)
    pending_days = fields.IntField(default=0, db_default=0)
    limit_per_day = fields.BigIntField(null=True)
    limit_per_member = fields.BigIntField(null=True)
    priority = fields.IntField(default=0, db_default=0)
    stacking_group = columns.text(64, null=True)
    campaign = columns.belongs_to("Campaign", null=True)
    valid_from = columns.moment(null=True)
    valid_until = columns.moment(null=True)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "earning_rule"
        indexes = [("campaign_id",)]


class MemberActivity(Model):
    """One thing that a member did beside buying: a check-in, a review, a task. `subject` is what it was about."""

    id = columns.key()
    member = columns.belongs_to("Member")
    kind = columns.one_of(EarningTrigger)
    subject = columns.text(null=True)
    day = fields.DateField()
    points = fields.BigIntField(default=0, db_default=0)
    growth = fields.BigIntField(default=0, db_default=0)
    transaction = columns.belongs_to("LedgerTransaction", null=True)
    actor = columns.text()
    at = columns.moment()

    class Meta:
        table = "member_activity"
        indexes = [("member_id", "at", "id"), ("transaction_id",)]
