"""What a ticket may be, and how it moves."""

from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import ErrorCode, Refused

LONGEST_SUBJECT = 300
LONGEST_BODY = 20_000
MOST_TAGS = 30
LONGEST_TAG = 64
HELD = timedelta(seconds=15)
"How long an answer of staff waits before it goes out, so that it can be taken back."


class TicketStatus(StrEnum):
    NEW = "NEW"
    OPEN = "OPEN"
    PENDING_CUSTOMER = "PENDING_CUSTOMER"
    PENDING_INTERNAL = "PENDING_INTERNAL"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"
    MERGED = "MERGED"


class TicketPriority(StrEnum):
    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    URGENT = "URGENT"


class TicketChannel(StrEnum):
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    WEB = "WEB"
    CHAT = "CHAT"
    STORE = "STORE"
    API = "API"


class TicketActivity(StrEnum):
    VIEWING = "VIEWING"
    TYPING = "TYPING"
    LEFT = "LEFT"


FINISHED = frozenset({TicketStatus.RESOLVED, TicketStatus.CLOSED, TicketStatus.MERGED})
"Statuses in which no clock runs."
ANSWERABLE = frozenset(TicketStatus) - {TicketStatus.CLOSED, TicketStatus.MERGED}
"Statuses in which it can be written to, and which can be changed by hand."


def check_subject(subject: str, path: tuple[str, ...]) -> str:
    """Without blanks around it. Raises Refused for none, or too long a one."""
    subject = " ".join(subject.split())
    if not 1 <= len(subject) <= LONGEST_SUBJECT:
        raise Refused(ErrorCode.INVALID, "A subject has 1 to {most} characters.", path, most=LONGEST_SUBJECT)
    return subject


def check_body(body: str, path: tuple[str, ...] = ("body",)) -> str:
    """Without blanks around it. Raises Refused for nothing, or too much."""
    body = body.strip()
    if not body:
        raise Refused(ErrorCode.REQUIRED, "Write something first.", path)
    if len(body) > LONGEST_BODY:
        message = "It has {length:,} characters; at most {most:,} can be sent at once."
        raise Refused(ErrorCode.INVALID, message, path, length=len(body), most=LONGEST_BODY)
    return body


def check_tag(name: str, path: tuple[str, ...] = ("tag",)) -> str:
    """Without blanks around it, in small letters: `Late ` and `late` are one tag. Raises Refused."""
    name = " ".join(name.split()).lower()
    if not 1 <= len(name) <= LONGEST_TAG:
        raise Refused(ErrorCode.INVALID, "A tag has 1 to {most} characters.", path, most=LONGEST_TAG)
    return name


def check_held(number: str, until: datetime | None) -> None:
    """Raises Refused for what does not wait to be sent, or not any more."""
    if until is None:
        message = "That is said already in ticket {number}: only an answer that waits to be sent can be taken back."
        raise Refused(ErrorCode.STATE, message, ("id",), number=number)


def check_answerable(number: str, status: TicketStatus) -> None:
    """Raises Refused for a ticket that is closed or was merged."""
    if status is TicketStatus.MERGED:
        message = "Ticket {number} was merged into another. Write to that one."
        raise Refused(ErrorCode.STATE, message, ("id",), number=number)
    if status is TicketStatus.CLOSED:
        message = "Ticket {number} is closed. Reopen it first, or open a new one."
        raise Refused(ErrorCode.STATE, message, ("id",), number=number)


def check_move(number: str, now: TicketStatus, to: TicketStatus) -> None:
    """By hand a ticket goes anywhere but into MERGED; what is closed is reopened, what was merged is taken apart."""
    path = ("input", "status")
    if to is TicketStatus.MERGED:
        raise Refused(ErrorCode.INVALID, "A ticket is merged by naming the other ticket, not by its status.", path)
    if now not in ANSWERABLE:
        check_answerable(number, now)
    if to is TicketStatus.NEW and now is not TicketStatus.NEW:
        raise Refused(ErrorCode.STATE, "Ticket {number} is not new any more.", path, number=number)


def check_reopened(number: str, status: TicketStatus) -> None:
    """Only what is finished is reopened."""
    if status is TicketStatus.MERGED:
        message = "Ticket {number} was merged into another. Undo the merge instead."
        raise Refused(ErrorCode.STATE, message, ("id",), number=number)
    if status not in FINISHED:
        raise Refused(ErrorCode.STATE, "Ticket {number} is not finished.", ("id",), number=number)


def check_attends(staff: str | None) -> None:
    """Programs and members have no desk where others could see them."""
    if staff is None:
        raise Refused(ErrorCode.STATE, "Only staff are shown as viewers of a ticket. Sign in as a person.", ("id",))
