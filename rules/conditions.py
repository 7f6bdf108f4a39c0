"""When a rule of the program applies: conditions as data, and the first that fails with what would have to change.

The JSON form, every part optional: `products`, `categories`, `stores`, `units`, `tiers` (lists of codes; a category or
a unit means what is below it too), `weekdays` (1 is Monday), `hours` (`[{"from": "10:00", "to": "14:00"}]`), `days`
(dates), `birthday` (DAY, WEEK or MONTH), `streak` (7: every seventh day in a row), `minSpend` (major units) and
`minQuantity`, both of the lines that fit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from rules.birthdays import kept_on
from rules.money import to_major, to_minor
from rules.refusals import ErrorCode, Refused, english, filled


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
    """The first condition that does not hold: the words, with the values left out, and the values."""

    code: ErrorCode
    template: str
    values: Mapping[str, Any]

    @property
    def message(self) -> str:
        """In English."""
        return filled(self.template, {name: english(value) for name, value in self.values.items()})


def fails(code: ErrorCode, template: str, /, **values: Any) -> Failure:
    return Failure(code, template, values)


@dataclass(frozen=True, slots=True)
class Conditions:
    """`min_spend` is in minor units. Empty sets ask for nothing."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    hours: tuple[tuple[time, time], ...] = ()
    days: frozenset[date] = frozenset()
    birthday: BirthdaySpan | None = None
    streak: int = 0
    min_spend: int = 0
    min_quantity: Decimal = Decimal(0)

    def fits(self, line: Line) -> bool:
        """Whether the line is one that the rule speaks of."""
        if not self.products and not self.categories:
            return True
        return line.product in self.products or not self.categories.isdisjoint(line.categories)

    def failure(self, situation: Situation, lines: Sequence[Line], currency: str) -> Failure | None:
        """The first condition that fails for these lines (of which only the fitting ones count); None if all hold."""
        return self.failure_around(situation) or self._failure_of_lines(lines, currency)

    def failure_around(self, situation: Situation) -> Failure | None:
        """Of place, person and time alone."""
        return (
            self._failure_of_place(situation)
            or self._failure_of_person(situation)
            or self._failure_of_time(situation.at)
        )

    def _failure_of_place(self, situation: Situation) -> Failure | None:
        is_there = situation.store in self.stores or not self.units.isdisjoint(situation.units)
        if is_there or not (self.stores or self.units):
            return None
        return fails(ErrorCode.NOT_ELIGIBLE, "It is good in {stores} only.", stores=_listed(self.stores | self.units))

    def _failure_of_person(self, situation: Situation) -> Failure | None:
        if self.tiers and situation.tier not in self.tiers:
            return fails(ErrorCode.NOT_ELIGIBLE, "It is for members of {tiers} only.", tiers=_listed(self.tiers))
        if self.birthday is not None and not _is_birthday(situation.birthday, situation.at.date(), self.birthday):
            return fails(ErrorCode.NOT_ELIGIBLE, "It is for the member's birthday ({span}) only.", span=self.birthday)
        if self.streak and (not situation.streak or situation.streak % self.streak):
            message = "It is for every {streak} days in a row; this is day {day}."
            return fails(ErrorCode.NOT_ELIGIBLE, message, streak=self.streak, day=situation.streak)
        return None

    def _failure_of_time(self, at: datetime) -> Failure | None:
        if self.days and at.date() not in self.days:
            days = _listed(day.isoformat() for day in self.days)
            return fails(ErrorCode.NOT_ELIGIBLE, "It is good on {days} only.", days=days)
        if self.weekdays and at.isoweekday() not in self.weekdays:
            days = ", ".join(str(day) for day in sorted(self.weekdays))
            return fails(
                ErrorCode.NOT_ELIGIBLE, "It is good on these days of the week only: {days} (1 is Monday).", days=days
            )
        if self.hours and not any(start <= at.timetz().replace(tzinfo=None) < end for start, end in self.hours):
            hours = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in self.hours)
            return fails(ErrorCode.NOT_ELIGIBLE, "It is good at these hours only: {hours}.", hours=hours)
        return None

    def _failure_of_lines(self, lines: Sequence[Line], currency: str) -> Failure | None:
        fitting = [line for line in lines if self.fits(line)]
        if not fitting and (self.products or self.categories):
            wanted = _listed(self.products | self.categories)
            return fails(ErrorCode.NOT_ELIGIBLE, "Nothing in the cart is of {wanted}.", wanted=wanted)
        spend = sum(line.amount for line in fitting)
        if spend < self.min_spend:
            needed, missing = (to_major(minor, currency) for minor in (self.min_spend, self.min_spend - spend))
            return fails(
                ErrorCode.NOT_ELIGIBLE,
                "It needs {needed:,} {currency}; {missing:,} more would do.",
                needed=needed,
                missing=missing,
                currency=currency,
            )
        quantity = sum((line.quantity for line in fitting), Decimal(0))
        if quantity < self.min_quantity:
            missing = self.min_quantity - quantity
            return fails(ErrorCode.NOT_ELIGIBLE, "It needs {missing} more pieces.", missing=missing)
        return None


ANY = Conditions()


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


def _is_birthday(born: date | None, today: date, span: BirthdaySpan) -> bool:
    if born is None:
        return False
    if span is BirthdaySpan.MONTH:
        return born.month == today.month
    days = timedelta(days=0 if span is BirthdaySpan.DAY else 3)
    return any(abs(kept_on(born, year) - today) <= days for year in (today.year - 1, today.year, today.year + 1))


def _listed(words: Any) -> str:
    return ", ".join(sorted(words))
