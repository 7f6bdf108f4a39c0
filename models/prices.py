"""Prices by product, place, tier and day, beside the list price of the product."""

from tortoise import Model, fields

from models import columns


class Price(Model):
    """The most particular price that fits a line wins: tier, then store, then unit, then the shortest span of days."""

    id = columns.key()
    name = columns.text()
    product = columns.belongs_to("Product")
    store = columns.belongs_to("Store", null=True)
    unit = columns.belongs_to("OrganizationUnit", null=True)
    tier = columns.belongs_to("Tier", null=True)
    is_members_only = columns.flag(False)
    amount = fields.DecimalField(max_digits=16, decimal_places=4)
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "price"
        indexes = [("product_id", "starts_on"), ("store_id",), ("unit_id",), ("tier_id",)]
