"""What makes two files look like those of one person, and how much each sign tells."""

from collections.abc import Mapping
from enum import StrEnum


class DuplicateReason(StrEnum):
    SAME_PHONE = "SAME_PHONE"
    SAME_MAILBOX = "SAME_MAILBOX"
    SAME_NAME_AND_BIRTHDAY = "SAME_NAME_AND_BIRTHDAY"
    SIMILAR_NAME_AND_BIRTHDAY = "SIMILAR_NAME_AND_BIRTHDAY"
    SIMILAR_NAME_AND_ADDRESS = "SIMILAR_NAME_AND_ADDRESS"


WEIGHTS: Mapping[DuplicateReason, float] = {
    DuplicateReason.SAME_PHONE: 0.7,
    DuplicateReason.SAME_MAILBOX: 0.6,
    DuplicateReason.SAME_NAME_AND_BIRTHDAY: 0.7,
    DuplicateReason.SIMILAR_NAME_AND_BIRTHDAY: 0.5,
    DuplicateReason.SIMILAR_NAME_AND_ADDRESS: 0.5,
}
"How likely one sign alone means one person. Signs add up as independent ones do: 1 less the product of the doubts."
NEEDS: Mapping[DuplicateReason, tuple[str, ...]] = {
    DuplicateReason.SAME_PHONE: ("Member.phone",),
    DuplicateReason.SAME_MAILBOX: ("Member.email",),
    DuplicateReason.SAME_NAME_AND_BIRTHDAY: ("Member.name", "Member.birthday"),
    DuplicateReason.SIMILAR_NAME_AND_BIRTHDAY: ("Member.name", "Member.latinName", "Member.birthday"),
    DuplicateReason.SIMILAR_NAME_AND_ADDRESS: ("Member.name", "MemberAddress.street", "MemberAddress.city"),
}
"The fields that must be readable in full, so that no sign tells of a value that is masked."
