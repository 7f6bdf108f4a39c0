"""Which offers fit a cart, and for each of the others the first condition that fails."""

from collections.abc import Sequence

from rules.conditions import Failure, Line, Situation, fails
from rules.money import to_major
from rules.quote.answer import CONTROL, Rejection
from rules.quote.cart import Cart
from rules.quote.discounts import taken_off
from rules.quote.program import Offer, Program, SourceKind
from rules.quote.stacking import Chosen, conflict
from rules.refusals import ErrorCode
from rules.standing import Matter


def sifted(
    program: Program, cart: Cart, lines: Sequence[Line], situation: Situation
) -> tuple[list[Offer], list[Rejection]]:
    """Offers whose conditions hold, and the reason for each of the others."""
    fitting: list[Offer] = []
    rejections: list[Rejection] = []
    for offer in (*program.offers, *cart.coupons):
        failure = _failure(program, cart, offer, lines, situation)
        if failure is None:
            fitting.append(offer)
        else:
            rejections.append(Rejection(offer.source, failure))
    return fitting, rejections


def _failure(program: Program, cart: Cart, offer: Offer, lines: Sequence[Line], situation: Situation) -> Failure | None:
    if offer.blocked is not None:
        return offer.blocked
    matter = Matter.USE_COUPONS if offer.source.kind is SourceKind.COUPON else Matter.BENEFITS
    if cart.buyer is not None and not cart.buyer.may(matter):
        return fails(ErrorCode.STATE, "The member is {status}.", status=cart.buyer.status)
    if offer.starts_at is not None and cart.at < offer.starts_at:
        return fails(ErrorCode.NOT_STARTED, "It starts at {start}.", start=offer.starts_at)
    if offer.ends_at is not None and cart.at >= offer.ends_at:
        return fails(ErrorCode.EXPIRED, "It ended at {end}.", end=offer.ends_at)
    return (
        offer.conditions.failure(situation, lines, program.currency)
        or _below_ladder(program, offer, lines)
        or _beyond_budget(program, offer, lines)
        or (CONTROL if offer.is_control else None)
    )


def _below_ladder(program: Program, offer: Offer, lines: Sequence[Line]) -> Failure | None:
    if not offer.ladder:
        return None
    spend = sum(line.amount for line in lines if offer.conditions.fits(line))
    if spend >= offer.ladder[0][0]:
        return None
    needed, missing = (to_major(part, program.currency) for part in (offer.ladder[0][0], offer.ladder[0][0] - spend))
    message = "It needs {needed:,} {currency}; {missing:,} more would do."
    return fails(ErrorCode.NOT_ELIGIBLE, message, needed=needed, missing=missing, currency=program.currency)


def _beyond_budget(program: Program, offer: Offer, lines: Sequence[Line]) -> Failure | None:
    """By what the offer would take off alone; the budget itself is taken when the order is recorded."""
    if offer.budget_left is None:
        return None
    amounts = [line.amount for line in lines]
    if sum(taken_off(offer, lines, amounts, [0] * len(amounts))) <= offer.budget_left:
        return None
    left = to_major(offer.budget_left, program.currency)
    message = "The budget of the campaign has only {left:,} {currency} left."
    return fails(ErrorCode.LIMIT_REACHED, message, left=left, currency=program.currency)


def outdone(offer: Offer, chosen: Chosen) -> Rejection:
    names = ", ".join(other.source.name for other in chosen if conflict(offer, other))
    message = "It does not go together with {names}, which gives more."
    return Rejection(offer.source, fails(ErrorCode.NOT_ELIGIBLE, message, names=names))
