"""Tiers, what they give, and how members moved between them."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.tiers import BenefitOccasion, TierChangeKind


class Tier(Model):
    """Thresholds are conditions of entry; each one that is set opens the tier by itself.

    Spend and orders count in these stores and units (and all below them); everywhere if neither is named.
    """

    id = columns.key()
    code = columns.code()
    name = columns.text()
    rank = fields.IntField(unique=True)
    growth_threshold = fields.BigIntField(null=True)
    spend_threshold = columns.minor(null=True)
    order_count_threshold = fields.IntField(null=True)
    points_threshold = fields.BigIntField(null=True)
    period_months = fields.IntField(default=12, db_default=12)
    keep_growth = fields.BigIntField(null=True)
    keep_spend = columns.minor(null=True)
    keep_orders = fields.IntField(null=True)
    grace_days = fields.IntField(default=0, db_default=0)
    validity_months = fields.IntField(null=True)
    points_multiplier = fields.DecimalField(max_digits=6, decimal_places=3, default=1, db_default=1)
    discount_percent = fields.DecimalField(max_digits=5, decimal_places=2, default=0, db_default=0)
    store_codes: list[str] = ArrayField(element_type="text", default=list)
    unit_codes: list[str] = ArrayField(element_type="text", default=list)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "tier"


class Benefit(Model):
    """On its occasion it gives a coupon of `template`, or `points`; without them it is a promise in words."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    kind = columns.text(32)
    description = fields.TextField(default="", db_default="")
    occasion = columns.one_of(BenefitOccasion, default=BenefitOccasion.ALWAYS, db_default=BenefitOccasion.ALWAYS)
    template = columns.belongs_to("CouponTemplate", null=True)
    points = fields.BigIntField(null=True)
    points_valid_days = fields.IntField(null=True)
    days_ahead = fields.IntField(default=0, db_default=0)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "benefit"
        indexes = [("template_id",)]


class TierBenefit(Model):
    id = columns.key()
    tier = columns.part_of("Tier")
    benefit = columns.belongs_to("Benefit")
    position = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "tier_benefit"
        unique_together = (("tier_id", "benefit_id"),)
        indexes = [("benefit_id",)]


class BenefitGrant(Model):
    """A benefit that was given, for a tier or in exchange. `key` is its occasion, each of which gives once."""

    id = columns.key()
    member = columns.belongs_to("Member")
    benefit = columns.belongs_to("Benefit")
    tier = columns.belongs_to("Tier", null=True)
    key = columns.text(64)
    coupon = columns.belongs_to("Coupon", null=True)
    entry = columns.belongs_to("LedgerEntry", null=True)
    at = columns.moment()

    class Meta:
        table = "benefit_grant"
        unique_together = (("member_id", "benefit_id", "key"),)
        indexes = [("benefit_id", "at"), ("tier_id",), ("coupon_id",), ("entry_id",)]


class TierChange(Model):
    id = columns.key()
    member = columns.belongs_to("Member")
    kind = columns.one_of(TierChangeKind)
    from_tier = columns.belongs_to("Tier", null=True)
    to_tier = columns.belongs_to("Tier", null=True)
    order = columns.belongs_to("Order", null=True)
    reason = fields.TextField()
    actor = columns.text()
    at = columns.moment()

    class Meta:
        table = "tier_change"
        indexes = [("member_id", "at", "id"), ("from_tier_id",), ("to_tier_id",), ("order_id",)]
