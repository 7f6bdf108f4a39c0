"""What was given to make something good."""

from tortoise import Model, fields

from models import columns
from rules.goodwill import GoodwillAsset


class MakeGood(Model):
    """`amount` is in whole points and coupons, or in minor units; `said` is what was given, as it was noted."""

    id = columns.key()
    ticket = columns.belongs_to("Ticket")
    member = columns.belongs_to("Member")
    order = columns.belongs_to("Order", null=True)
    asset = columns.one_of(GoodwillAsset)
    amount = fields.BigIntField()
    coupon = columns.belongs_to("Coupon", null=True)
    said = columns.text()
    reason = columns.text(1000)
    staff = columns.belongs_to("Staff", null=True)
    actor = columns.text()
    at = columns.moment()
    undone_at = columns.moment(null=True)
    proposal = columns.text(null=True)

    class Meta:
        table = "make_good"
        indexes = [
            ("member_id", "at", "id"), ("ticket_id", "at", "id"), ("order_id",), ("coupon_id",), ("staff_id",),
        ]  # fmt: skip
