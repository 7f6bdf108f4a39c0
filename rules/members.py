"""What a member may be."""

from enum import StrEnum

from rules.refusals import Detail, ErrorCode, Refused

LONGEST_REASON = 500
LONGEST_TAG = 100


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
            ErrorCode.STATE,
            f"The member is {status.lower()} and cannot {what}. Make the member active first.",
            ("member",),
        )


def check_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Refused(ErrorCode.REQUIRED, f"Say why, in 1 to {LONGEST_REASON} characters.", ("reason",))


def check_change(status: str, needed: MemberStatus, new: MemberStatus) -> None:
    if status != needed:
        message = f"The member is {status.lower()}; only one who is {needed.lower()} can become {new.lower()}."
        raise Refused(ErrorCode.STATE, message, ("id",))


def check_tag(name: str) -> str:
    """The tag without spaces around it."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_TAG:
        raise Refused(
            ErrorCode.INVALID, f"A tag has 1 to {LONGEST_TAG} characters.", ("tag",), Detail(str(LONGEST_TAG))
        )
    return name
