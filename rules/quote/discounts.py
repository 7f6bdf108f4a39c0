"""How much an offer takes off which line."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from rules.conditions import Line
from rules.quote.allocation import allocate
from rules.quote.program import Offer, OfferKind

BESIDE_MONEY = {OfferKind.GIFT, OfferKind.SHIPPING, OfferKind.COUPON_LATER}
"Offers that take nothing off."


def taken_off(offer: Offer, lines: Sequence[Line], remaining: Sequence[int], floors: Sequence[int]) -> list[int]:
    """Minor units off each line, given what remains of each and below what none may fall.

    `lines` carry the amounts that conditions are read on: after price and tier, before any other offer.
    """
    rooms = [
        max(left - floor, 0) if offer.conditions.fits(line) else 0
        for line, left, floor in zip(lines, remaining, floors, strict=True)
    ]
    if offer.kind in BESIDE_MONEY or not any(rooms):
        return [0] * len(rooms)
    if offer.kind is OfferKind.UNIT_PRICE:
        wanted = [_above(offer, line, left) for line, left in zip(lines, remaining, strict=True)]
        return [min(part, room) for part, room in zip(wanted, rooms, strict=True)]
    if offer.kind is OfferKind.EXCHANGE:
        return _exchanged(offer, lines, remaining, rooms)
    off = _whole(offer, lines, remaining)
    if offer.cap is not None:
        off = min(off, offer.cap)
    return allocate(min(off, sum(rooms)), rooms)


def most_off(offer: Offer, lines: Sequence[Line], remaining: Sequence[int], floors: Sequence[int]) -> int:
    """What the offer takes off at most, whatever came before it. Only an exchange may take more after others."""
    if offer.kind is OfferKind.EXCHANGE:
        return sum(max(left - floor, 0) for left, floor in zip(remaining, floors, strict=True))
    return sum(taken_off(offer, lines, remaining, floors))


def _whole(offer: Offer, lines: Sequence[Line], remaining: Sequence[int]) -> int:
    if offer.kind is OfferKind.AMOUNT:
        return offer.amount
    if offer.kind is OfferKind.LADDER:
        return _step(offer, sum(line.amount for line in lines if offer.conditions.fits(line)))
    base = sum(left for line, left in zip(lines, remaining, strict=True) if offer.conditions.fits(line))
    return int((base * offer.percent / 100).to_integral_value(ROUND_HALF_UP))


def _step(offer: Offer, spend: int) -> int:
    reached = [(least, off) for least, off in offer.ladder if spend >= least]
    if not reached:
        return 0
    least, off = reached[-1]
    return off * (spend // least) if offer.repeats and least else off


def _above(offer: Offer, line: Line, left: int) -> int:
    """What the line costs more than at the offered price of one."""
    wanted = (offer.amount * line.quantity).to_integral_value(ROUND_HALF_UP)
    return max(left - int(wanted), 0)


def _exchanged(offer: Offer, lines: Sequence[Line], remaining: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """One piece of the dearest fitting line for the price of exchange."""
    pieces = [
        int((Decimal(left) / max(line.quantity, Decimal(1))).to_integral_value(ROUND_HALF_UP)) if room else 0
        for line, left, room in zip(lines, remaining, rooms, strict=True)
    ]
    best = max(range(len(pieces)), key=lambda place: (pieces[place], -place))
    off = min(max(pieces[best] - offer.amount, 0), rooms[best])
    return [off if place == best else 0 for place in range(len(pieces))]
