"""Which tier a member has earned, for how long, and why: on growth value, spend, orders and points over a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from rules.points import end_of_month_after
from rules.refusals import filled
from rules.standing import Treatment


class TierMode(StrEnum):
    AUTOMATIC = "AUTOMATIC"
    MANUAL = "MANUAL"


class TierChangeKind(StrEnum):
    JOIN = "JOIN"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRADE"
    KEEP = "KEEP"
    MANUAL = "MANUAL"


class BenefitOccasion(StrEnum):
    """When a benefit is given; ALWAYS is a lasting one, such as a discount, that nothing has to be given for."""

    ALWAYS = "ALWAYS"
    UPGRADE = "UPGRADE"
    BIRTHDAY = "BIRTHDAY"


@dataclass(frozen=True, slots=True)
class TierRule:
    """The conditions of a tier; each one that is set opens (or keeps) the tier by itself. Spend is in minor units.

    Spend and orders count over the last `period_months`. A tier without keep conditions is kept by those of entry.
    """

    code: str
    rank: int
    growth: int | None = None
    spend: int | None = None
    orders: int | None = None
    points: int | None = None
    period_months: int = 12
    keep_growth: int | None = None
    keep_spend: int | None = None
    keep_orders: int | None = None
    grace_days: int = 0
    validity_months: int | None = None
    is_active: bool = True
    name: str = ""

    def reached(self, growth: int, spend: int, orders: int, points: int = 0) -> bool:
        conditions = ((self.growth, growth), (self.spend, spend), (self.orders, orders), (self.points, points))
        asked = [(needed, actual) for needed, actual in conditions if needed is not None]
        return not asked or any(actual >= needed for needed, actual in asked)

    def kept(self, growth: int, spend: int, orders: int) -> bool:
        """By a keep condition of its own; false if it has none."""
        conditions = ((self.keep_growth, growth), (self.keep_spend, spend), (self.keep_orders, orders))
        return any(needed is not None and actual >= needed for needed, actual in conditions)


@dataclass(frozen=True, slots=True)
class Bought:
    """Within one period: spend in minor units, and orders."""

    spend: int = 0
    orders: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a member has at an instant. `bought` by the number of months that are looked back."""

    growth: int = 0
    points: int = 0
    bought: Mapping[int, Bought] = field(default_factory=dict)

    def over(self, months: int) -> Bought:
        return self.bought.get(months, Bought())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member is before the rules look: tier, floor and cap are rules; `ends` is the tier's validity."""

    tier: TierRule | None = None
    ends: datetime | None = None
    mode: TierMode = TierMode.AUTOMATIC
    floor: TierRule | None = None
    cap: TierRule | None = None
    upgrade: Treatment = Treatment.ALLOW
    downgrade: Treatment = Treatment.ALLOW

    @property
    def is_left_alone(self) -> bool:
        """Set by hand without saying how far the rules may go."""
        return self.mode is TierMode.MANUAL and self.floor is None and self.cap is None

    def review(self, at: datetime) -> datetime | None:
        """When the tier's time and grace ended, if that was not after `at` and its clock runs."""
        if self.tier is None or self.ends is None or self.downgrade is not Treatment.ALLOW:
            return None
        last = self.ends + timedelta(days=self.tier.grace_days)
        return last if last <= at else None

    def is_due(self, at: datetime) -> bool:
        """The validity ended; the grace may not have."""
        has_end = self.tier is not None and self.ends is not None and self.downgrade is Treatment.ALLOW
        return has_end and self.ends <= at


@dataclass(frozen=True, slots=True)
class Decision:
    """A change of tier. `template` is the reason in English with its values left out."""

    kind: TierChangeKind
    before: TierRule | None
    after: TierRule | None
    at: datetime
    expires_at: datetime | None
    template: str
    values: Mapping[str, Any]

    @property
    def reason(self) -> str:
        return filled(self.template, self.values)


REASONS = {
    "growth": "{growth:,} growth value reached {tier}",
    "spend": "{spend:,} spent in {months} months reached {tier}",
    "orders": "{orders:,} orders in {months} months reached {tier}",
    "points": "{points:,} points reached {tier}",
    "bound": "{tier}, by the floor or cap that was set by hand",
    "free": "{tier} asks for nothing",
    "KEEP": "Validity ended; kept by {spend:,} spent, {orders:,} orders in {months} months, {growth:,} growth value",
    "DOWNGRADE": "Validity ended; only {spend:,} spent, {orders:,} orders in {months} months, {growth:,} growth value",
}


