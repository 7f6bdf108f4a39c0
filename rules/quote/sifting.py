"""Which offers fit a cart, and for each of the others the first condition that fails."""

from collections.abc import Iterator, Sequence

from rules.conditions import Failure, Line, Situation, below, fails
from rules.money import to_major
from rules.quote.answer import CONTROL, Rejection
from rules.quote.cart import Cart
from rules.quote.discounts import taken_off
from rules.quote.program import Offer, Program, SourceKind
from rules.quote.stacking import Chosen, conflict
from rules.quote.timing import standing, too_early, too_late
from rules.refusals import ErrorCode
from rules.standing import Matter


def sifted(
    program: Program, cart: Cart, lines: Sequence[Line], situation: Situation
) -> tuple[list[Offer], list[Rejection]]:
    """Offers whose conditions hold, and the reason for each of the others."""
    fitting: list[Offer] = []
    rejections: list[Rejection] = []
    for offer in (*program.offers, *cart.coupons):
        failure = next(failures(program, cart, offer, lines, situation), None)
        if failure is None:
            fitting.append(offer)
        else:
            rejections.append(Rejection(offer.source, failure))
    return fitting, rejections


def failures(
    program: Program, cart: Cart, offer: Offer, lines: Sequence[Line], situation: Situation
) -> Iterator[Failure]:
    """Everything that stands against an offer, the first that decides first."""
    if offer.blocked is not None:
        yield offer.blocked
    matter = Matter.USE_COUPONS if offer.source.kind is SourceKind.COUPON else Matter.BENEFITS
    if cart.buyer is not None and not cart.buyer.may(matter):
        yield standing(cart.buyer.status)
    if offer.starts_at is not None and cart.at < offer.starts_at:
        yield too_early(offer.starts_at, cart.at)
    if offer.ends_at is not None and cart.at >= offer.ends_at:
        yield too_late(offer.ends_at, cart.at)
    yield from offer.conditions.failures(situation, lines, program.currency)
    yield from _below_ladder(program, offer, lines)
    yield from _beyond_budget(program, offer, lines)
    if offer.is_control:
        yield CONTROL


def _below_ladder(program: Program, offer: Offer, lines: Sequence[Line]) -> Iterator[Failure]:
    if not offer.ladder:
        return
    spend = sum(line.amount for line in lines if offer.conditions.fits(line))
    if spend < offer.ladder[0][0]:
        yield below(offer.ladder[0][0], spend, program.currency)


def _beyond_budget(program: Program, offer: Offer, lines: Sequence[Line]) -> Iterator[Failure]:
    """By what the offer would take off alone; the budget itself is taken when the order is recorded."""
    if offer.budget_left is None:
        return
    amounts = [line.amount for line in lines]
    asked = sum(taken_off(offer, lines, amounts, [0] * len(amounts)))
    if asked <= offer.budget_left:
        return
    left, missing = (to_major(part, program.currency) for part in (offer.budget_left, asked - offer.budget_left))
    change = fails(
        ErrorCode.LIMIT_REACHED, "{missing:,} {currency} more in the budget", missing=missing, currency=program.currency
    )
    message = "The budget of the campaign has only {left:,} {currency} left."
    yield fails(ErrorCode.LIMIT_REACHED, message, change, left=left, currency=program.currency)


def outdone(offer: Offer, chosen: Chosen) -> Rejection:
    names = ", ".join(other.source.name for other in chosen if conflict(offer, other))
    message = "It does not go together with {names}, which gives more."
    return Rejection(offer.source, fails(ErrorCode.NOT_ELIGIBLE, message, names=names))
