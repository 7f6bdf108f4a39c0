"""What members ask for after a sale, from the request to the money."""

from tortoise import Model, fields

from models import columns
from rules.after_sales import AfterSalesKind, AfterSalesStatus


class AfterSalesCase(Model):
    """Amounts in minor units. `order_return` is the return that the received goods became."""

    id = columns.key()
    number = columns.code()
    order = columns.belongs_to("Order")
    member = columns.belongs_to("Member", null=True)
    kind = columns.one_of(AfterSalesKind)
    status = columns.one_of(AfterSalesStatus, default=AfterSalesStatus.REQUESTED, db_default=AfterSalesStatus.REQUESTED)
    reason = fields.TextField()
    decision = fields.TextField(default="", db_default="")
    requested_amount = columns.minor()
    refunded_amount = columns.minor(null=True)
    order_return = columns.belongs_to("OrderReturn", null=True)
    requested_by = columns.text()
    decided_by = columns.text(null=True)
    requested_at = columns.moment()
    decided_at = columns.moment(null=True)
    received_at = columns.moment(null=True)
    refunded_at = columns.moment(null=True)
    version = columns.version()

    class Meta:
        table = "after_sales_case"
        indexes = [
            ("requested_at", "id"),
            ("order_id", "requested_at"),
            ("member_id", "requested_at", "id"),
            ("order_return_id",),
        ]


class AfterSalesLine(Model):
    id = fields.BigIntField(primary_key=True, generated=True)
    case = columns.part_of("AfterSalesCase")
    order_line = columns.belongs_to("OrderLine")
    quantity = fields.DecimalField(max_digits=14, decimal_places=3)

    class Meta:
        table = "after_sales_line"
        unique_together = (("case_id", "order_line_id"),)
        indexes = [("order_line_id",)]
