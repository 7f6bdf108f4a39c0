"""What a coupon template must say before coupons are made from it."""

import re
from collections.abc import Mapping
from typing import Any

from rules.coupons import CouponKind
from rules.refusals import Detail, ErrorCode, Refused

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LONGEST_NAME = 200
LONGEST_GROUP = 64
LONGEST_DAYS = 3_650
MOST_ISSUED = 2_000_000_000
NEEDED = {
    CouponKind.AMOUNT_OFF: ("value", "value"),
    CouponKind.PERCENT_OFF: ("value", "value"),
    CouponKind.GIFT: ("giftProductCode", "gift_product_id"),
    CouponKind.EXCHANGE: ("exchangePrice", "exchange_price"),
}
"What each kind cannot do without: the name in the input, and the column."


def check_template(code: str, terms: Mapping[str, Any]) -> None:
    """`terms` are all columns as they would be. Raises Refused that names the part that cannot be used."""
    if not CODE.fullmatch(code):
        message = "A code has 1 to 64 letters, digits, dots, dashes or underscores, and begins with a letter or digit."
        raise Refused(ErrorCode.INVALID, message, ("input", "code"))
    if not 1 <= len(terms["name"].strip()) <= LONGEST_NAME:
        raise Refused(ErrorCode.REQUIRED, "A name has 1 to {most} characters.", ("input", "name"), most=LONGEST_NAME)
    _check_worth(CouponKind(terms["kind"]), terms)
    _check_counts(terms)
    _check_dates(terms)
    group = terms["stacking_group"]
    if group is not None and not 1 <= len(group) <= LONGEST_GROUP:
        message = "A stacking group has 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("input", "stackingGroup"), most=LONGEST_GROUP)


def check_counted(terms: Mapping[str, Any], issued: int, held: int) -> None:
    """New limits against what was issued, in all and at most to one member."""
    for name, column, there in (("totalLimit", "total_limit", issued), ("perMemberLimit", "per_member_limit", held)):
        limit = terms[column]
        if limit is not None and limit < there:
            message = "{there:,} are issued already, so the limit cannot be {limit:,}."
            raise Refused(
                ErrorCode.INVALID, message, ("input", name), Detail(limit=str(there)), there=there, limit=limit
            )


def _check_worth(kind: CouponKind, terms: Mapping[str, Any]) -> None:
    needed = NEEDED.get(kind)
    if needed and terms[needed[1]] is None and terms["is_active"]:
        message = "A coupon of kind {kind} needs {needed}. Give it, or switch the template off."
        raise Refused(ErrorCode.REQUIRED, message, ("input", needed[0]), kind=kind, needed=needed[0])
    value, most = terms["value"], 100 if kind is CouponKind.PERCENT_OFF else 10**9
    if value is not None and not 0 < value <= most:
        message = "{value} cannot be the value: it must be above 0 and at most {most:,}."
        raise Refused(ErrorCode.INVALID, message, ("input", "value"), Detail(limit=str(most)), value=value, most=most)
    if terms["discount_cap"] is not None and kind is not CouponKind.PERCENT_OFF:
        message = "A cap is for a percentage; this coupon is of kind {kind}."
        raise Refused(ErrorCode.INVALID, message, ("input", "discountCap"), kind=kind)


def _check_counts(terms: Mapping[str, Any]) -> None:
    bounds = {
        "totalLimit": ("total_limit", MOST_ISSUED),
        "perMemberLimit": ("per_member_limit", MOST_ISSUED),
        "validDays": ("valid_days", LONGEST_DAYS),
    }
    for name, (column, most) in bounds.items():
        count = terms[column]
        if count is not None and not 1 <= count <= most:
            message = "{count:,} cannot be used for {name}: it must be from 1 to {most:,}."
            raise Refused(
                ErrorCode.INVALID, message, ("input", name), Detail(limit=str(most)), count=count, name=name, most=most
            )


def _check_dates(terms: Mapping[str, Any]) -> None:
    begins, ends = terms["valid_from"], terms["valid_until"]
    if begins is not None and ends is not None and begins >= ends:
        raise Refused(ErrorCode.INVALID, "The coupons would end before they begin.", ("input", "validUntil"))
