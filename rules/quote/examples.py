"""What carts would get from a campaign that nobody bought by yet: one for each amount that tells something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from rules.conditions import Conditions, read
from rules.money import to_major, to_minor
from rules.quote.answer import Quote
from rules.quote.cart import Buyer, Cart, CartLine
from rules.quote.program import OfferKind, Program, SourceKind
from rules.quote.quoting import quote
from rules.quote.reading import campaign_earning, campaign_offers

USUAL = (50, 100, 200, 500)
"Major units, for a campaign that asks for no amount."
TIMES = (1, 2, 5)
MOST = 6
NOON = 12
LONGEST_WAIT = 366
"Days in which the next day that fits is looked for."


@dataclass(frozen=True, slots=True)
class Example:
    """`spend` is in minor units."""

    spend: int
    quote: Quote


def examples(program: Program, row: Mapping[str, Any], at: datetime) -> list[Example]:
    """`row` has the columns of a campaign. The buyer, the place and the time are such that its conditions hold."""
    offers = tuple(campaign_offers(row | {"starts_at": None, "ends_at": None}, program.currency))
    multiplier = campaign_earning(row | {"starts_at": None, "ends_at": None}, program.currency)
    rules = [rule for rule in program.earnings if rule.source.kind is not SourceKind.CAMPAIGN]
    earnings = (*rules, multiplier) if multiplier else tuple(rules)
    alone = replace(program, tiers={}, offers=offers, earnings=earnings, reach={})
    conditions = read(row["rules"].get("conditions", {}), program.currency)
    steps = [spend for offer in offers if offer.kind is OfferKind.LADDER for spend, _ in offer.ladder]
    start = row["starts_at"] if row["starts_at"] is not None and row["starts_at"] > at else at
    when = _fitting(conditions, start.astimezone(program.zone))
    return [
        Example(spend, quote(alone, _cart(conditions, spend, when, program.currency)))
        for spend in _spends(conditions, steps, program.currency)
    ]


def _spends(conditions: Conditions, steps: list[int], currency: str) -> list[int]:
    if steps:
        return [max(step, conditions.min_spend) for step in steps[:MOST]]
    if conditions.min_spend:
        return [conditions.min_spend * times for times in TIMES]
    return [to_minor(Decimal(amount), currency) for amount in USUAL]


def _cart(conditions: Conditions, spend: int, at: datetime, currency: str) -> Cart:
    quantity = max(conditions.min_quantity, Decimal(1))
    product = min(conditions.products, default="EXAMPLE")
    line = CartLine(
        UUID(int=0),
        product,
        quantity,
        frozenset(conditions.categories),
        unit_price=to_major(spend, currency) / quantity,
    )
    buyer = Buyer(UUID(int=0), min(conditions.tiers, default=None), birthday=at.date())
    return Cart((line,), at, min(conditions.stores, default=None), buyer=buyer)


def _fitting(conditions: Conditions, start: datetime) -> datetime:
    """The first day from `start` on that fits, at an hour that fits; `start` itself if none does."""
    for day in _days(conditions, start):
        if not conditions.weekdays or day.isoweekday() in conditions.weekdays:
            opened = conditions.hours[0][0] if conditions.hours else None
            hour, minute = (opened.hour, opened.minute) if opened else (NOON, 0)
            return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return start


def _days(conditions: Conditions, start: datetime) -> Iterator[datetime]:
    if conditions.days:
        yield from (start.replace(year=day.year, month=day.month, day=day.day) for day in sorted(conditions.days))
        return
    yield from (start + timedelta(days=number) for number in range(LONGEST_WAIT))
