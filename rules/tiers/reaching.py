"""Which tier is reached by what a member has: growth value, spend, orders and points, over a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from rules.points import end_of_month_after

Basis = int | tuple[int, tuple[UUID, ...]]
"Months that are looked back, and the stores if not all count."


@dataclass(frozen=True, slots=True)
class TierRule:
    """The conditions of a tier; each one that is set opens (or keeps) the tier by itself. Spend is in minor units.

    Spend and orders count over the last `period_months`, in `stores` (everywhere if None; `places` in words). A tier
    without keep conditions is kept by those of entry.
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
    stores: tuple[UUID, ...] | None = None
    places: str = ""

    @property
    def basis(self) -> "Basis":
        """What spend and orders are counted over."""
        return self.period_months if self.stores is None else (self.period_months, self.stores)

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
    """What a member has at an instant. `bought` by the basis of tiers."""

    growth: int = 0
    points: int = 0
    bought: Mapping["Basis", Bought] = field(default_factory=dict)

    def over(self, basis: "Basis") -> Bought:
        return self.bought.get(basis, Bought())


def tier_for(tiers: Sequence[TierRule], growth: int, spend: int, orders: int, points: int = 0) -> TierRule | None:
    """The highest tier whose conditions are reached; None if even the lowest asks for more."""
    reached = [tier for tier in tiers if tier.reached(growth, spend, orders, points)]
    return max(reached, key=lambda tier: tier.rank, default=None)


def highest(tiers: Sequence[TierRule], facts: Facts) -> TierRule | None:
    """The highest active tier that the facts reach, each over its own period."""
    found = [tier for tier in tiers if tier.is_active and _is_reached(tier, facts)]
    return max(found, key=lambda tier: tier.rank, default=None)


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
    bought = facts.over(tier.basis)
    return tier.reached(facts.growth, bought.spend, bought.orders, facts.points)
