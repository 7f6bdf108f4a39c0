"""The JSON form of each scalar as an SQL expression."""

from collections.abc import Callable

from rules.money import CURRENCY_DIGITS

Format = Callable[[str], str]


def as_is(expression: str) -> str:
    return expression


def as_text(expression: str) -> str:
    return f"{expression}::text"


def as_instant(expression: str) -> str:
    """One fixed RFC 3339 form, because PostgreSQL's own drops trailing zeros of the microseconds."""
    return f"""to_char({expression}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def as_amount(expression: str, currency: str) -> str:
    """Minor units as a decimal text in major units."""
    digits = CURRENCY_DIGITS[currency]
    scale = "0." + "0" * (digits - 1) + "1" if digits else "1"
    return f"({expression} * {scale})::text"


def as_id(prefix: str) -> Format:
    return lambda expression: f"'{prefix}_' || {expression}::text"


BY_SCALAR: dict[str, Format] = {"DateTime": as_instant, "Decimal": as_text}
"Scalars whose column needs a form of its own; the rest is what row_to_json makes of it."
