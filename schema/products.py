"""Products."""

from enum import StrEnum

from schema.fields import defaulted, field, given, kind, operand, required, words
from schema.filters import AND, NOT, OR, BooleanFilter, SortDirection, StringFilter
from schema.money import Money
from schema.names import Price
from schema.paging import Connection, Node, page


class ProductOrderField(StrEnum):
    CODE = "CODE"
    NAME = "NAME"


words(ProductOrderField, "What products can be sorted by.", CODE="Their code.", NAME="Their name.")


@kind("Something that is sold.")
class Product(Node):
    code: str = field("The product's code, as tills and shops send it.")
    name: str = field("The product's name.")
    category: str | None = field("The name of the category it is in.")
    brand: str | None = field("The brand.")
    package_size: str | None = field("How much is in a package.")
    price: Money | None = field("The list price; null if it is not known.")
    prices: Connection[Price] = field(
        "Other prices of it, by store, tier and day; the last to begin first.", arguments=page()
    )
    is_active: bool = field("Whether it is still sold.")
    is_placeholder: bool = field("True if it was sold before anybody described it.")


@given("Conditions on products.")
class ProductWhere:
    and_: list["ProductWhere"] | None = operand(AND, "and")
    or_: list["ProductWhere"] | None = operand(OR, "or")
    not_: "ProductWhere | None" = operand(NOT, "not")
    code: StringFilter | None = operand("The code.")
    name: StringFilter | None = operand("The name.")
    category: StringFilter | None = operand("The name of the category.")
    brand: StringFilter | None = operand("The brand.")
    is_placeholder: BooleanFilter | None = operand("Whether it was sold before anybody described it.")


@given("One step of the order of products.")
class ProductOrder:
    field: ProductOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)
