"""How products are read."""

from models.products import Product, ProductCategory
from resolvers.planner.answers import Column, Through, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Text
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.searching import Grams, Part
from resolvers.planner.statement import Row
from resolvers.prices import OF_PRODUCT


def code(row: Row) -> str:
    return row.col("code")


def name(row: Row) -> str:
    return row.col("name")


ENTITIES = [
    Entity("ProductCategory", ProductCategory, is_inner=True),
    Entity("AnyProduct", Product, is_inner=True),
    Entity(
        "Product",
        Product,
        "prd",
        fields={
            "price": money_column("price", null=True),
            "prices": OF_PRODUCT,
            "category": Through(lambda row: row.one("ProductCategory", "category_id"), Column("name", as_is)),
        },
        filters={
            "code": Text(code, exact=True),
            "name": Text(name),
            "category": Among(lambda row: f"FROM product_category c WHERE c.id = {row.col('category_id')}", "c.name"),
            "brand": Text(lambda row: row.col("brand")),
            "isPlaceholder": Compare(lambda row: row.col("is_placeholder"), "bool"),
        },
        orders={"CODE": OrderBy(code, "text"), "NAME": OrderBy(lambda row: f"lower({name(row)})", "text")},
        default_order=(("CODE", "ASC"),),
        search=Grams((Part(1, code, "code"), Part(2, name, "name"), Part(3, lambda row: row.col("brand"), "brand"))),
    ),
]

QUERIES = {"products": Connection("Product"), "product": Lookup("Product")}
