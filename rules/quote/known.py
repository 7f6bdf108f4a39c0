"""From what the database knows (as JSON) to the lines, coupons and offers of a cart."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from rules.campaigns import is_control
from rules.conditions import Failure, fails
from rules.coupons import CouponStatus, Life, check_usable, spellings, standing
from rules.money import to_major
from rules.quote.cart import CartLine
from rules.quote.given import GivenCart, GivenLine
from rules.quote.program import Earning, Offer, OfferKind, PriceTerms, Program, Reach, Source, SourceKind
from rules.quote.reading import coupon_offer
from rules.quote.till import taken_at_till
from rules.refusals import ErrorCode, Refused

Known = Mapping[str, Any]


def lines_of(given: GivenCart, products: Collection[Known], currency: str) -> tuple[CartLine, ...]:
    """Raises Refused for a product that nobody described and that comes without a price."""
    known = {product["code"]: product for product in products}
    return tuple(
        _line(known.get(line.product), line, (*given.path, "lines", str(place)), currency)
        for place, line in enumerate(given.lines)
    )


def coupons_of(
    given: GivenCart, coupons: Collection[Known], currency: str, member: UUID | None, at: datetime
) -> tuple[Offer, ...]:
    """An offer for each code of the cart; one that cannot be used is blocked with the reason."""
    known = {coupon["coupon_code"]: coupon for coupon in coupons}
    found = []
    for code in given.coupons:
        coupon = next((known[spelling] for spelling in spellings(code) if spelling in known), None)
        found.append(_unknown(code) if coupon is None else _coupon(coupon, currency, member, at))
    return tuple(found)


def program_for(program: Program, budgets: Mapping[str, int], meant: Collection[str], member: UUID | None) -> Program:
    """With what is left of budgets, and with campaigns that are meant for others, or leave the member alone, marked.

    `budgets` has what is left of each campaign that has one; `meant` those whose audience the member is of.
    """
    if not budgets and not program.reach:
        return program
    marks = {code: _mark(reach, code in meant, member) for code, reach in program.reach.items()}
    return replace(
        program,
        offers=tuple(
            replace(offer, budget_left=budgets.get(offer.source.code), **marks.get(offer.source.code, {}))
            for offer in program.offers
        ),
        earnings=tuple(_marked(rule, marks) for rule in program.earnings) if marks else program.earnings,
    )


def _mark(reach: Reach, is_meant: bool, member: UUID | None) -> dict[str, Any]:
    if member is None:
        return {"blocked": fails(ErrorCode.NOT_ELIGIBLE, "It is for members only: say who buys.")}
    if reach.has_audience and not is_meant:
        return {"blocked": fails(ErrorCode.NOT_ELIGIBLE, "It is meant for other members.")}
    return {"is_control": is_control(reach.id, member, reach.control_percent)}


def _marked(rule: Earning, marks: Mapping[str, dict[str, Any]]) -> Earning:
    mark = marks.get(rule.source.code) if rule.source.kind is SourceKind.CAMPAIGN else None
    return replace(rule, **mark) if mark else rule


def _line(found: Known | None, line: GivenLine, path: tuple[str, ...], currency: str) -> CartLine:
    own = frozenset([line.category] if line.category else ())
    discount, reimbursed = (
        taken_at_till(getattr(line, name), currency, (*path, name)) for name in ("discount", "reimbursed")
    )
    at_till = {"unit_price": line.unit_price, "discount": discount, "reimbursed": reimbursed}
    if found is None:
        if line.unit_price is None:
            message = "There is no product {product}. Give its unitPrice to sell it all the same."
            raise Refused(ErrorCode.NOT_FOUND, message, (*path, "productCode"), product=line.product)
        return CartLine(None, line.product, line.quantity, own, **at_till)
    prices = tuple(_price(price) for price in found["prices"] or ())
    list_price = None if found["price"] is None else to_major(found["price"], currency)
    categories = frozenset(found["categories"] or own)
    return CartLine(
        UUID(found["id"]), line.product, line.quantity, categories, list_price=list_price, prices=prices, **at_till
    )


def _price(found: Known) -> PriceTerms:
    days = {name: found[name] and date.fromisoformat(found[name]) for name in ("starts_on", "ends_on")}
    return PriceTerms(**(dict(found) | days | {"amount": Decimal(found["amount"])}))


def _coupon(coupon: Known, currency: str, member: UUID | None, at: datetime) -> Offer:
    fitting = list(coupon["fitting"] or []) if coupon["is_narrow"] else None
    return coupon_offer(coupon, currency, fitting, _blocked(coupon, member, at))


def _blocked(coupon: Known, member: UUID | None, at: datetime) -> Failure | None:
    if coupon["member_id"] is not None and (member is None or UUID(coupon["member_id"]) != member):
        return _missing(coupon["coupon_code"])
    reserved_until, redeemed_at = (_moment(coupon[name]) for name in ("reserved_until", "redeemed_at"))
    status = standing(coupon["status"], reserved_until, at)
    if status is CouponStatus.RESERVED:
        return fails(ErrorCode.STATE, "The coupon is reserved for another order.")
    try:
        check_usable(status, Life(_moment(coupon["valid_from"]), _moment(coupon["valid_until"])), at, redeemed_at)
    except Refused as refused:
        return Failure(refused.code, refused.template, refused.values, _in_time(refused))
    return None


def _in_time(refused: Refused) -> Failure | None:
    """The change of a coupon that is not good yet, or no more."""
    if refused.code is ErrorCode.NOT_STARTED:
        return fails(refused.code, "from {start:%Y-%m-%d %H:%M} on", start=refused.values["start"])
    if "until" in refused.values:
        return fails(refused.code, "before {end:%Y-%m-%d %H:%M}", end=refused.values["until"])
    return None


def _unknown(code: str) -> Offer:
    return Offer(Source(SourceKind.COUPON, code, code), OfferKind.AMOUNT, blocked=_missing(code))


def _missing(code: str) -> Failure:
    """Another member's coupon reads the same, so that nobody learns of it."""
    return fails(ErrorCode.NOT_FOUND, "There is no coupon {coupon} for this cart.", coupon=code)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
