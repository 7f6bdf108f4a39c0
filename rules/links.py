"""Links that let somebody in once: what they are for, and how long they last."""

from datetime import timedelta
from enum import StrEnum

from rules.refusals import ErrorCode, Refused


class LinkPurpose(StrEnum):
    STAFF_INVITE = "STAFF_INVITE"
    STAFF_RECOVERY = "STAFF_RECOVERY"
    MEMBER_CONFIRM = "MEMBER_CONFIRM"
    MEMBER_RECOVERY = "MEMBER_RECOVERY"


LASTS = {
    LinkPurpose.STAFF_INVITE: timedelta(hours=72),
    LinkPurpose.STAFF_RECOVERY: timedelta(minutes=30),
    LinkPurpose.MEMBER_CONFIRM: timedelta(hours=72),
    LinkPurpose.MEMBER_RECOVERY: timedelta(minutes=30),
}


def worn_out() -> Refused:
    """The same words for a link that never was, was used, was replaced or is too old."""
    message = "This link cannot be used any more: it works once and for a limited time. Ask for a new one."
    return Refused(ErrorCode.EXPIRED, message, ("token",))
