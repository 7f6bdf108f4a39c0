"""Whether conditions hold, and for each that does not the smallest change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from rules.birthdays import kept_on
from rules.conditions.situations import BirthdaySpan, Failure, Line, Situation, fails
from rules.money import to_major
from rules.refusals import ErrorCode

NO = ErrorCode.NOT_ELIGIBLE


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
        return next(self.failures(situation, lines, currency), None)

    def failure_around(self, situation: Situation) -> Failure | None:
        """Of place, person and time alone."""
        return next(self.failures_around(situation), None)

    def failures(self, situation: Situation, lines: Sequence[Line], currency: str) -> Iterator[Failure]:
        """Every condition that fails; with all their changes it would hold."""
        yield from self.failures_around(situation)
        yield from self._of_lines(lines, currency)

    def failures_around(self, situation: Situation) -> Iterator[Failure]:
        yield from self._of_place(situation)
        yield from self._of_person(situation)
        yield from self._of_time(situation.at)

    def failures_of_member(self, situation: Situation) -> Iterator[Failure]:
        """Of person and time alone."""
        yield from self._of_person(situation)
        yield from self._of_time(situation.at)

    def asked_of_carts(self, currency: str) -> Iterator[Failure]:
        """What only an order can meet, as if there were none."""
        if self.stores or self.units:
            yield self._elsewhere()
        yield from self._of_lines([], currency)

    def _of_place(self, situation: Situation) -> Iterator[Failure]:
        is_there = situation.store in self.stores or not self.units.isdisjoint(situation.units)
        if (self.stores or self.units) and not is_there:
            yield self._elsewhere()

    def _elsewhere(self) -> Failure:
        stores = _listed(self.stores | self.units)
        change = fails(NO, "bought in {stores}", stores=stores)
        return fails(NO, "It is good in {stores} only.", change, stores=stores)

    def _of_person(self, situation: Situation) -> Iterator[Failure]:
        if self.tiers and situation.tier not in self.tiers:
            tiers = _listed(self.tiers)
            change = fails(NO, "tier {tiers}", tiers=tiers)
            yield fails(NO, "It is for members of {tiers} only.", change, tiers=tiers)
        if self.birthday is not None and not _is_birthday(situation.birthday, situation.at.date(), self.birthday):
            change = fails(NO, "bought at the member's birthday ({span})", span=self.birthday)
            yield fails(NO, "It is for the member's birthday ({span}) only.", change, span=self.birthday)
        if self.streak and (not situation.streak or situation.streak % self.streak):
            missing = self.streak - situation.streak % self.streak
            change = fails(NO, "{missing} more days in a row", missing=missing)
            message = "It is for every {streak} days in a row; this is day {day}."
            yield fails(NO, message, change, streak=self.streak, day=situation.streak)

    def _of_time(self, at: datetime) -> Iterator[Failure]:
        if self.days and at.date() not in self.days:
            days = _listed(day.isoformat() for day in self.days)
            yield fails(NO, "It is good on {days} only.", _on(self.days, at.date()), days=days)
        if self.weekdays and at.isoweekday() not in self.weekdays:
            days = ", ".join(str(day) for day in sorted(self.weekdays))
            ahead = [at.date() + timedelta(days=number) for number in range(1, 8)]
            change = _on([day for day in ahead if day.isoweekday() in self.weekdays], at.date())
            yield fails(NO, "It is good on these days of the week only: {days} (1 is Monday).", change, days=days)
        if self.hours and not any(start <= at.timetz().replace(tzinfo=None) < end for start, end in self.hours):
            hours = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in self.hours)
            change = fails(NO, "bought at {hours}", hours=hours)
            yield fails(NO, "It is good at these hours only: {hours}.", change, hours=hours)

    def _of_lines(self, lines: Sequence[Line], currency: str) -> Iterator[Failure]:
        fitting = [line for line in lines if self.fits(line)]
        if not fitting and (self.products or self.categories):
            wanted = _listed(self.products | self.categories)
            change = fails(NO, "something of {wanted} in the cart", wanted=wanted)
            yield fails(NO, "Nothing in the cart is of {wanted}.", change, wanted=wanted)
        spend = sum(line.amount for line in fitting)
        if spend < self.min_spend:
            yield below(self.min_spend, spend, currency)
        quantity = sum((line.quantity for line in fitting), Decimal(0))
        if quantity < self.min_quantity:
            missing = self.min_quantity - quantity
            change = fails(NO, "{missing} more pieces", missing=missing)
            yield fails(NO, "It needs {missing} more pieces.", change, missing=missing)


ANY = Conditions()


def below(least: int, spend: int, currency: str) -> Failure:
    """Of a spend in minor units that is too little."""
    needed, missing = (to_major(minor, currency) for minor in (least, least - spend))
    change = fails(NO, "{missing:,} {currency} more", missing=missing, currency=currency)
    message = "It needs {needed:,} {currency}; {missing:,} more would do."
    return fails(NO, message, change, needed=needed, missing=missing, currency=currency)


def _on(days: Any, today: date) -> Failure | None:
    """The next of the days; None if all are over."""
    coming = min((day for day in days if day > today), default=None)
    return None if coming is None else fails(NO, "bought on {day}", day=coming)


def _is_birthday(born: date | None, today: date, span: BirthdaySpan) -> bool:
    if born is None:
        return False
    if span is BirthdaySpan.MONTH:
        return born.month == today.month
    days = timedelta(days=0 if span is BirthdaySpan.DAY else 3)
    return any(abs(kept_on(born, year) - today) <= days for year in (today.year - 1, today.year, today.year + 1))


def _listed(words: Any) -> str:
    return ", ".join(sorted(words))
