"""The quote: prices, tier, campaigns, coupons, points as cash, earnings, in this order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from rules.conditions import Line, Situation
from rules.ledger import Asset
from rules.quote.allocation import allocate
from rules.quote.answer import Effect, Quote, QuotedLine
from rules.quote.cart import Buyer, Cart
from rules.quote.cash import as_cash, cash_effect
from rules.quote.discounts import most_off, taken_off
from rules.quote.earning import Earnings, earnings
from rules.quote.pricing import gross, price_of
from rules.quote.program import Offer, Program, Source, SourceKind
from rules.quote.sifting import outdone, sifted
from rules.quote.stacking import Chosen, best
from rules.quote.telling import discount, told
from rules.quote.till import TILL, reduced
from rules.standing import Matter


@dataclass(frozen=True, slots=True)
class Priced:
    """The cart after prices, till and tier: what each line costs, what was taken off so far, and why.

    `over` is what the till took off beyond what there was: a manufacturer's coupon worth more than the whole cart.
    """

    unit_prices: tuple[Decimal, ...]
    gross: tuple[int, ...]
    left: tuple[int, ...]
    over: tuple[int, ...]
    reimbursed: tuple[int, ...]
    floors: tuple[int, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The cart as conditions read it: after price, till and tier, before any offer."""

    priced: Priced
    lines: list[Line]
    situation: Situation


def settled(program: Program, cart: Cart) -> Settled:
    """Raises Refused for a line without any price."""
    buyer = cart.buyer
    benefits = buyer if buyer is not None and buyer.may(Matter.BENEFITS) else None
    priced = _with_tier(program, benefits, _priced(program, cart))
    lines = [
        Line(line.product, line.categories, left, line.quantity)
        for line, left in zip(cart.lines, priced.left, strict=True)
    ]
    tier, born = buyer.tier if benefits else None, buyer.birthday if buyer else None
    return Settled(priced, lines, Situation(cart.at, cart.store, tier, born, units=cart.units))


def quote(program: Program, cart: Cart) -> Quote:
    """Raises Refused only for a line without any price; what does not apply is a rejection of the quote."""
    known = settled(program, cart)
    priced, lines, situation, buyer = known.priced, known.lines, known.situation, cart.buyer
    fitting, rejections = sifted(program, cart, lines, situation)
    chosen = best(
        fitting,
        lambda chosen: sum(sum(off) for _, off in _applied(chosen, lines, priced)),
        lambda offer: most_off(offer, lines, priced.left, priced.floors),
    )
    applied = list(_applied(chosen, lines, priced))
    left = _less(priced.left, [off for _, off in applied])
    effects = [*priced.effects, *(told(offer, off, program.currency) for offer, off in applied)]
    rejections += [outdone(offer, chosen) for offer in fitting if offer not in chosen]
    points, value, refused = as_cash(program, cart, sum(left))
    values = allocate(value, left)
    paid = _less(left, [values])
    if value:
        effects.append(cash_effect(points, value, values, program.currency))
    found = earnings(program, cart, buyer, lines, paid, situation) if buyer else Earnings((), (), ())
    return Quote(
        _lines(cart, priced, left, values, found),
        (*effects, *found.effects),
        (*rejections, *refused, *found.rejections),
        found.earned,
        points,
        value,
    )


def _priced(program: Program, cart: Cart) -> Priced:
    prices = [price_of(line, cart) for line in cart.lines]
    whole = [gross(price, line.quantity, program.currency) for line, (price, _) in zip(cart.lines, prices, strict=True)]
    left = list(whole)
    effects = []
    for place, (line, (_, special)) in enumerate(zip(cart.lines, prices, strict=True)):
        if special is not None:
            left[place] = gross(special.amount, line.quantity, program.currency)
            source = Source(SourceKind.PRICE, line.product, special.name)
            effects.append(discount(source, _alone(place, whole[place] - left[place], len(whole)), program.currency))
    at_till, reimbursed = reduced(cart.lines, left)
    effects.append(discount(TILL, at_till, program.currency))
    left = _less(left, [at_till])
    floors = [int((part * program.floor_percent / 100).to_integral_value(ROUND_CEILING)) for part in whole]
    return Priced(
        tuple(price for price, _ in prices),
        tuple(whole),
        tuple(max(part, 0) for part in left),
        tuple(max(-part, 0) for part in left),
        tuple(reimbursed),
        tuple(floors),
        _told_only(effects),
    )


def _with_tier(program: Program, buyer: Buyer | None, priced: Priced) -> Priced:
    terms = program.tiers.get(buyer.tier or "") if buyer else None
    if terms is None or not terms.discount_percent:
        return priced
    rooms = [max(left - floor, 0) for left, floor in zip(priced.left, priced.floors, strict=True)]
    off = int((sum(priced.left) * terms.discount_percent / 100).to_integral_value(ROUND_HALF_UP))
    shares = allocate(min(off, sum(rooms)), rooms)
    effects = _told_only([*priced.effects, discount(terms.source, shares, program.currency)])
    return replace(priced, left=tuple(_less(priced.left, [shares])), effects=effects)


def _applied(chosen: Chosen, lines: Sequence[Line], priced: Priced) -> list[tuple[Offer, list[int]]]:
    left = list(priced.left)
    found = []
    for offer in chosen:
        off = taken_off(offer, lines, left, priced.floors)
        left = _less(left, [off])
        found.append((offer, off))
    return found


def _lines(
    cart: Cart, priced: Priced, left: Sequence[int], values: Sequence[int], found: Earnings
) -> tuple[QuotedLine, ...]:
    points, growth = ([0] * len(cart.lines) for _ in range(2))
    for earned in found.earned:
        kept = points if earned.rule.asset is Asset.POINTS else growth
        for place, share in enumerate(earned.shares):
            kept[place] += share
    return tuple(
        QuotedLine(
            line,
            priced.unit_prices[place],
            priced.gross[place],
            priced.gross[place] - left[place] + priced.over[place],
            left[place] - values[place],
            points[place],
            growth[place],
            priced.reimbursed[place],
            values[place],
        )
        for place, line in enumerate(cart.lines)
    )


def _told_only(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Without those that took nothing off."""
    return tuple(effect for effect in effects if effect.amount)


def _alone(place: int, amount: int, count: int) -> list[int]:
    return [amount if each == place else 0 for each in range(count)]


def _less(amounts: Sequence[int], taken: Sequence[Sequence[int]]) -> list[int]:
    return [amount - sum(parts) for amount, *parts in zip(amounts, *taken, strict=True)]
