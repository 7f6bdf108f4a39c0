"""How values look in an answer."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from json import loads

CURRENCY = "USD"


def instant(value: datetime | None) -> str | None:
    return None if value is None else f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond:06}Z"


def decimal(minor: int | None) -> str | None:
    """Minor units as an amount in major units."""
    return None if minor is None else str(Decimal(minor).scaleb(-2))


def money(minor: int | None) -> dict[str, str] | None:
    return None if minor is None else {"amount": decimal(minor), "currency": CURRENCY}


def rounded(value: Decimal, places: int = 0) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


FORMS = {"DateTime": instant, "Decimal": lambda v: None if v is None else str(v), "JSON": lambda v: v and loads(v),
         "Date": lambda v: v and f"{v.year:04}-{v.month:02}-{v.day:02}"}  # fmt: skip
"From what the driver gives to what the scalar sends; the rest is the same."
