"""Arithmetic of points and growth value: whole numbers, earned by rule, kept in lots."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from rules.refusals import Detail, ErrorCode, Refused

MOST_AT_ONCE = 1_000_000_000


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


class TakingBack(StrEnum):
    """How far to go for points that are to be taken back and were spent since."""

    ONLY_PENDING = "ONLY_PENDING"
    WITHIN_BALANCE = "WITHIN_BALANCE"
    ALLOW_DEBT = "ALLOW_DEBT"


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of points that were credited together."""

    id: UUID
    remaining: int


def check_amount(points: int, name: str = "points") -> None:
    if not 0 < points <= MOST_AT_ONCE:
        raise Refused(
            ErrorCode.INVALID,
            "{points:,} points cannot be booked: it must be from 1 to {most:,}.",
            (name,),
            Detail(limit=str(MOST_AT_ONCE if points > 0 else 1)),
            points=points,
            most=MOST_AT_ONCE,
        )


def check_spendable(lots: Iterable[Lot], points: int, name: str = "points") -> None:
    spendable = sum(lot.remaining for lot in lots)
    if spendable < points:
        raise Refused(
            ErrorCode.INSUFFICIENT_BALANCE,
            "{points:,} points are needed, and {spendable:,} can be spent: {missing:,} are missing.",
            (name,),
            Detail(limit=str(spendable)),
            points=points,
            spendable=spendable,
            missing=points - spendable,
        )


def taken(lots: Iterable[Lot], points: int) -> list[Lot]:
    """How much to take from which lot, in the order given; the lots must have enough."""
    found: list[Lot] = []
    for lot in lots:
        part = min(lot.remaining, points)
        if part:
            found.append(Lot(lot.id, part))
            points -= part
    return found


def spread(lots: Iterable[Lot], amounts: Iterable[int]) -> list[list[Lot]]:
    """How much each amount takes from which lot, one after the other; the lots must have enough for all."""
    left = list(lots)
    found = []
    for amount in amounts:
        parts = taken(left, amount)
        gone = {part.id: part.remaining for part in parts}
        left = [Lot(lot.id, lot.remaining - gone.get(lot.id, 0)) for lot in left]
        found.append(parts)
    return found
