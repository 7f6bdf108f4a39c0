"""What a hold of points may be."""

from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import ErrorCode, Refused

LONGEST_DAYS = 366


class HoldStatus(StrEnum):
    HELD = "HELD"
    CAPTURED = "CAPTURED"
    RELEASED = "RELEASED"
    TIMED_OUT = "TIMED_OUT"


def check_end(at: datetime, expires_at: datetime) -> None:
    if not at < expires_at <= at + timedelta(days=LONGEST_DAYS):
        message = "Points can be set aside until some time in the next {most} days."
        raise Refused(ErrorCode.INVALID, message, ("expiresAt",), most=LONGEST_DAYS)


def check_held(status: str) -> None:
    if status != HoldStatus.HELD:
        message = "These points are {status} already."
        raise Refused(ErrorCode.STATE, message, ("id",), status=HoldStatus(status))
