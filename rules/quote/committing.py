"""Whether a quote may become an order: everything that the cart asked for applies, and it costs what was expected."""

from decimal import Decimal

from rules.money import to_major
from rules.quote.answer import Quote
from rules.quote.program import SourceKind
from rules.refusals import Detail, ErrorCode, Refused

LONGEST_NUMBER = 64


def check_number(number: str) -> str:
    number = number.strip()
    if not 1 <= len(number) <= LONGEST_NUMBER:
        message = "An order number has 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("input", "number"), most=LONGEST_NUMBER)
    return number


def unknown_codes(quote: Quote) -> int:
    """How many coupons of the cart are not there, or are another member's."""
    coupons = [rejection.failure for rejection in quote.rejections if rejection.source.kind is SourceKind.COUPON]
    return sum(failure.code is ErrorCode.NOT_FOUND for failure in coupons)


def check_asked(quote: Quote) -> None:
    """Raises Refused for a coupon of the cart, or points to spend, that do not apply: it would cost something else."""
    paths = {SourceKind.COUPON: "couponCodes", SourceKind.POINTS: "pointsToSpend"}
    for rejection in quote.rejections:
        if rejection.source.kind in paths:
            path = ("input", "cart", paths[rejection.source.kind])
            raise Refused.because(rejection.failure, path, Detail(rule=rejection.source.code))


def check_expected(quote: Quote, expected: Decimal | None, currency: str) -> None:
    """Raises Refused if the caller expects another price than the rules give now."""
    now = to_major(quote.payable, currency)
    if expected is not None and expected != now:
        raise Refused(
            ErrorCode.CONFLICT,
            "The cart costs {now:,} {currency} now, not {expected:,}. Quote it again.",
            ("input", "expectedPayable"),
            now=now,
            expected=expected,
            currency=currency,
        )


def check_payment(wallet: int, quote: Quote, currency: str) -> None:
    if wallet > quote.payable:
        raise Refused(
            ErrorCode.INVALID,
            "Only {payable:,} {currency} are to be paid, not {asked:,}.",
            ("input", "payWithWallet"),
            Detail(limit=str(to_major(quote.payable, currency))),
            payable=to_major(quote.payable, currency),
            asked=to_major(wallet, currency),
            currency=currency,
        )
