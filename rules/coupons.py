"""What a coupon may be, how long it is valid, and when it can be used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from rules.conditions import Conditions, Failure
from rules.refusals import Detail, ErrorCode, Refused

LONGEST_HOLD = timedelta(days=7)
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
"Letters that codes do not have, and what stands in their place; what people put between the characters."


class CouponKind(StrEnum):
    AMOUNT_OFF = "AMOUNT_OFF"
    PERCENT_OFF = "PERCENT_OFF"
    GIFT = "GIFT"
    EXCHANGE = "EXCHANGE"
    FREE_SHIPPING = "FREE_SHIPPING"


class CouponStatus(StrEnum):
    ISSUED = "ISSUED"
    RESERVED = "RESERVED"
    REDEEMED = "REDEEMED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Life:
    """When a coupon can be used: from `begins` on, before `ends`; None is always."""

    begins: datetime | None
    ends: datetime | None


class Unmet(Refused):
    """A condition that does not hold, as a refusal."""

    def __init__(self, failure: Failure, path: tuple[str, ...]) -> None:
        super().__init__(failure.code, failure.template, path, **failure.values)


def spellings(code: str) -> list[str]:
    """A code as it was given, and as it was probably meant: in capitals, without what is misread or in between."""
    given = code.strip()
    return list(dict.fromkeys((given, given.upper(), given.upper().translate(MISREAD))))


def life_of(begins: datetime | None, ends: datetime | None, days: int | None, at: datetime) -> Life:
    """Of a coupon issued at `at` from a template with these dates. Raises Refused if it could never be used."""
    if ends is not None and ends <= at:
        message = "The template's coupons were valid until {until:%Y-%m-%d %H:%M}. Move that date, or use another one."
        raise Refused(
            ErrorCode.EXPIRED, message, ("templateCode",), Detail(limit=ends.isoformat()), until=told(ends, at)
        )
    start = at if begins is None else max(begins, at)
    own = None if days is None else start + timedelta(days=days)
    return Life(start, min((moment for moment in (own, ends) if moment is not None), default=None))


def check_issuable(is_active: bool, issued: int, limit: int | None, template: str) -> None:
    """Raises Refused with what would have to change."""
    if not is_active:
        message = "Template {name} is switched off. Switch it on to issue from it."
        raise Refused(ErrorCode.STATE, message, ("templateCode",), name=template)
    if limit is not None and issued >= limit:
        raise Refused(
            ErrorCode.LIMIT_REACHED,
            "All {limit:,} coupons of template {name} are issued. Raise its limit, or use another one.",
            ("templateCode",),
            Detail(limit=str(limit), rule=template),
            limit=limit,
            name=template,
        )


def check_room(wanted: int, issued: int, limit: int | None, template: str) -> None:
    """Raises Refused unless so many more can be issued."""
    if limit is not None and issued + wanted > limit:
        raise Refused(
            ErrorCode.LIMIT_REACHED,
            "{left:,} coupons of template {name} are left, and {wanted:,} are needed. Raise its limit, or take fewer.",
            ("templateCode",),
            Detail(limit=str(limit - issued), rule=template),
            left=limit - issued,
            name=template,
            wanted=wanted,
        )


def check_share(held: int, limit: int | None, template: str, path: tuple[str, ...] = ("member",)) -> None:
    """`held` is what the member has of the template already, `limit` what one member can have."""
    if limit is not None and held >= limit:
        raise Refused(
            ErrorCode.LIMIT_REACHED,
            "The member has {held:,} of template {name} already, and one member can have {limit:,}.",
            path,
            Detail(limit=str(limit), rule=template),
            held=held,
            limit=limit,
            name=template,
        )


def standing(status: str, reserved_until: datetime | None, at: datetime) -> CouponStatus:
    """The status that counts: a reservation whose time is over is none."""
    lapsed = status == CouponStatus.RESERVED and reserved_until is not None and reserved_until <= at
    return CouponStatus.ISSUED if lapsed else CouponStatus(status)


def check_usable(status: CouponStatus, life: Life, at: datetime, redeemed_at: datetime | None = None) -> None:
    """Whether a coupon can be reserved or used now. Raises Refused with its state, or the date that it misses."""
    path = ("code",)
    if status is CouponStatus.REDEEMED and redeemed_at is not None:
        message = "The coupon was used on {day:%Y-%m-%d %H:%M}. Take that use back first, or use another coupon."
        raise Refused(ErrorCode.STATE, message, path, day=told(redeemed_at, at))
    if status is CouponStatus.EXPIRED or (life.ends is not None and life.ends <= at):
        _over(life, at, path)
    if status is not CouponStatus.ISSUED:
        message = "The coupon is {status}; only one that is {needed} can be used."
        raise Refused(ErrorCode.STATE, message, path, status=status, needed=CouponStatus.ISSUED)
    if life.begins is not None and life.begins > at:
        message = "The coupon is valid from {start:%Y-%m-%d %H:%M} on."
        detail = Detail(limit=life.begins.isoformat())
        raise Refused(ErrorCode.NOT_STARTED, message, path, detail, start=told(life.begins, at))


def after_release(life: Life, at: datetime) -> CouponStatus:
    """What a coupon is once nobody uses or reserves it any more."""
    return CouponStatus.EXPIRED if life.ends is not None and life.ends <= at else CouponStatus.ISSUED


def check_revocable(status: str) -> None:
    if status not in (CouponStatus.ISSUED, CouponStatus.RESERVED):
        message = "The coupon is {status}; only one that was not used and is not over can be revoked."
        raise Refused(ErrorCode.STATE, message, ("code",), status=CouponStatus(status))


def check_hold(until: datetime, at: datetime) -> None:
    """How long a reservation may last."""
    if not at < until <= at + LONGEST_HOLD:
        message = "A reservation ends in the future, and after {days} days at the latest."
        raise Refused(ErrorCode.INVALID, message, ("minutes",), days=LONGEST_HOLD.days)


def check_together(mine: dict[str, Any], others: list[dict[str, Any]]) -> None:
    """Whether coupons go together in one order. Each has `template`, `is_stackable` and `stacking_group`."""
    for other in others:
        if not (mine["is_stackable"] and other["is_stackable"]):
            message = "The order has a coupon of template {other} already, and the two cannot be used together."
            raise Refused(ErrorCode.NOT_ELIGIBLE, message, ("code",), other=other["template"])
        if mine["stacking_group"] and mine["stacking_group"] == other["stacking_group"]:
            message = "The order has a coupon of group {group} already, and one of each group can be used."
            raise Refused(ErrorCode.NOT_ELIGIBLE, message, ("code",), group=mine["stacking_group"])


def conditions_of(own: Conditions, min_spend: int | None, products: frozenset[str]) -> Conditions:
    """A template's conditions with its minimum spend (minor units) and the products that it was set up for."""
    return Conditions(
        products=own.products | products,
        categories=own.categories,
        stores=own.stores,
        units=own.units,
        tiers=own.tiers,
        weekdays=own.weekdays,
        hours=own.hours,
        days=own.days,
        birthday=own.birthday,
        min_spend=max(own.min_spend, min_spend or 0),
        min_quantity=own.min_quantity,
    )


def asks_for_lines(conditions: Conditions) -> bool:
    """Whether only an order can meet them."""
    return bool(conditions.products or conditions.categories or conditions.min_spend or conditions.min_quantity)


def told(moment: datetime, at: datetime) -> datetime:
    """In the zone of `at`, in which refusals speak."""
    return moment.astimezone(at.tzinfo)


def _over(life: Life, at: datetime, path: tuple[str, ...]) -> None:
    if life.ends is None:
        raise Refused(ErrorCode.EXPIRED, "The time of the coupon is over.", path)
    message = "The coupon was valid until {until:%Y-%m-%d %H:%M}."
    raise Refused(ErrorCode.EXPIRED, message, path, Detail(limit=life.ends.isoformat()), until=told(life.ends, at))
