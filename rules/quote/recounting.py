"""What the ledger knows of one change of points, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.explaining import Told, tells
from rules.points import PointsEntryKind


@dataclass(frozen=True, slots=True)
class Entry:
    """A change, what it was for, the change that it takes back, and the lot that it made."""

    kind: str
    delta: int
    at: datetime
    expires_at: datetime | None
    reason: str
    order_number: str | None
    ticket_number: str | None
    rule: str | None
    campaign: str | None
    first_at: datetime | None
    first_delta: int | None
    available_at: datetime | None
    remaining: int | None


@dataclass(frozen=True, slots=True)
class Use:
    """What was taken from one lot (below 0: given back), when it was credited, and when it ends."""

    amount: int
    at: datetime
    expires_at: datetime | None


def of_order(number: str, points: int, growth: int, *, is_kept: bool, is_whole: bool) -> Iterator[Told]:
    """Begins with the sum. `is_whole`: the rules of that moment give it."""
    if growth:
        message = "Order {number} earned {points:,} points and {growth:,} growth value."
        yield tells(message, number=number, points=points, growth=growth)
    else:
        yield tells("Order {number} earned {points:,} points.", number=number, points=points)
    if not is_whole:
        yield tells("This was taken over as it was: the rules of that moment that are known do not give this sum.")
    elif not is_kept:
        yield tells("It was taken over, so it is worked out from the order as it stands, by the rules of that moment.")


def of_entry(entry: Entry, uses: Sequence[Use], zone: ZoneInfo) -> Iterator[Told]:
    yield _first(entry, zone)
    if entry.rule is not None:
        yield tells("The rule is {name}.", name=entry.rule)
    if entry.campaign is not None:
        yield tells("The campaign is {name}.", name=entry.campaign)
    if entry.ticket_number is not None:
        yield tells("It was given from ticket {number}.", number=entry.ticket_number)
    if entry.order_number is not None:
        yield tells("It is of order {number}.", number=entry.order_number)
    yield from _of_lot(entry, zone)
    for use in uses:
        yield _of_use(use, zone)


def _first(entry: Entry, zone: ZoneInfo) -> Told:
    given = {"points": abs(entry.delta), "reason": entry.reason}
    match PointsEntryKind(entry.kind):
        case PointsEntryKind.EARN:
            return tells("{points:,} points were earned: {reason}.", **given)
        case PointsEntryKind.SPEND:
            return tells("{points:,} points were spent: {reason}.", **given)
        case PointsEntryKind.EXPIRE:
            return tells("{points:,} points reached the end of their time.", points=given["points"])
        case PointsEntryKind.HOLD:
            return tells("{points:,} points were set aside: {reason}.", **given)
        case PointsEntryKind.RELEASE:
            return tells("{points:,} points came back from where they were set aside.", points=given["points"])
        case PointsEntryKind.REVERSE:
            return _reverse(entry, given, zone)
    if entry.delta > 0:
        return tells("{points:,} points were given by hand: {reason}.", **given)
    return tells("{points:,} points were taken by hand: {reason}.", **given)


def _reverse(entry: Entry, given: dict, zone: ZoneInfo) -> Told:
    if entry.first_at is None:
        return tells("{points:,} points were taken back: {reason}.", **given)
    given |= {"first": entry.first_delta, "day": entry.first_at.astimezone(zone)}
    if entry.delta > 0:
        return tells("{points:,} points of the {first:+,} of {day:%Y-%m-%d} were given back: {reason}.", **given)
    return tells("{points:,} points of the {first:+,} of {day:%Y-%m-%d} were taken back: {reason}.", **given)


def _of_lot(entry: Entry, zone: ZoneInfo) -> Iterator[Told]:
    if entry.available_at is None:
        return
    if entry.available_at > entry.at:
        yield tells("To be spent from {since:%Y-%m-%d %H:%M} on.", since=entry.available_at.astimezone(zone))
    if entry.expires_at is not None:
        yield tells("They end at {until:%Y-%m-%d %H:%M}.", until=entry.expires_at.astimezone(zone))
    else:
        yield tells("They never end.")
    if entry.remaining is not None:
        yield tells("{points:,} of them are left.", points=entry.remaining)


def _of_use(use: Use, zone: ZoneInfo) -> Told:
    given = {"points": abs(use.amount), "day": use.at.astimezone(zone)}
    if use.expires_at is None:
        return tells("{points:,} of those of {day:%Y-%m-%d}, which never end.", **given)
    until = use.expires_at.astimezone(zone)
    return tells("{points:,} of those of {day:%Y-%m-%d}, which end at {until:%Y-%m-%d %H:%M}.", until=until, **given)
