"""Scalars, and the strictness with which they are read."""

from datetime import UTC, date, datetime
from decimal import Decimal as Exact
from decimal import InvalidOperation
from typing import Any, NewType

import strawberry

LARGEST_EXACT = 2**53 - 1
MOST_DIGITS = 30

Decimal = NewType("Decimal", Exact)
DateTime = NewType("DateTime", datetime)
FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
"What can be told in any time zone without leaving the calendar."
Date = NewType("Date", date)
Points = NewType("Points", int)
JSON = NewType("JSON", object)


def _read_decimal(value: Any) -> Exact:
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise ValueError(f'A Decimal is a text such as "12.50", not {value!r}.')
    try:
        exact = Exact(value)
    except InvalidOperation:
        raise ValueError(f"'{str(value)[:40]}' is not a decimal number.") from None
    if not exact.is_finite() or abs(exact.adjusted()) > MOST_DIGITS or -exact.as_tuple().exponent > MOST_DIGITS:
        raise ValueError(f"'{str(value)[:40]}' is not a decimal number of at most {MOST_DIGITS} digits.")
    return exact


def _read_instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise ValueError(f"'{str(value)[:40]}' is not an instant such as 2026-01-31T09:30:00Z.") from None
    if instant.utcoffset() is None:
        raise ValueError(f"'{value[:40]}' needs an offset, for example {value[:19]}Z.")
    if not FIRST <= instant <= LAST:
        raise ValueError(f"'{value[:40]}' is not an instant of the years 1 to 9999 in every time zone.")
    return instant


def _read_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        raise ValueError(f"'{str(value)[:40]}' is not a date such as 2026-01-31.") from None


def _read_points(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_EXACT:
        raise ValueError(f"Points are a whole number of at most 2^53-1, not {str(value)[:40]}.")
    return value


def _same(value: Any) -> Any:
    return value


SCALARS: dict[Any, Any] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description='Exact decimal, sent as a text, e.g. "12.50".',
        serialize=str,
        parse_value=_read_decimal,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 instant with offset; answers are in UTC with microseconds.",
        serialize=_same,
        parse_value=_read_instant,
    ),
    Date: strawberry.scalar(
        name="Date", description="ISO 8601 calendar date.", serialize=_same, parse_value=_read_date
    ),
    Points: strawberry.scalar(
        name="Points", description="JSON integer, |x| <= 2^53-1.", serialize=_same, parse_value=_read_points
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Free JSON; only where the shape is data (rules, layouts, changes).",
        serialize=_same,
        parse_value=_same,
    ),
}
"For the schema's configuration."
