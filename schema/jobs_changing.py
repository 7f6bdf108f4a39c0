"""Mutations of jobs."""

import strawberry

from schema.fields import argument, field, kind
from schema.jobs import JobPayload


@kind("Changes of jobs.")
class JobMutations:
    job_cancel: JobPayload = field(
        "Stops a job after the batch that it is at; what it did stays.",
        arguments={"id": argument(strawberry.ID, "The job.")},
    )
