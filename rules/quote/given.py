"""A cart as callers send it, checked before anything is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from rules.refusals import ErrorCode, Refused

MOST_LINES = 500
MOST_COUPONS = 20
MOST_PIECES = Decimal(1_000_000)
MOST_PRICE = Decimal(10_000_000_000)
MOST_POINTS = 1_000_000_000
AHEAD = timedelta(minutes=10)
"How far the clock of a till may be ahead of ours."
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenLine:
    product: str
    quantity: Decimal
    unit_price: Decimal | None
    category: str | None
    discount: Decimal | None = None
    reimbursed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GivenCart:
    lines: tuple[GivenLine, ...]
    store: str | None
    coupons: tuple[str, ...]
    points: int
    at: datetime
    path: Path


def read_cart(given: Mapping[str, Any], now: datetime, path: Path) -> GivenCart:
    """From the API's form. Raises Refused that names the part that cannot be used."""
    lines = given["lines"]
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refused(ErrorCode.INVALID, "A cart has 1 to {most} lines.", (*path, "lines"), most=MOST_LINES)
    coupons = tuple(dict.fromkeys(given.get("couponCodes") or ()))
    if len(coupons) > MOST_COUPONS:
        message = "A cart has at most {most} coupons."
        raise Refused(ErrorCode.INVALID, message, (*path, "couponCodes"), most=MOST_COUPONS)
    points = given.get("pointsToSpend") or 0
    if not 0 <= points <= MOST_POINTS:
        message = "Points to spend are from 0 to {most:,}."
        raise Refused(ErrorCode.INVALID, message, (*path, "pointsToSpend"), most=MOST_POINTS)
    read = tuple(_line(line, (*path, "lines", str(place))) for place, line in enumerate(lines))
    return GivenCart(read, given.get("storeCode"), coupons, points, given.get("at") or now, path)


def check_not_ahead(at: datetime, now: datetime, path: Path) -> None:
    if at > now + AHEAD:
        raise Refused(ErrorCode.INVALID, "An order is not recorded before it happened.", (*path, "at"))


def _line(given: Mapping[str, Any], path: Path) -> GivenLine:
    quantity, price = given["quantity"], given.get("unitPrice")
    if not 0 < quantity <= MOST_PIECES or _places(quantity) > 3:
        message = "A quantity is above 0, at most {most:,}, with at most 3 decimals."
        raise Refused(ErrorCode.INVALID, message, (*path, "quantity"), most=MOST_PIECES)
    if price is not None and (not 0 <= price <= MOST_PRICE or _places(price) > 4):
        message = "A price is from 0 to {most:,}, with at most 4 decimals."
        raise Refused(ErrorCode.INVALID, message, (*path, "unitPrice"), most=MOST_PRICE)
    discount, reimbursed = given.get("discount"), given.get("reimbursed")
    if not 0 <= (reimbursed or 0) <= (discount or 0) <= MOST_PRICE:
        message = "A discount is from 0 to {most:,}, and what of it is reimbursed is no more than the discount."
        raise Refused(ErrorCode.INVALID, message, (*path, "discount"), most=MOST_PRICE)
    return GivenLine(given["productCode"], quantity, price, given.get("categoryCode"), discount, reimbursed)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
