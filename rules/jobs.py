"""What a long piece of work may be."""

from enum import StrEnum

from rules.refusals import ErrorCode, Refused


class JobStatus(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


LIVE = (JobStatus.QUEUED, JobStatus.RUNNING)


def check_cancellable(status: str) -> None:
    if status not in LIVE:
        message = "The job is {status}; only one that waits or runs can be stopped."
        raise Refused(ErrorCode.STATE, message, ("id",), status=JobStatus(status))
