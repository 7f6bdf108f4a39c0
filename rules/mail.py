"""Mails: the states that they pass through, and when a failed one is tried again."""

from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import ErrorCode, Refused

LONGEST_ADDRESS = 254
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"Between one try and the next; after the last one the mail is given up."
WITHOUT_SECRET = frozenset({"ticket_reply", "ticket_received", "staff_changed", "member_changed", "member_known"})
"Kinds that say the same when they are sent again; what lets somebody in is gone when it is given up."
SILENT_AFTER = timedelta(minutes=5)
"A worker that has not said by then how its try ended was killed; another one tries."


class MailStatus(StrEnum):
    WAITING = "WAITING"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after so many failed tries; None if it is given up."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None


def is_address(text: str) -> bool:
    """Whether a mail can be sent there: one @ with something on both sides, nothing that could begin another header."""
    name, at, host = text.rpartition("@")
    plain = text.isprintable() and not any(letter.isspace() or letter in '<>,;:"' for letter in text)
    return bool(name and at and "." in host.strip(".") and "@" not in name and plain and len(text) <= LONGEST_ADDRESS)


def check_again(status: MailStatus, kind: str, recipient: str) -> None:
    """Raises Refused for what was not given up, and for what would go out without its link or its reader."""
    if status is not MailStatus.FAILED:
        raise Refused(
            ErrorCode.STATE, "This mail is on its way, or was taken. Only a failed one is sent again.", ("id",)
        )
    if kind not in WITHOUT_SECRET or not recipient:
        message = "What stood in this mail was forgotten when it was given up. Ask for a new link or code instead."
        raise Refused(ErrorCode.EXPIRED, message, ("id",))
