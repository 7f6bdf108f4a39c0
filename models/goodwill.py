"""What people may give away, and what they have given."""

from tortoise import Model, fields

from models import columns
from rules.goodwill import GoodwillAsset, GoodwillPeriod


class GoodwillBudget(Model):
    """Of a role (for each of its people, or shared by all) or of one person. Money in minor units."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    role = columns.belongs_to("Role", null=True)
    staff = columns.belongs_to("Staff", null=True)
    asset = columns.one_of(GoodwillAsset)
    period = columns.one_of(GoodwillPeriod, default=GoodwillPeriod.DAY, db_default=GoodwillPeriod.DAY)
    amount = fields.BigIntField()
    per_action = fields.BigIntField(null=True)
    is_shared = columns.flag(False)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "goodwill_budget"
        indexes = [("role_id",), ("staff_id",)]


class GoodwillSpending(Model):
    """What was given away in one period, by one person or (without one) by all who share the budget. `beyond` was
    approved by another person."""

    id = columns.key()
    budget = columns.belongs_to("GoodwillBudget")
    holder = columns.belongs_to("Staff", null=True)
    begins_on = fields.DateField()
    spent = columns.counter()
    beyond = columns.counter()

    class Meta:
        table = "goodwill_spending"
        indexes = [("budget_id", "begins_on"), ("holder_id",)]
