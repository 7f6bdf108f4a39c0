"""Conditions from their JSON form."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from rules.conditions.holding import Conditions
from rules.conditions.situations import BirthdaySpan
from rules.money import to_minor
from rules.refusals import ErrorCode, Refused


def read(given: Any, currency: str, path: tuple[str, ...] = ("conditions",)) -> Conditions:
    """Conditions from their JSON form. Raises Refused that names the part that cannot be used."""
    if not isinstance(given, dict):
        raise Refused(ErrorCode.INVALID, "Conditions are an object.", path)
    unknown = sorted(set(given) - set(READERS))
    if unknown:
        message = "There is no condition '{name}'. There are: {known}."
        raise Refused(ErrorCode.INVALID, message, (*path, unknown[0]), name=unknown[0], known=", ".join(READERS))
    kept: dict[str, Any] = {}
    for name, value in given.items():
        field, reader = READERS[name]
        try:
            kept[field] = reader(value, currency)
        except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
            message = "'{value}' cannot be used for {name}."
            raise Refused(ErrorCode.INVALID, message, (*path, name), value=str(value)[:60], name=name) from None
    return Conditions(**kept)


def _codes(value: Any, _: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) and code for code in value):
        raise ValueError
    return frozenset(value)


def _weekdays(value: Any, _: str) -> frozenset[int]:
    days = frozenset(value)
    if not days <= set(range(1, 8)):
        raise ValueError
    return days


def _hours(value: Any, _: str) -> tuple[tuple[time, time], ...]:
    spans = tuple((time.fromisoformat(span["from"]), _end_of(span["to"])) for span in value)
    if any(start >= end for start, end in spans):
        raise ValueError
    return spans


def _end_of(text: str) -> time:
    """24:00 is the end of the day."""
    return time.max if text == "24:00" else time.fromisoformat(text)


def _days(value: Any, _: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in value)


def _spend(value: Any, currency: str) -> int:
    amount = Decimal(str(value))
    if amount < 0:
        raise ValueError
    return to_minor(amount, currency)


def _quantity(value: Any, _: str) -> Decimal:
    amount = Decimal(str(value))
    if not 0 <= amount < 10**9:
        raise ValueError
    return amount


READERS: dict[str, tuple[str, Callable[[Any, str], Any]]] = {
    "products": ("products", _codes),
    "categories": ("categories", _codes),
    "stores": ("stores", _codes),
    "units": ("units", _codes),
    "tiers": ("tiers", _codes),
    "weekdays": ("weekdays", _weekdays),
    "hours": ("hours", _hours),
    "days": ("days", _days),
    "birthday": ("birthday", lambda value, _: BirthdaySpan(value)),
    "streak": ("streak", lambda value, currency: int(_quantity(value, currency))),
    "minSpend": ("min_spend", _spend),
    "minQuantity": ("min_quantity", _quantity),
}
