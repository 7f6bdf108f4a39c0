"""What a member may be."""

from enum import StrEnum


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
