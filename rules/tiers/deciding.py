"""What the rules do with a member: lift at once, keep or lower when the tier's validity ended, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rules.refusals import filled
from rules.standing import Treatment
from rules.tiers.reaching import Facts, TierRule, ends_after, highest
from rules.tiers.words import TierChangeKind, TierMode


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


HAD = "{spend:,} spent, {orders:,} orders in {months} months{places}, {growth:,} growth value"
REASONS = {
    "growth": "{growth:,} growth value reached {tier}",
    "spend": "{spend:,} spent in {months} months{places} reached {tier}",
    "orders": "{orders:,} orders in {months} months{places} reached {tier}",
    "points": "{points:,} points reached {tier}",
    "bound": "{tier}, by the floor or cap that was set by hand",
    "free": "{tier} asks for nothing",
    "back": f"Back to the rules; only {HAD}",
    "KEEP": f"Validity ended; kept by {HAD}",
    "DOWNGRADE": f"Validity ended; only {HAD}",
}


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
        over = facts.over(own.basis)
        if (target is not None and target.rank >= own.rank) or own.kept(facts.growth, over.spend, over.orders):
            return _decision(TierChangeKind.KEEP, own, own, facts, end or at, zone, currency_digits)
        if end is None:
            return None
        return _decision(TierChangeKind.DOWNGRADE, own, target, facts, end, zone, currency_digits)
    rises = target is not None and (own is None or target.rank > own.rank)
    if not rises or standing.upgrade is not Treatment.ALLOW:
        return None
    return _decision(TierChangeKind.UPGRADE, own, target, facts, at, zone, currency_digits)


def back_to_rules(
    tiers: Sequence[TierRule], now: TierRule, facts: Facts, at: datetime, zone: ZoneInfo, digits: int
) -> Decision | None:
    """A tier that was set by hand ends when the member is given back, unless it is earned; None if it is."""
    earned = highest(tiers, facts)
    if earned is not None and earned.rank >= now.rank:
        return None
    return _decision(TierChangeKind.DOWNGRADE, now, earned, facts, at, zone, digits, REASONS["back"])


def _decision(
    kind: TierChangeKind, own: TierRule | None, to: TierRule | None, facts: Facts, at: datetime, zone: ZoneInfo,
    digits: int, template: str | None = None,
) -> Decision:  # fmt: skip
    spoken = to if kind is TierChangeKind.UPGRADE else own
    bought = facts.over(spoken.basis)
    template = template or REASONS[_why(to, facts) if kind is TierChangeKind.UPGRADE else kind.value]
    values = {
        "tier": spoken.name or spoken.code,
        "growth": facts.growth,
        "points": facts.points,
        "spend": Decimal(bought.spend).scaleb(-digits),
        "orders": bought.orders,
        "months": spoken.period_months,
        "places": spoken.places,
    }
    return Decision(kind, own, to, at, ends_after(to, at, zone), template, values)


def _why(to: TierRule, facts: Facts) -> str:
    """The first condition that opened the tier."""
    bought = facts.over(to.basis)
    asked = {
        "growth": (to.growth, facts.growth),
        "spend": (to.spend, bought.spend),
        "orders": (to.orders, bought.orders),
        "points": (to.points, facts.points),
    }
    met = (name for name, (needed, actual) in asked.items() if needed is not None and actual >= needed)
    is_open = all(needed is None for needed, _ in asked.values())
    return next(met, "free" if is_open else "bound")
