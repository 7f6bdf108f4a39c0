"""Long pieces of work: asked for with the change that needs them, done in batches of one transaction each."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries

from actions.once import Written
from actions.recording import record, unchanged
from rules.jobs import LIVE, JobStatus, check_cancellable
from rules.viewer import Viewer

ENTRYPOINT = "job"
"Of the queue: every job waits there under one name, its kind says what to do."
TIMETABLE = "timetable"
"Who asks for what nobody asked for."

ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('memberdesk job ' || $1, 0))"
WAITING = "SELECT id FROM job WHERE kind = $1 AND status = ANY($2) ORDER BY created_at LIMIT 1"
ADD = """
    INSERT INTO job (kind, input, total, actor, staff_id, created_at)
    VALUES ($1, $2::text::jsonb, $3, $4, $5, $6) RETURNING id
"""
FOUND = """
    SELECT id, kind, status, done, total, input::text, state::text, details::text, actor FROM job WHERE id = $1
    FOR NO KEY UPDATE
"""
GO_ON = """
    UPDATE job SET status = $2, done = $3, total = coalesce($4, total), state = $5::text::jsonb,
        details = $6::text::jsonb, finished_at = $7
    WHERE id = $1
"""
FAIL = "UPDATE job SET status = 'FAILED', error = $2, finished_at = $3 WHERE id = $1 AND status = ANY($4)"
CANCEL = "UPDATE job SET status = 'CANCELLED', finished_at = $2 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Program:
    """What every batch needs to know of the installation."""

    currency: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Work:
    """A job as its next batch finds it. `state` is what the batch before left, empty at first."""

    id: UUID
    actor: str
    given: Mapping[str, Any]
    state: Mapping[str, Any]
    done: int
    total: int | None
    at: datetime
    program: Program


@dataclass(frozen=True, slots=True)
class Step:
    """What one batch did: how many things, where the next one starts, figures that are added up over all batches."""

    done: int
    state: Mapping[str, Any]
    is_last: bool
    total: int | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


Stepping = Callable[[Connection, Work], Awaitable[Step]]


async def ask(
    connection: Connection,
    by: Viewer | None,
    kind: str,
    given: Mapping[str, Any],
    at: datetime,
    *,
    total: int | None = None,
    is_alone: bool = False,
) -> UUID:
    """A job and its place in the queue, both in the caller's transaction. `by` is nobody for the timetable.

    With `is_alone` one that still waits or runs stands for this one too. `given` is JSON and stays with the job.
    """
    if is_alone:
        await connection.execute(ALONE, kind)
        waiting = await connection.fetchval(WAITING, kind, list(LIVE))
        if waiting is not None:
            unchanged()
            return waiting
    staff = by and by.staff_id and UUID(by.staff_id)
    actor = by.name if by else TIMETABLE
    job = await connection.fetchval(ADD, kind, dumps(dict(given), default=str), total, actor, staff, at)
    await Queries(AsyncpgDriver(connection)).enqueue(ENTRYPOINT, str(job).encode())
    await record(connection, actor, "job.asked", "Job", job, {"kind": kind, "input": dict(given)}, staff)
    return job


async def cancel(connection: Connection, by: Viewer, job: UUID, at: datetime) -> Written:
    """What its batches did stays. Raises Refused for a job that ended."""
    found = await connection.fetchrow(FOUND, job)
    check_cancellable(found["status"])
    await connection.execute(CANCEL, job, at)
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, "job.cancelled", "Job", job, {"done": found["done"]}, staff)
    return {"job": job}


async def go_on(
    connection: Connection, job: UUID, kinds: Mapping[str, Stepping], at: datetime, program: Program
) -> bool:
    """One batch in the caller's transaction; says whether there is another.

    The job's row is locked meanwhile: two workers with one job take turns, and whoever cancels waits for the batch.
    """
    found = await connection.fetchrow(FOUND, job)
    if found is None or found["status"] not in LIVE:
        return False
    step = await kinds[found["kind"]](connection, _work(found, at, program))
    details = loads(found["details"])
    figures = {name: details.get(name, 0) + value for name, value in step.figures.items()}
    status, ended = (JobStatus.SUCCEEDED, at) if step.is_last else (JobStatus.RUNNING, None)
    state, done = dumps(dict(step.state), default=str), found["done"] + step.done
    await connection.execute(GO_ON, job, status, done, step.total, state, dumps(details | figures), ended)
    return not step.is_last


async def fail(connection: Connection, job: UUID, error: str, at: datetime) -> None:
    """What its batches did stays; nothing happens to a job that ended."""
    await connection.execute(FAIL, job, error[:1000], at, list(LIVE))


def _work(found: Record, at: datetime, program: Program) -> Work:
    given, state = loads(found["input"]), loads(found["state"])
    return Work(found["id"], found["actor"] or TIMETABLE, given, state, found["done"], found["total"], at, program)
