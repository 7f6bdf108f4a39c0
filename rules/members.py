"""What a member may be."""

from enum import StrEnum

from rules.refusals import ErrorCode, Refused

LONGEST_REASON = 500


class MemberStatus(StrEnum):
    ACTIVE = "ACTIVE"
    FROZEN = "FROZEN"
    CANCELLED = "CANCELLED"
    MERGED = "MERGED"
    ERASED = "ERASED"


class Gender(StrEnum):
    FEMALE = "FEMALE"
    MALE = "MALE"
    OTHER = "OTHER"
    UNDISCLOSED = "UNDISCLOSED"


class Quadrant(StrEnum):
    CONFIDANT = "CONFIDANT"
    BUTTERFLY = "BUTTERFLY"
    BARNACLE = "BARNACLE"
    PASSER_BY = "PASSER_BY"


class InteractionKind(StrEnum):
    CALL = "CALL"
    VISIT = "VISIT"
    MESSAGE = "MESSAGE"
    FOLLOW_UP = "FOLLOW_UP"
    COMPLAINT = "COMPLAINT"
    CONSULTATION = "CONSULTATION"


def normal_phone(text: str) -> str:
    """A phone number as it is kept: without the spaces, dashes and brackets that people write."""
    return "".join(letter for letter in text if letter not in " -()./")


def check_status(status: str, what: str) -> None:
    """`what` is what cannot be done, as in "earn points"."""
    if status != MemberStatus.ACTIVE:
        raise Refused(
            ErrorCode.STATE, f"The member is {status.lower()} and cannot {what}. Make the member active first.", ("member",)
        )


def check_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Refused(ErrorCode.REQUIRED, f"Say why, in 1 to {LONGEST_REASON} characters.", ("reason",))
