"""What is sold, and in which categories."""

from tortoise import Model, fields

from models import columns


class ProductCategory(Model):
    id = columns.key()
    code = columns.code(200)
    name = columns.text()
    parent = columns.belongs_to("ProductCategory", null=True)

    class Meta:
        table = "product_category"
        indexes = [("parent_id",)]


class Product(Model):
    """A placeholder stands for a code that was sold before anybody described the product."""

    id = columns.key()
    code = columns.code()
    name = columns.text(300)
    category = columns.belongs_to("ProductCategory", null=True)
    brand = columns.text(null=True)
    package_size = columns.text(64, null=True)
    price = columns.minor(null=True)
    is_active = columns.flag(True)
    is_placeholder = columns.flag(False)
    custom: dict = fields.JSONField(default=dict, db_default="{}")

    class Meta:
        table = "product"
