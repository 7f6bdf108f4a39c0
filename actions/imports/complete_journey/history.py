"""What a member's purchases earned, one after the other: points, growth value, and moves between tiers."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from actions.imports.complete_journey.ground import EarningRule, Ground, Tier
from rules.money import CURRENCY_DIGITS, to_major
from rules.points import earned, end_of_month_after
from rules.tiers import TierChangeKind, tier_for

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the history asks of an order. Money is in minor units; `at` has a zone."""

    basket_id: int
    at: datetime
    total: int
    reimbursed: int


@dataclass(frozen=True, slots=True)
class Earning:
    basket_id: int
    points: int
    growth: int
    points_expire_at: datetime | None
    growth_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Move:
    """A change of tier; `basket_id` is the order that caused it."""

    household_id: int
    kind: TierChangeKind
    from_tier_id: UUID | None
    to_tier_id: UUID | None
    basket_id: int | None
    reason: str
    at: datetime


@dataclass
class History:
    """One member's way. Feed it the orders by time; read `earnings`, `moves`, `tier`, `since` and `expires_at`."""

    household_id: int
    ground: Ground
    currency: str
    zone: ZoneInfo
    tier: Tier | None = None
    since: datetime | None = None
    expires_at: datetime | None = None
    growth: int = 0
    earnings: list[Earning] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    _year: deque[tuple[datetime, int]] = field(default_factory=deque)
    _spend: int = 0

    def live(self, purchases: Iterable[Purchase]) -> "History":
        for purchase in purchases:
            self._arrive_at(purchase.at)
            self._earn(purchase)
            self._climb(purchase)
        return self

    def _arrive_at(self, at: datetime) -> None:
        """Joins with the first purchase; later lives through every end of the tier's validity up to `at`."""
        if self.since is None:
            self._move(TierChangeKind.JOIN, self._reached(), "Joined with the first purchase", at, None)
        while self.expires_at is not None and self.expires_at <= at:
            end = self.expires_at
            self._forget_before(end)
            self._review(end)

    def _review(self, end: datetime) -> None:
        reached, spend = self._reached(), self._amount(self._spend)
        if reached is not None and self.tier is not None and reached.rule.rank >= self.tier.rule.rank:
            self._move(
                TierChangeKind.KEEP, self.tier, f"Validity ended; {spend} spent in 12 months keeps it", end, None
            )
        else:
            self._move(TierChangeKind.DOWNGRADE, reached, f"Validity ended; only {spend} spent in 12 months", end, None)

    def _earn(self, purchase: Purchase) -> None:
        paid, points_rule, growth_rule = (
            purchase.total - purchase.reimbursed,
            self.ground.points_rule,
            self.ground.growth_rule,
        )
        growth = self._earned(growth_rule, paid)
        self.growth += growth
        points_expire, growth_expires = (
            self._end(points_rule.validity_months, purchase.at),
            self._end(growth_rule.validity_months, purchase.at),
        )
        self.earnings.append(
            Earning(purchase.basket_id, self._earned(points_rule, paid), growth, points_expire, growth_expires)
        )

    def _climb(self, purchase: Purchase) -> None:
        self._year.append((purchase.at, purchase.total))
        self._spend += purchase.total
        self._forget_before(purchase.at)
        reached = self._reached()
        if reached is not None and (self.tier is None or reached.rule.rank > self.tier.rule.rank):
            reason = f"{self._amount(self._spend)} spent in 12 months ({len(self._year)} orders) reached {reached.name}"
            self._move(TierChangeKind.UPGRADE, reached, reason, purchase.at, purchase.basket_id)

    def _move(self, kind: TierChangeKind, to: Tier | None, reason: str, at: datetime, basket_id: int | None) -> None:
        before = self.tier and self.tier.id
        self.moves.append(Move(self.household_id, kind, before, to and to.id, basket_id, reason, at))
        self.since = self.since if kind is TierChangeKind.KEEP else at
        self.tier = to
        self.expires_at = self._end(to.validity_months, at) if to else None

    def _reached(self) -> Tier | None:
        rule = tier_for([tier.rule for tier in self.ground.tiers], self.growth, self._spend, len(self._year))
        return next((tier for tier in self.ground.tiers if tier.rule is rule), None)

    def _forget_before(self, at: datetime) -> None:
        """Only the purchases of the 12 months up to `at` count."""
        start = _a_year_before(at)
        while self._year and self._year[0][0] <= start:
            self._spend -= self._year.popleft()[1]

    def _earned(self, rule: EarningRule, paid: int) -> int:
        multiplier = self.tier.multiplier if self.tier and rule.uses_tier_multiplier else ONE
        return earned(paid, rule.per_unit, multiplier, CURRENCY_DIGITS[self.currency])

    def _end(self, months: int | None, at: datetime) -> datetime | None:
        return None if months is None else end_of_month_after(at, months, self.zone).astimezone(UTC)

    def _amount(self, minor: int) -> str:
        return f"{to_major(minor, self.currency):,}"


def _a_year_before(at: datetime) -> datetime:
    is_leap_day = (at.month, at.day) == (2, 29)
    return at.replace(year=at.year - 1, day=28 if is_leap_day else at.day)
