"""What members earn for, and when what they earned becomes theirs and ends."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from rules import conditions
from rules.points import MOST_AT_ONCE, end_of_month_after
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range, check_times


class EarningTrigger(StrEnum):
    ORDER = "ORDER"
    CHECK_IN = "CHECK_IN"
    SIGN_IN = "SIGN_IN"
    REFERRAL = "REFERRAL"
    REVIEW = "REVIEW"
    PHOTO_REVIEW = "PHOTO_REVIEW"
    SHARE = "SHARE"
    RECHARGE = "RECHARGE"
    TASK = "TASK"
    BIRTHDAY = "BIRTHDAY"


class EarnedAsset(StrEnum):
    """What rules of earning can give."""

    POINTS = "POINTS"
    GROWTH = "GROWTH"


class ExpiryKind(StrEnum):
    """DAYS and MONTHS roll from the moment of earning; the ends of month and year are those `count` periods later."""

    NEVER = "NEVER"
    DAYS = "DAYS"
    MONTHS = "MONTHS"
    END_OF_MONTH = "END_OF_MONTH"
    END_OF_YEAR = "END_OF_YEAR"
    FIXED = "FIXED"


DAILY = {EarningTrigger.CHECK_IN, EarningTrigger.SIGN_IN}
"What counts once a day."
OF_THEIR_OWN = {EarningTrigger.ORDER, EarningTrigger.RECHARGE}
"What is not told as an activity: it happens with an order or a payment."
LONGEST_PERIODS = {ExpiryKind.DAYS: 36_500, ExpiryKind.MONTHS: 1_200, ExpiryKind.END_OF_MONTH: 1_200,
                   ExpiryKind.END_OF_YEAR: 100}  # fmt: skip

MOST_PER_UNIT = 100_000
MOST_TIMES = 100


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long points live: `count` periods, or until the end of the day `until`."""

    kind: ExpiryKind = ExpiryKind.NEVER
    count: int | None = None
    until: date | None = None


def expires_at(expiry: Expiry, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant at which points earned at `at` are no longer good; None is never. Days are those of `zone`."""
    count = expiry.count or 0
    if expiry.kind is ExpiryKind.DAYS:
        return later(at, count, zone)
    if expiry.kind is ExpiryKind.MONTHS:
        return _months_later(at, count, zone)
    if expiry.kind is ExpiryKind.END_OF_MONTH:
        return end_of_month_after(at, count, zone)
    if expiry.kind is ExpiryKind.END_OF_YEAR:
        return datetime(at.astimezone(zone).year + count + 1, 1, 1, tzinfo=zone)
    if expiry.kind is ExpiryKind.FIXED and expiry.until is not None:
        return _start_of(expiry.until + timedelta(days=1), zone)
    return None


def available_at(pending_days: int, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When points that wait so many days can be spent; None is at once."""
    return later(at, pending_days, zone) if pending_days else None


def later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time of the clock in `zone`, so many days later."""
    return at.astimezone(zone) + timedelta(days=days)


def _months_later(at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The same day of the month, or the last one of a month that is too short."""
    local = at.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def check_expiry(expiry: Expiry, pending_days: int) -> None:
    """Raises Refused for an expiry that lacks what it counts, or a period that makes no sense."""
    if expiry.kind is ExpiryKind.FIXED and expiry.until is None:
        raise Refused(ErrorCode.REQUIRED, "A fixed expiry needs its last day.", ("input", "expiryDate"))
    most = LONGEST_PERIODS.get(expiry.kind)
    if most is not None and (expiry.count is None or not 0 <= expiry.count <= most):
        message = "An expiry of kind {kind} needs how many: 0 to {most:,}."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "expiryCount"), kind=expiry.kind, most=most)
    if expiry.kind in (ExpiryKind.DAYS, ExpiryKind.MONTHS) and not expiry.count:
        raise Refused(ErrorCode.INVALID, "The points would expire when they are earned.", ("input", "expiryCount"))
    if not 0 <= pending_days <= LONGEST_PERIODS[ExpiryKind.DAYS]:
        message = "Points can be pending for 0 to {most:,} days."
        raise Refused(ErrorCode.INVALID, message, ("input", "pendingDays"), most=LONGEST_PERIODS[ExpiryKind.DAYS])


def check_rule(rule: Mapping[str, Any], currency: str) -> None:
    """`rule` has the columns of the table. Raises Refused at the first part that cannot be used."""
    check_named(rule["code"], rule["name"])
    check_range(rule["fixed"], 0, MOST_AT_ONCE, "fixed")
    check_range(rule["limit_per_day"], 1, MOST_AT_ONCE, "limitPerDay")
    check_range(rule["limit_per_member"], 1, MOST_AT_ONCE, "limitPerMember")
    check_range(rule["priority"], -1_000, 1_000, "priority")
    check_times(rule["valid_from"], rule["valid_until"])
    if not 0 <= rule["per_unit"] <= MOST_PER_UNIT:
        message = "A rule gives 0 to {most:,} for each unit of money."
        raise Refused(ErrorCode.INVALID, message, ("input", "perUnit"), most=MOST_PER_UNIT)
    if rule["multiplier"] is not None and not 0 < rule["multiplier"] <= MOST_TIMES:
        message = "A rule multiplies by more than 0 and at most {most}."
        raise Refused(ErrorCode.INVALID, message, ("input", "multiplier"), most=MOST_TIMES)
    gives = bool(rule["per_unit"] or rule["fixed"])
    if gives == (rule["multiplier"] is not None):
        message = "A rule gives something, or multiplies what the others give: one of the two."
        raise Refused(ErrorCode.INVALID, message, ("input", "multiplier"))
    if rule["asset"] == EarnedAsset.GROWTH and (rule["expiry"] != ExpiryKind.NEVER or rule["pending_days"]):
        message = "Growth value only grows: it counts at once and never expires. The tier's validity lets it fall."
        raise Refused(ErrorCode.INVALID, message, ("input", "expiry"))
    check_expiry(Expiry(ExpiryKind(rule["expiry"]), rule["expiry_count"], rule["expiry_date"]), rule["pending_days"])
    conditions.read(rule["conditions"], currency, ("input", "conditions"))


def check_activity(kind: EarningTrigger, at: datetime, now: datetime) -> None:
    if kind in OF_THEIR_OWN:
        message = "A {kind} is not told as an activity: record the order or the payment itself."
        raise Refused(ErrorCode.INVALID, message, ("kind",), kind=kind)
    if at > now:
        raise Refused(ErrorCode.INVALID, "It has not happened yet.", ("at",))
