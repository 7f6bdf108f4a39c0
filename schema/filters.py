"""The filter language: one form everywhere, also as JSON in row scopes, segments and views."""

from enum import StrEnum

import strawberry

from schema.fields import given, operand, required, words
from schema.scalars import Date, DateTime, Decimal, Points

EQ, NE = "Equal to this.", "Not equal to this; a missing value counts as different."
IN, NOT_IN = "One of these.", "None of these."
GT, GTE, LT, LTE = "Greater than this.", "This or greater.", "Less than this.", "This or less."
MISSING = "True: has no value. False: has one."


class SortDirection(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


class TimeUnit(StrEnum):
    MINUTE = "MINUTE"
    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


words(SortDirection, "The direction of an order.", ASC="Smallest first.", DESC="Largest first.")
words(
    TimeUnit,
    "A unit of time.",
    MINUTE="60 seconds.",
    HOUR="60 minutes.",
    DAY="24 hours.",
    WEEK="7 days.",
    MONTH="A calendar month.",
    YEAR="A calendar year.",
)


@given("Conditions on a reference by id.")
class IdFilter:
    eq: strawberry.ID | None = operand(EQ)
    ne: strawberry.ID | None = operand(NE)
    in_: list[strawberry.ID] | None = operand(IN, "in")
    not_in: list[strawberry.ID] | None = operand(NOT_IN)
    is_null: bool | None = operand(MISSING)


@given("Conditions on a text.")
class StringFilter:
    eq: str | None = operand(EQ)
    ne: str | None = operand(NE)
    in_: list[str] | None = operand(IN, "in")
    not_in: list[str] | None = operand(NOT_IN)
    contains: str | None = operand("Has this anywhere; case and accents do not matter, except in codes and numbers.")
    starts_with: str | None = operand("Begins with this; case and accents do not matter, except in codes and numbers.")
    is_null: bool | None = operand(MISSING)


@given("Conditions on a yes or no.")
class BooleanFilter:
    eq: bool | None = operand(EQ)


@given("Conditions on a whole number.")
class IntFilter:
    eq: int | None = operand(EQ)
    ne: int | None = operand(NE)
    gt: int | None = operand(GT)
    gte: int | None = operand(GTE)
    lt: int | None = operand(LT)
    lte: int | None = operand(LTE)
    in_: list[int] | None = operand(IN, "in")
    is_null: bool | None = operand(MISSING)


@given("Conditions on points.")
class PointsFilter:
    eq: Points | None = operand(EQ)
    gt: Points | None = operand(GT)
    gte: Points | None = operand(GTE)
    lt: Points | None = operand(LT)
    lte: Points | None = operand(LTE)
    is_null: bool | None = operand(MISSING)


@given("Conditions on an amount.")
class DecimalFilter:
    eq: Decimal | None = operand(EQ)
    gt: Decimal | None = operand(GT)
    gte: Decimal | None = operand(GTE)
    lt: Decimal | None = operand(LT)
    lte: Decimal | None = operand(LTE)
    is_null: bool | None = operand(MISSING)


@given(
    "A range of time that moves with the clock: `last: 30, unit: DAY` is the 30 days up to now; `next` those to come."
)
class RelativeRange:
    last: int | None = operand("So many units back from now; 0 to 100,000.")
    next: int | None = operand("So many units ahead of now; 0 to 100,000.")
    unit: TimeUnit = required("The unit of `last` and `next`.")


@given("Conditions on a date. Ranges are half-open: `gte` includes, `lt` excludes.")
class DateFilter:
    eq: Date | None = operand(EQ)
    gte: Date | None = operand(GTE)
    lt: Date | None = operand(LT)
    relative: RelativeRange | None = operand("Within a range that moves with the clock.")
    is_null: bool | None = operand(MISSING)


@given("Conditions on an instant. Ranges are half-open: `gte` includes, `lt` excludes.")
class DateTimeFilter:
    gte: DateTime | None = operand(GTE)
    lt: DateTime | None = operand(LT)
    relative: RelativeRange | None = operand("Within a range that moves with the clock.")
    is_null: bool | None = operand(MISSING)


AND, OR, NOT = "Meets all of these.", "Meets at least one of these.", "Does not meet this."
