"""What the till took off before the rules do: its own discounts, and coupons that a manufacturer pays."""

from collections.abc import Sequence
from decimal import Decimal

from rules.money import CURRENCY_DIGITS, to_minor
from rules.quote.allocation import allocate
from rules.quote.cart import CartLine
from rules.quote.program import Source, SourceKind
from rules.refusals import ErrorCode, Refused

TILL = Source(SourceKind.PRICE, "till", "Till")


def reduced(lines: Sequence[CartLine], whole: Sequence[int]) -> tuple[list[int], list[int]]:
    """What is off each line, and how much of that is reimbursed; minor units. Raises Refused for more than there is.

    A coupon that is worth more than its line lowers the others; what is beyond the whole cart stays where it was.
    """
    for line, gross in zip(lines, whole, strict=True):
        _check(line, gross)
    left = [max(gross - line.discount, 0) for line, gross in zip(lines, whole, strict=True)]
    beyond = [max(line.discount - gross, 0) for line, gross in zip(lines, whole, strict=True)]
    moved = min(sum(beyond), sum(left))
    moves = [to - gone for to, gone in zip(allocate(moved, left), allocate(moved, beyond), strict=True)]
    return (
        [line.discount + move for line, move in zip(lines, moves, strict=True)],
        [line.reimbursed + move for line, move in zip(lines, moves, strict=True)],
    )


def taken_at_till(amount: Decimal | None, currency: str, path: tuple[str, ...]) -> int:
    """Minor units; nothing given is 0. Raises Refused for parts of a minor unit."""
    minor = to_minor(amount or Decimal(0), currency)
    if amount is not None and amount.scaleb(CURRENCY_DIGITS[currency]) != minor:
        message = "{amount} has more than the {digits} decimals of {currency}."
        digits = CURRENCY_DIGITS[currency]
        raise Refused(ErrorCode.INVALID, message, path, amount=amount, digits=digits, currency=currency)
    return minor


def _check(line: CartLine, gross: int) -> None:
    """Only what somebody else pays may be more than the line costs."""
    if line.discount - line.reimbursed > gross:
        message = "The till took more off {product} than it costs."
        raise Refused(ErrorCode.INVALID, message, ("cart", "lines"), product=line.product)
