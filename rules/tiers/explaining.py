"""A tier in words: what it asks for, what is missing to it, and why it is the one that a member has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from rules.conditions import Failure, fails
from rules.explaining import Told, tells
from rules.refusals import ErrorCode
from rules.standing import Treatment
from rules.tiers.deciding import Decision, Standing
from rules.tiers.reaching import Facts, TierRule
from rules.tiers.words import TierMode

NO = ErrorCode.NOT_ELIGIBLE


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tier asks for to enter or to keep it, each of them enough; spend in minor units."""

    growth: int | None
    spend: int | None
    orders: int | None
    points: int | None = None

    @property
    def is_nothing(self) -> bool:
        return self.growth is self.spend is self.orders is self.points is None


def to_enter(tier: TierRule) -> Asked:
    return Asked(tier.growth, tier.spend, tier.orders, tier.points)


def to_keep(tier: TierRule) -> Asked:
    """Of a tier without keep conditions those of entry."""
    keep = Asked(tier.keep_growth, tier.keep_spend, tier.keep_orders)
    return to_enter(tier) if keep.is_nothing else keep


def missing(tier: TierRule, asked: Asked, facts: Facts, digits: int, currency: str) -> Iterator[Failure]:
    """What is asked for and not there; none if one of them is reached, because each is enough."""
    bought = facts.over(tier.basis)
    parts = [
        (asked.growth, facts.growth, _growth),
        (asked.spend, bought.spend, lambda needed, left: _spend(tier, needed, left, digits, currency)),
        (asked.orders, bought.orders, lambda needed, left: _orders(tier, needed, left)),
        (asked.points, facts.points, _points),
    ]
    set_ = [(needed, actual, say) for needed, actual, say in parts if needed is not None]
    if any(actual >= needed for needed, actual, _ in set_):
        return
    for needed, actual, say in set_:
        yield say(needed, needed - actual)


def next_above(tiers: Sequence[TierRule], own: TierRule | None) -> TierRule | None:
    above = [tier for tier in tiers if tier.is_active and (own is None or tier.rank > own.rank)]
    return min(above, key=lambda tier: tier.rank, default=None)


def terms(tier: TierRule, digits: int, currency: str) -> Iterator[Told]:
    """What it asks for, each of them enough."""
    over = {"tier": _name(tier), "months": tier.period_months, "places": tier.places}
    if to_enter(tier).is_nothing:
        yield tells("{tier} asks for nothing.", tier=_name(tier))
    if tier.growth is not None:
        yield tells("{tier} opens with {needed:,} growth value.", tier=_name(tier), needed=tier.growth)
    if tier.spend is not None:
        needed = Decimal(tier.spend).scaleb(-digits)
        message = "{tier} opens with {needed:,} {currency} in {months} months{places}."
        yield tells(message, needed=needed, currency=currency, **over)
    if tier.orders is not None:
        yield tells("{tier} opens with {needed:,} orders in {months} months{places}.", needed=tier.orders, **over)
    if tier.points is not None:
        yield tells("{tier} opens with {needed:,} points.", tier=_name(tier), needed=tier.points)


def standing_told(standing: Standing, at: datetime) -> Iterator[Told]:
    """What was set by hand, what the status allows, and until when the tier is valid; told in the zone of `at`."""
    if standing.is_left_alone:
        yield tells("It was set by hand: the rules leave it alone.")
    elif standing.mode is TierMode.MANUAL:
        yield tells("It was set by hand, with bounds for the rules.")
    if standing.floor is not None:
        yield tells("The rules give no less than {tier}.", tier=_name(standing.floor))
    if standing.cap is not None:
        yield tells("The rules give no more than {tier}.", tier=_name(standing.cap))
    if standing.upgrade is not Treatment.ALLOW:
        yield tells("With this status of the member the rules raise no tier.")
    if standing.downgrade is not Treatment.ALLOW:
        yield tells("With this status of the member the rules lower no tier.")
    if standing.tier is not None and standing.ends is not None:
        ends = standing.ends.astimezone(at.tzinfo)
        yield tells("It is valid until {until:%Y-%m-%d %H:%M}.", until=ends)
        if standing.tier.grace_days:
            last = ends + timedelta(days=standing.tier.grace_days)
            yield tells("It can still be earned again until {until:%Y-%m-%d %H:%M}.", until=last)


def due_told(decision: Decision | None) -> Iterator[Told]:
    """What the rules would do now."""
    if decision is not None:
        after = _name(decision.after) if decision.after else "–"
        message = "When the rules look next they give {tier}: {reason}."
        yield tells(message, tier=after, reason=decision.reason)


def _growth(needed: int, left: int) -> Failure:
    change = fails(NO, "{missing:,} more growth value", missing=left)
    message = "It asks for {needed:,} growth value; {missing:,} more would do."
    return fails(NO, message, change, needed=needed, missing=left)


def _spend(tier: TierRule, needed: int, left: int, digits: int, currency: str) -> Failure:
    whole, part = (Decimal(each).scaleb(-digits) for each in (needed, left))
    change = fails(NO, "{missing:,} {currency} more", missing=part, currency=currency)
    message = "It asks for {needed:,} {currency} in {months} months{places}; {missing:,} more would do."
    more = {"months": tier.period_months, "places": tier.places, "currency": currency}
    return fails(NO, message, change, needed=whole, missing=part, **more)


def _orders(tier: TierRule, needed: int, left: int) -> Failure:
    change = fails(NO, "{missing:,} more orders", missing=left)
    message = "It asks for {needed:,} orders in {months} months{places}; {missing:,} more would do."
    return fails(NO, message, change, needed=needed, missing=left, months=tier.period_months, places=tier.places)


def _points(needed: int, left: int) -> Failure:
    change = fails(NO, "{missing:,} more points", missing=left)
    message = "It asks for {needed:,} points; {missing:,} more would do."
    return fails(NO, message, change, needed=needed, missing=left)


def _name(tier: TierRule) -> str:
    return tier.name or tier.code
