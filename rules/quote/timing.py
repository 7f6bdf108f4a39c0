"""What is said of somebody for whom nothing counts, and of what has not begun or is over."""

from datetime import datetime

from rules.conditions import Failure, fails
from rules.members import MemberStatus
from rules.refusals import ErrorCode


def standing(status: MemberStatus) -> Failure:
    change = fails(ErrorCode.STATE, "an active member")
    return fails(ErrorCode.STATE, "The member is {status}.", change, status=status)


def too_early(start: datetime, at: datetime) -> Failure:
    """Told in the zone of `at`."""
    start = start.astimezone(at.tzinfo)
    change = fails(ErrorCode.NOT_STARTED, "from {start:%Y-%m-%d %H:%M} on", start=start)
    return fails(ErrorCode.NOT_STARTED, "It starts at {start:%Y-%m-%d %H:%M}.", change, start=start)


def too_late(end: datetime, at: datetime) -> Failure:
    end = end.astimezone(at.tzinfo)
    change = fails(ErrorCode.EXPIRED, "before {end:%Y-%m-%d %H:%M}", end=end)
    return fails(ErrorCode.EXPIRED, "It ended at {end:%Y-%m-%d %H:%M}.", change, end=end)
