"""Points as cash: how many are spent in a cart, and what they are worth."""

from collections.abc import Sequence

from rules.conditions import Failure, fails
from rules.money import CURRENCY_DIGITS, to_major
from rules.quote.answer import Effect, EffectKind, Rejection
from rules.quote.cart import Cart
from rules.quote.program import Program, Source, SourceKind
from rules.refusals import ErrorCode
from rules.standing import Matter

AS_CASH = Source(SourceKind.POINTS, "points", "Points")


def as_cash(program: Program, cart: Cart, total: int) -> tuple[int, int, list[Rejection]]:
    """How many points are spent, what they are worth in minor units, and why fewer than asked."""
    asked, terms, buyer = cart.points_to_spend, program.points_as_cash, cart.buyer
    if not asked:
        return 0, 0, []
    failure = _no_points(cart, terms.is_on)
    if failure is not None or buyer is None:
        return 0, 0, [Rejection(AS_CASH, failure)] if failure else []
    unit = 10 ** CURRENCY_DIGITS[program.currency]
    most = total * terms.most_percent // 100
    value = min(min(asked, buyer.points) * unit // terms.per_unit, most)
    spent = -(-value * terms.per_unit // unit)
    if spent == asked:
        return spent, value, []
    message = "Of {asked:,} points {spent:,} are spent: {there:,} are there, and at most {percent} % is paid in points."
    told = {"asked": asked, "spent": spent, "there": buyer.points, "percent": terms.most_percent}
    return spent, value, [Rejection(AS_CASH, fails(ErrorCode.LIMIT_REACHED, message, **told))]


def _no_points(cart: Cart, is_on: bool) -> Failure | None:
    if not is_on:
        return fails(ErrorCode.NOT_ELIGIBLE, "Points are not taken as money.")
    if cart.buyer is None:
        return fails(ErrorCode.REQUIRED, "Whose points? Name the member.")
    if not cart.buyer.may(Matter.SPEND_POINTS):
        return fails(ErrorCode.STATE, "The member is {status}.", status=cart.buyer.status)
    return None


def cash_effect(points: int, value: int, shares: Sequence[int], currency: str) -> Effect:
    values = {"points": points, "amount": to_major(value, currency), "currency": currency}
    message = "{points:,} points paid {amount:,} {currency}"
    return Effect(EffectKind.PAYMENT, AS_CASH, message, values, amount=value, points=-points, shares=tuple(shares))
