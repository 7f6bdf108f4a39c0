"""Long pieces of work."""

import strawberry

from rules.jobs import JobStatus
from rules.permissions import Sensitivity
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind, words
from schema.paging import Connection, Node, page, root_page
from schema.scalars import JSON, DateTime

INTERNAL = Sensitivity.INTERNAL

words(
    JobStatus,
    "Where a job is.",
    QUEUED="Waiting.",
    RUNNING="At work.",
    SUCCEEDED="Done.",
    FAILED="Stopped by an error.",
    CANCELLED="Stopped by a person.",
)


@kind("Something in an imported file that was not as it should be.")
class ImportProblem(Node):
    file: str = field("The file.", INTERNAL)
    line: int | None = field("The line; null if the problem was found in many.", INTERNAL)
    column: str | None = field("The column.", INTERNAL)
    value: str | None = field("What stood there.", Sensitivity.CONTACT)
    reason: str = field("What is wrong with it.", INTERNAL)
    treatment: str = field("What was done about it.", INTERNAL)
    rows: int = field("How many rows have it.", INTERNAL)


@kind("A long piece of work.")
class Job(Node):
    kind: str = field("What it does.", INTERNAL)
    status: JobStatus = field("Where it is.", INTERNAL)
    done: int = field("How much is done.", INTERNAL)
    total: int | None = field("How much there is to do; null if that is not known.", INTERNAL)
    error: str | None = field("Why it stopped.", INTERNAL)
    result_url: str | None = field("Where the result can be fetched.", INTERNAL)
    created_at: DateTime = field("When it was asked for.", INTERNAL)
    finished_at: DateTime | None = field("When it ended.", INTERNAL)
    actor: str | None = field("Who asked for it.", INTERNAL)
    details: JSON = field("What came of it, in figures.", INTERNAL)
    problems: Connection[ImportProblem] = field("What an import found wrong.", INTERNAL, arguments=page())


@kind("What became of asking for a job, or stopping one.")
class JobPayload:
    job: Job | None = field("The job; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about jobs.")
class JobQueries:
    job: Job | None = field("One job.", arguments={"id": argument(strawberry.ID, "The id.")})
    jobs: Connection[Job] = field("Jobs, newest first.", arguments=root_page())
