"""Arithmetic of points and growth value: whole numbers, earned by rule, kept in lots."""

from calendar import monthrange
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo


class PointsEntryKind(StrEnum):
    EARN = "EARN"
    SPEND = "SPEND"
    EXPIRE = "EXPIRE"
    ADJUST = "ADJUST"
    REVERSE = "REVERSE"
    HOLD = "HOLD"
    RELEASE = "RELEASE"


def earned(paid_minor: int, points_per_unit: Decimal, multiplier: Decimal, digits: int) -> int:
    """Points for an amount paid: the amount in major units times the rule and the tier's multiplier, rounded down."""
    if paid_minor <= 0:
        return 0
    exact = Decimal(paid_minor).scaleb(-digits) * points_per_unit * multiplier
    return int(exact.to_integral_value(ROUND_FLOOR))


def end_of_month_after(at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The first instant after the calendar month (in `zone`) that lies `months` months after `at`."""
    local = at.astimezone(zone)
    index = local.year * 12 + local.month - 1 + months
    year, month = divmod(index, 12)
    last_day = datetime(year, month + 1, monthrange(year, month + 1)[1])
    return (last_day + timedelta(days=1)).replace(tzinfo=zone)
