"""Promises made to members: what may be promised, until when, and when one was broken."""

from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import ErrorCode, Refused

LONGEST_TEXT = 500
FARTHEST = timedelta(days=2 * 366)
MOST_REMINDING = 43_200
"Minutes of 30 days."


class PromiseStatus(StrEnum):
    OPEN = "OPEN"
    KEPT = "KEPT"
    BROKEN = "BROKEN"


class PromiseStepKind(StrEnum):
    MADE = "MADE"
    MOVED = "MOVED"
    HANDED_OVER = "HANDED_OVER"
    LATE = "LATE"
    KEPT = "KEPT"
    BROKEN = "BROKEN"
    TAKEN_BACK = "TAKEN_BACK"


def check_text(text: str, path: tuple[str, ...]) -> str:
    """Without blanks around it. Raises Refused for nothing, or too much."""
    text = " ".join(text.split())
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise Refused(ErrorCode.INVALID, "Write 1 to {most} characters.", path, most=LONGEST_TEXT)
    return text


def check_due(due: datetime, at: datetime, path: tuple[str, ...]) -> datetime:
    """Raises Refused for a moment that is past, or more than two years away."""
    if due <= at:
        raise Refused(ErrorCode.INVALID, "Choose a time that is still to come.", path)
    if due - at > FARTHEST:
        raise Refused(ErrorCode.INVALID, "Choose a time within the next two years.", path)
    return due


def reminding_at(due: datetime, minutes: int | None, at: datetime, path: tuple[str, ...]) -> datetime | None:
    """When the owner is reminded; None for not at all, also if that moment is past. Raises Refused."""
    if minutes is None or minutes == 0:
        return None
    if not 1 <= minutes <= MOST_REMINDING:
        message = "A reminder comes 1 to {most:,} minutes before; 0 is no reminder."
        raise Refused(ErrorCode.INVALID, message, path, most=MOST_REMINDING)
    remind = due - timedelta(minutes=minutes)
    return remind if remind > at else None


def check_open(what: str, status: PromiseStatus) -> None:
    """Raises Refused for one that was kept or broken: what happened to it is decided."""
    if status is not PromiseStatus.OPEN:
        message = "“{what}” is not open any more. Take that back, or make a new promise."
        raise Refused(ErrorCode.STATE, message, ("id",), what=what)


def check_to_somebody(is_named: bool) -> None:
    """A promise is made in a ticket, or to a member."""
    if not is_named:
        raise Refused(ErrorCode.REQUIRED, "Name the ticket or the member that it is promised to.", ("input", "member"))
