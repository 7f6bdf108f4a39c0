"""Coupon templates, the coupons made from them, and each use of one."""

from tortoise import Model, fields

from models import columns
from rules.coupons import CouponKind, CouponStatus


class CouponTemplate(Model):
    """`value` is an amount in major units or a percentage, as `kind` says; null if the source does not tell."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    kind = columns.one_of(CouponKind)
    value = fields.DecimalField(max_digits=14, decimal_places=2, null=True)
    discount_cap = columns.minor(null=True)
    min_spend = columns.minor(null=True)
    total_limit = fields.IntField(null=True)
    per_member_limit = fields.IntField(null=True)
    issued_count = fields.IntField(default=0, db_default=0)
    redeemed_count = fields.IntField(default=0, db_default=0)
    valid_from = columns.moment(null=True)
    valid_until = columns.moment(null=True)
    valid_days = fields.IntField(null=True)
    stacking_group = columns.text(64, null=True)
    conditions: dict = fields.JSONField(default=dict, db_default="{}")
    gift_product = columns.belongs_to("Product", null=True)
    exchange_price = columns.minor(null=True)
    returns_with_order = columns.flag(True)
    is_stackable = columns.flag(False)
    is_active = columns.flag(True)
    created_at = columns.created()
    version = columns.version()

    class Meta:
        table = "coupon_template"
        indexes = [("gift_product_id",)]


class CouponTemplateProduct(Model):
    """A product that a coupon is good for; a template without any is good for all."""

    id = fields.BigIntField(primary_key=True, generated=True)
    template = columns.part_of("CouponTemplate")
    product = columns.belongs_to("Product")

    class Meta:
        table = "coupon_template_product"
        unique_together = (("template_id", "product_id"),)
        indexes = [("product_id",)]


class Coupon(Model):
    """`job` is the one that made it, together with others."""

    id = columns.key()
    code = columns.code()
    template = columns.belongs_to("CouponTemplate")
    member = columns.belongs_to("Member", null=True)
    campaign = columns.belongs_to("Campaign", null=True)
    status = columns.one_of(CouponStatus, default=CouponStatus.ISSUED, db_default=CouponStatus.ISSUED)
    issued_at = columns.moment()
    valid_from = columns.moment(null=True)
    valid_until = columns.moment(null=True)
    redeemed_at = columns.moment(null=True)
    order = columns.belongs_to("Order", null=True)
    reserved_for = columns.text(100, null=True)
    reserved_until = columns.moment(null=True)
    job = columns.belongs_to("Job", null=True)
    version = columns.version()

    class Meta:
        table = "coupon"


class CouponRedemption(Model):
    """One use of a coupon. `released_at` is set when the use was taken back; at most one use is live."""

    id = columns.key()
    coupon = columns.belongs_to("Coupon")
    member = columns.belongs_to("Member", null=True)
    order = columns.belongs_to("Order", null=True)
    discount = columns.minor(null=True)
    actor = columns.text()
    idempotency_key = columns.text(100, null=True)
    at = columns.moment()
    released_at = columns.moment(null=True)

    class Meta:
        table = "coupon_redemption"
        indexes = [("coupon_id",), ("member_id", "at"), ("order_id",)]


class CouponGuess(Model):
    """How many codes that nobody has a caller tried in a minute."""

    id = columns.key()
    actor = columns.text()
    minute = columns.moment()
    tries = fields.IntField(default=1, db_default=1)

    class Meta:
        table = "coupon_guess"
        unique_together = (("actor", "minute"),)
        indexes = [("minute",)]
