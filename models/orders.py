"""Orders, their lines, what rules did to them, and what came back."""

from tortoise import Model, fields
from tortoise.fields.base import OnDelete

from models import columns
from rules.orders import OrderStatus


class Order(Model):
    """total = subtotal - discount + reimbursed: what the store receives; `points_value` of it was paid in points.
    `returned_total` of it was taken back.

    `reimbursed` is the part of the discount that somebody else pays to the store (a manufacturer's coupon), so the
    member paid total - reimbursed. The table is not called `order` because SQL keeps that word.
    """

    id = columns.key()
    number = columns.code()
    status = columns.one_of(OrderStatus, default=OrderStatus.COMPLETED, db_default=OrderStatus.COMPLETED)
    member = columns.belongs_to("Member", null=True)
    store = columns.belongs_to("Store", null=True)
    subtotal = columns.minor()
    discount_total = columns.minor()
    reimbursed = columns.minor(default=0, db_default=0)
    total = columns.minor()
    points_earned = fields.BigIntField(default=0, db_default=0)
    points_spent = fields.BigIntField(default=0, db_default=0)
    growth_earned = fields.BigIntField(default=0, db_default=0)
    points_value = columns.minor(default=0, db_default=0)
    returned_total = columns.minor(default=0, db_default=0)
    paid_by_principal = columns.minor(default=0, db_default=0)
    paid_by_bonus = columns.minor(default=0, db_default=0)
    customer = columns.belongs_to("Customer", null=True)
    actor = columns.text(null=True)
    cancelled_at = columns.moment(null=True)
    receiver = columns.text(null=True)
    external_reference = columns.text(null=True)
    at = columns.moment()
    recorded_at = columns.created()

    class Meta:
        table = "orders"


class OrderLine(Model):
    """`discount` and `total` are of the whole line, by the same sum as the order's."""

    id = fields.BigIntField(primary_key=True, generated=True)
    order = columns.belongs_to("Order")
    position = fields.IntField()
    product = columns.belongs_to("Product")
    quantity = fields.DecimalField(max_digits=14, decimal_places=3)
    unit_price = fields.DecimalField(max_digits=16, decimal_places=4)
    discount = columns.minor(default=0, db_default=0)
    reimbursed = columns.minor(default=0, db_default=0)
    total = columns.minor()
    points_earned = fields.BigIntField(default=0, db_default=0)
    growth_earned = fields.BigIntField(default=0, db_default=0)
    points_value = columns.minor(default=0, db_default=0)
    points_spent = fields.BigIntField(default=0, db_default=0)
    returned_quantity = fields.DecimalField(max_digits=14, decimal_places=3, default=0, db_default=0)

    class Meta:
        table = "order_line"


class OrderEffect(Model):
    """One thing that a rule did to an order: what, which rule, how much money or how many points."""

    id = fields.BigIntField(primary_key=True, generated=True)
    order = columns.belongs_to("Order")
    kind = columns.text(32)
    source_kind = columns.text(32)
    source_code = columns.text(64)
    amount = columns.minor(null=True)
    points = fields.BigIntField(null=True)
    rule_version = fields.IntField(null=True)
    details: dict = fields.JSONField(default=dict, db_default="{}")
    message = fields.TextField()

    class Meta:
        table = "order_effect"
        indexes = [("order_id",)]


class OrderBasis(Model):
    """What an order was judged by when it was recorded: the version of the rules, and the facts beside them.

    `body` is what `rules.quote.basis` reads. Orders that were imported have none.
    """

    order = fields.OneToOneField("models.Order", primary_key=True, related_name=False, on_delete=OnDelete.RESTRICT)
    program_version = fields.BigIntField()
    body: dict = fields.JSONField()

    class Meta:
        table = "order_basis"


class OrderReturn(Model):
    id = columns.key()
    number = columns.code()
    order = columns.belongs_to("Order")
    reason = fields.TextField()
    actor = columns.text()
    amount = columns.minor()
    refunded_principal = columns.minor(default=0, db_default=0)
    refunded_bonus = columns.minor(default=0, db_default=0)
    points_given_back = fields.BigIntField(default=0, db_default=0)
    points_taken_back = fields.BigIntField(default=0, db_default=0)
    points_not_taken = fields.BigIntField(default=0, db_default=0)
    at = columns.moment()

    class Meta:
        table = "order_return"
        indexes = [("order_id", "at")]


class OrderReturnLine(Model):
    id = fields.BigIntField(primary_key=True, generated=True)
    order_return = columns.belongs_to("OrderReturn")
    order_line = columns.belongs_to("OrderLine")
    quantity = fields.DecimalField(max_digits=14, decimal_places=3)
    amount = columns.minor()

    class Meta:
        table = "order_return_line"
        unique_together = (("order_return_id", "order_line_id"),)
        indexes = [("order_line_id",)]
