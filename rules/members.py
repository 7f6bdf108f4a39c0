"""What a member may be."""

from enum import StrEnum

from rules.refusals import Detail, ErrorCode, Refused

LONGEST_CONTACT = 24 * 60 * 60

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


def check_duration(seconds: int | None) -> None:
    """Of a contact. Raises Refused."""
    if seconds is not None and not 0 <= seconds <= LONGEST_CONTACT:
        message = "A contact lasts from 0 to {most:,} seconds, not {seconds:,}."
        values = {"most": LONGEST_CONTACT, "seconds": seconds}
        raise Refused(ErrorCode.INVALID, message, ("input", "durationSeconds"), **values)


def normal_phone(text: str) -> str:
    """A phone number as it is kept: without the spaces, dashes and brackets that people write."""
    return "".join(letter for letter in text if letter not in " -()./")


def check_active(status: str, path: tuple[str, ...] = ("member",)) -> None:
    if status != MemberStatus.ACTIVE:
        raise Refused(
            ErrorCode.STATE,
            "The member is {status}, so this cannot be done. Make the member active first.",
            path,
            status=MemberStatus(status),
        )


def check_standing(status: str, path: tuple[str, ...] = ("id",)) -> None:
    """A file that was merged into another or erased is closed."""
    if status in (MemberStatus.MERGED, MemberStatus.ERASED):
        raise Refused(
            ErrorCode.STATE,
            "The member is {status}, so this file is closed.",
            path,
            status=MemberStatus(status),
        )


def check_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Refused(ErrorCode.REQUIRED, "Say why, in 1 to {most} characters.", ("reason",), most=LONGEST_REASON)


def check_change(status: str, needed: tuple[MemberStatus, ...], new: MemberStatus) -> None:
    if status not in needed:
        raise Refused(
            ErrorCode.STATE,
            "The member is {status}; only one who is {needed} can become {new}.",
            ("id",),
            status=MemberStatus(status),
            needed=needed[0],
            new=new,
        )


def check_tag(name: str) -> str:
    """The tag without spaces around it."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_TAG:
        raise Refused(
            ErrorCode.INVALID, "A tag has 1 to {most} characters.", ("tag",), Detail(str(LONGEST_TAG)), most=LONGEST_TAG
        )
    return name
