"""What of a member's file is shown for a minute to those who see it masked, and against which reason."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import Detail, ErrorCode, Refused

PERMISSION = "members.reveal"
SECONDS = 60
REVEALABLE = ("Member", "MemberAddress", "MemberCard")
"The types of a member's file."
LOOKS_LAST = timedelta(hours=1)
"Within which the same person, looking again in the same browser, is not told again."
SHORTEST, LONGEST = 5, 500
TICKET = re.compile(r"(?<![\w-])#?([A-Z]{1,4}-\d{1,12})(?![\w-])", re.IGNORECASE)


class DisclosureKind(StrEnum):
    """How somebody came to see what his roles do not show."""

    REVEAL = "REVEAL"
    OPENING = "OPENING"
    EXPORT = "EXPORT"
    VIEW_AS = "VIEW_AS"
    LOOK = "LOOK"


@dataclass(frozen=True, slots=True)
class Witness:
    """Why the members of an answer are told: it goes into a file, or is seen with the eyes of another.

    Each member is told once since then.
    """

    kind: DisclosureKind
    reason: str
    since: datetime
    until: datetime | None = None


def check_why(reason: str) -> str:
    """The reason without needless spaces. Raises Refused for one that says nothing."""
    said = " ".join(reason.split())
    if not SHORTEST <= len(said) <= LONGEST or len(set(said.casefold())) < 3:
        message = "Say why you need to see it, in {least} to {most} characters, or give the number of the ticket."
        raise Refused(ErrorCode.REQUIRED, message, ("reason",), Detail(str(SHORTEST)), least=SHORTEST, most=LONGEST)
    return said


def ticket_in(reason: str) -> str | None:
    """The number of a ticket that a reason names, such as `T-000123`."""
    found = TICKET.search(reason)
    return found and found[1].upper()