def tier_for(tiers: Sequence[TierRule], growth: int, spend: int, orders: int, points: int = 0) -> TierRule | None:
    """The highest tier whose conditions are reached; None if even the lowest asks for more."""
    reached = [tier for tier in tiers if tier.reached(growth, spend, orders, points)]
    return max(reached, key=lambda tier: tier.rank, default=None)


def highest(tiers: Sequence[TierRule], facts: Facts) -> TierRule | None:
    """The highest active tier that the facts reach, each over its own period."""
    found = [tier for tier in tiers if tier.is_active and _is_reached(tier, facts)]
    return max(found, key=lambda tier: tier.rank, default=None)


def bounded(tier: TierRule | None, floor: TierRule | None, cap: TierRule | None) -> TierRule | None:
    """Between what was set by hand: not below the floor, not above the cap."""
    if floor is not None and (tier is None or tier.rank < floor.rank):
        tier = floor
    return cap if cap is not None and tier is not None and tier.rank > cap.rank else tier


def decide(
    tiers: Sequence[TierRule], standing: Standing, facts: Facts, at: datetime, zone: ZoneInfo, currency_digits: int
) -> Decision | None:
    """What the rules do with a member; None if nothing.

    The facts are those of `standing.review(at)` (before that instant) if there is one, otherwise those of `at`. After a
    KEEP or a DOWNGRADE ask again: another end may have passed, or `at` may reach more.
    """
    if standing.is_left_alone:
        return None
    end = standing.review(at)
    own, target = standing.tier, bounded(highest(tiers, facts), standing.floor, standing.cap)
    if standing.is_due(at):
        over = facts.over(own.period_months)
        if (target is not None and target.rank >= own.rank) or own.kept(facts.growth, over.spend, over.orders):
            return _decision(TierChangeKind.KEEP, own, own, facts, end or at, zone, currency_digits)
        if end is None:
            return None
        return _decision(TierChangeKind.DOWNGRADE, own, target, facts, end, zone, currency_digits)
    rises = target is not None and (own is None or target.rank > own.rank)
    if not rises or standing.upgrade is not Treatment.ALLOW:
        return None
    return _decision(TierChangeKind.UPGRADE, own, target, facts, at, zone, currency_digits)


def ends_after(tier: TierRule | None, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When a tier that begins now ends: with the calendar month, so many months later."""
    if tier is None or tier.validity_months is None:
        return None
    return end_of_month_after(at, tier.validity_months, zone).astimezone(UTC)


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many calendar months before, in UTC; a day that the month lacks becomes its last."""
    at = at.astimezone(UTC)
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    first = at.replace(year=year, month=month + 1, day=1)
    days = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - first
    return first + timedelta(days=min(at.day, days.days) - 1)


def _is_reached(tier: TierRule, facts: Facts) -> bool:
    bought = facts.over(tier.period_months)
    return tier.reached(facts.growth, bought.spend, bought.orders, facts.points)


def _decision(
    kind: TierChangeKind, own: TierRule | None, to: TierRule | None, facts: Facts, at: datetime, zone: ZoneInfo,
    digits: int,
) -> Decision:  # fmt: skip
    spoken = to if kind is TierChangeKind.UPGRADE else own
    bought = facts.over(spoken.period_months)
    template = REASONS[_why(to, facts) if kind is TierChangeKind.UPGRADE else kind.value]
    values = {
        "tier": spoken.name or spoken.code,
        "growth": facts.growth,
        "points": facts.points,
        "spend": Decimal(bought.spend).scaleb(-digits),
        "orders": bought.orders,
        "months": spoken.period_months,
    }
    return Decision(kind, own, to, at, ends_after(to, at, zone), template, values)


def _why(to: TierRule, facts: Facts) -> str:
    """The first condition that opened the tier."""
    bought = facts.over(to.period_months)
    asked = {
        "growth": (to.growth, facts.growth),
        "spend": (to.spend, bought.spend),
        "orders": (to.orders, bought.orders),
        "points": (to.points, facts.points),
    }
    met = (name for name, (needed, actual) in asked.items() if needed is not None and actual >= needed)
    is_open = all(needed is None for needed, _ in asked.values())
    return next(met, "free" if is_open else "bound")
