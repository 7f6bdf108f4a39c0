"""What conditions look at, and how they say that they do not hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rules.refusals import ErrorCode, english, filled


class BirthdaySpan(StrEnum):
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


@dataclass(frozen=True, slots=True)
class Line:
    """What conditions know of a line. `categories` are the product's own and all above it; `amount` in minor units."""

    product: str
    categories: frozenset[str]
    amount: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Situation:
    """Where, when and for whom. `at` is in the zone of the program; `units` are the store's own and all above it."""

    at: datetime
    store: str | None = None
    tier: str | None = None
    birthday: date | None = None
    streak: int = 0
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition that does not hold: the words, with the values left out, and the values.

    `change` says in the same way the smallest thing that would have to be different; None if nothing can be.
    """

    code: ErrorCode
    template: str
    values: Mapping[str, Any]
    change: "Failure | None" = None

    @property
    def message(self) -> str:
        """In English."""
        return filled(self.template, {name: english(value) for name, value in self.values.items()})


def fails(code: ErrorCode, template: str, /, change: Failure | None = None, **values: Any) -> Failure:
    return Failure(code, template, values, change)
