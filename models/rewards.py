"""The catalog of rewards, and what members took from it."""

from tortoise import Model, fields

from models import columns
from rules.rewards import FulfilmentStatus, RewardKind


class Reward(Model):
    """Something to have for points, or for points and money. `taken` counts against `stock`.

    One that clears takes what is left of the member's points, or of what was gathered, when it is handed over.
    """

    id = columns.key()
    code = columns.code()
    name = columns.text()
    description = fields.TextField(default="", db_default="")
    kind = columns.one_of(RewardKind)
    points = fields.BigIntField()
    money = columns.minor(default=0, db_default=0)
    stock = fields.IntField(null=True)
    taken = fields.IntField(default=0, db_default=0)
    per_member_limit = fields.IntField(null=True)
    product = columns.belongs_to("Product", null=True)
    template = columns.belongs_to("CouponTemplate", null=True)
    tier = columns.belongs_to("Tier", null=True)
    benefit = columns.belongs_to("Benefit", null=True)
    rebate = columns.minor(null=True)
    clears_points = columns.flag(False)
    clears_accumulation = columns.flag(False)
    valid_from = columns.moment(null=True)
    valid_until = columns.moment(null=True)
    is_active = columns.flag(True)
    created_at = columns.created()
    version = columns.version()

    class Meta:
        table = "reward"
        indexes = [("created_at", "id"), ("product_id",), ("template_id",), ("tier_id",)]


class RewardRedemption(Model):
    id = columns.key()
    number = columns.code()
    reward = columns.belongs_to("Reward")
    member = columns.belongs_to("Member")
    quantity = fields.IntField(default=1, db_default=1)
    points = fields.BigIntField()
    money = columns.minor(default=0, db_default=0)
    status = columns.one_of(FulfilmentStatus, default=FulfilmentStatus.REQUESTED, db_default=FulfilmentStatus.REQUESTED)
    entry = columns.belongs_to("LedgerEntry", null=True)
    wallet_entry = columns.belongs_to("WalletEntry", null=True)
    coupon = columns.belongs_to("Coupon", null=True)
    replaces = columns.belongs_to("RewardRedemption", null=True)
    note = fields.TextField(default="", db_default="")
    actor = columns.text()
    at = columns.moment()
    updated_at = columns.moment()
    version = columns.version()

    class Meta:
        table = "reward_redemption"
        indexes = [
            ("at", "id"),
            ("reward_id", "at"),
            ("member_id", "at", "id"),
            ("entry_id",),
            ("coupon_id",),
            ("wallet_entry_id",),
        ]
