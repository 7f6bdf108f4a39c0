"""Prices by product, store, tier and day, beside the list price of the product."""

from enum import StrEnum

import strawberry

from rules.permissions import Sensitivity
from schema.arguments import OPTIONAL_KEY, VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.filters import AND, NOT, OR, BooleanFilter, DateFilter, SortDirection, StringFilter
from schema.names import ChangeSet, OrganizationUnit, Product, RuleVersion, Store, Tier
from schema.paging import Node
from schema.scalars import Date, Decimal


class PriceOrderField(StrEnum):
    STARTS_ON = "STARTS_ON"
    NAME = "NAME"
    AMOUNT = "AMOUNT"


words(
    PriceOrderField,
    "What prices can be sorted by.",
    STARTS_ON="Their first day; those without one come first of all.",
    NAME="Their name.",
    AMOUNT="The price of one.",
)


@kind("A price of a product at a store, for a tier or on certain days; the most particular one that fits counts.")
class Price(Node):
    name: str = field("What receipts and quotes call it.")
    product: Product | None = field("The product that it is for.")
    store: Store | None = field("The store where it counts; null if everywhere, or in a unit.")
    unit: OrganizationUnit | None = field("The unit in whose stores, and those below it, it counts; null if none.")
    tier: Tier | None = field("The tier that it is for; null if for every one.")
    is_members_only: bool = field("True if only members have it.")
    amount: Decimal = field("The price of one, in major units with up to 4 decimals.")
    starts_on: Date | None = field("The first day on which it counts; null if it has always counted.")
    ends_on: Date | None = field("The last day on which it counts; null if it has no end.")
    is_active: bool = field("False if it is switched off.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    versions: list[RuleVersion] = field("What it said and since when, newest first.", Sensitivity.INTERNAL)


@given("Conditions on prices.")
class PriceWhere:
    and_: list["PriceWhere"] | None = operand(AND, "and")
    or_: list["PriceWhere"] | None = operand(OR, "or")
    not_: "PriceWhere | None" = operand(NOT, "not")
    product: StringFilter | None = operand("The code of the product.")
    store: StringFilter | None = operand("The code of the store.")
    unit: StringFilter | None = operand("The code of the unit.")
    tier: StringFilter | None = operand("The code of the tier.")
    is_members_only: BooleanFilter | None = operand("Whether only members have it.")
    starts_on: DateFilter | None = operand("The first day on which it counts.")
    ends_on: DateFilter | None = operand("The last day on which it counts.")
    is_active: BooleanFilter | None = operand("Whether it is in force.")


@given("One step of the order of prices.")
class PriceOrder:
    field: PriceOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)


@given("A price. What is not given stays as it is.")
class PriceSaveInput:
    id: strawberry.ID | None = operand("The price to change; none makes a new one.")
    name: str = required("What receipts and quotes call it.")
    product_code: str = required("The product that it is for.")
    store_code: str | None = operand("The store where it counts; null if everywhere.")
    unit_code: str | None = operand("The unit in whose stores, and those below it, it counts; instead of a store.")
    tier_code: str | None = operand("The tier that it is for; null if for every one.")
    is_members_only: bool | None = operand("Whether only members have it.")
    amount: Decimal = required("The price of one, in major units; 0 or more, with at most 4 decimals.")
    starts_on: Date | None = operand("The first day on which it counts.")
    ends_on: Date | None = operand("The last day on which it counts.")
    is_active: bool | None = operand("Whether it is in force.")


@kind("What saving a price did.")
class PricePayload:
    price: Price | None = field("The price; null if nothing was changed.")
    change_set: ChangeSet | None = field("The handle to take it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of prices.")
class PriceMutations:
    price_save: PricePayload = field(
        "Makes or changes a price. It counts from the next quote or order of its days on.",
        arguments={
            "input": argument(PriceSaveInput, "The price."),
            "expected_version": VERSION,
            "idempotency_key": OPTIONAL_KEY,
        },
    )
