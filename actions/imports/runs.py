"""One run of an importer: its job, the steps that are done, and the lock that keeps a second one out."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Pool, create_pool

from actions.imports.reports import KEPT, Problem, Summary, shortened
from actions.recording import record
from rules.jobs import JobStatus
from rules.refusals import ErrorCode, Refused

ACTOR = "import"
LOCK_SECONDS = 30
"A killed importer's last statement may still be running; so long we wait for its lock."

SETTINGS = {"application_name": "memberdesk import", "timezone": "UTC", "jit": "off", "statement_timeout": "0"}
FIND = "SELECT id, status, details FROM job WHERE kind = $1 AND details->>'digest' = $2 ORDER BY created_at LIMIT 1"
START = "INSERT INTO job (kind, status, details) VALUES ($1, $2, $3::text::jsonb) RETURNING id, status, details"
STEP = "INSERT INTO import_step (digest, step, job_id, rows) VALUES ($1, $2, $3, $4)"
FINISH = """
    UPDATE job SET status = $2, done = coalesce(total, done), finished_at = now(), error = NULL,
        details = details || $3::text::jsonb
    WHERE id = $1
"""
COUNT = """
    UPDATE job SET details = jsonb_set(details, '{counts}', (
        SELECT jsonb_object_agg(name, total) FROM (
            SELECT name, sum(value::bigint) AS total FROM (
                SELECT * FROM jsonb_each_text(coalesce(details->'counts', '{}'))
                UNION ALL SELECT * FROM jsonb_each_text($2::text::jsonb)
            ) AS part (name, value) GROUP BY name
        ) AS sums
    )) WHERE id = $1
"""
PROBLEMS = """
    SELECT file, reason, treatment, line, "column", value, rows FROM import_problem
    WHERE job_id = $1 ORDER BY line NULLS FIRST, id LIMIT $2
"""
PROBLEM_COLUMNS = ("job_id", "file", "line", "column", "value", "reason", "treatment", "rows")


@dataclass
class Run:
    """A job that is being done. `details` are the choices made when it first started, which a resumed run keeps."""

    pool: Pool
    id: UUID
    digest: str
    status: str
    details: dict[str, Any]
    steps: set[str] = field(default_factory=set)

    @property
    def is_finished(self) -> bool:
        return self.status == JobStatus.SUCCEEDED

    @asynccontextmanager
    async def step(self, name: str, rows: int = 0) -> AsyncIterator[Connection]:
        """A transaction in which the step's rows are written and the step is marked as done, or neither."""
        async with self.pool.acquire() as connection:
            async with connection.transaction():
                yield connection
                await connection.execute(STEP, self.digest, name, self.id, rows)
                await connection.execute("UPDATE job SET done = done + $2 WHERE id = $1", self.id, rows)
            self.steps.add(name)

    async def expect(self, total: int) -> None:
        await self.pool.execute("UPDATE job SET total = $2 WHERE id = $1", self.id, total)

    async def report(self, connection: Connection, problems: Iterable[Problem]) -> None:
        """Keeps problems in `import_problem`, in the transaction of the step that found them."""
        rows = [
            (
                self.id,
                shortened(p.file, 300),
                p.line,
                p.column and p.column[:100],
                p.value and shortened(p.value, 300),
                p.reason,
                p.treatment,
                p.rows,
            )
            for p in problems
        ]
        await connection.copy_records_to_table("import_problem", columns=PROBLEM_COLUMNS, records=rows)

    async def count(self, connection: Connection, figures: dict[str, int]) -> None:
        """Adds figures to the job's, in the transaction of the step that they come from."""
        await connection.execute(COUNT, self.id, dumps(figures))

    async def tell(self, summary: Summary) -> None:
        """Fills a summary with what is known of the job, whoever did it and when."""
        details = loads(await self.pool.fetchval("SELECT details FROM job WHERE id = $1", self.id))
        figures = details.get("counts", {})
        summary.job_id = self.id
        summary.refused, summary.known = figures.pop("refused", 0), figures.pop("known", 0)
        summary.added.update(figures)
        found = await self.pool.fetch(PROBLEMS, self.id, KEPT)
        summary.problems = [Problem(**row) for row in found]
        summary.problem_count = await self.pool.fetchval(
            "SELECT count(*) FROM import_problem WHERE job_id = $1", self.id
        )

    async def finish(self, figures: dict[str, Any]) -> None:
        """Marks the job as done and records the event. `figures` join the job's details."""
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(FINISH, self.id, JobStatus.SUCCEEDED, dumps(figures))
            await record(connection, ACTOR, "import.finished", "Job", self.id, figures)
        self.status = JobStatus.SUCCEEDED
        self.details |= figures


@asynccontextmanager
async def open_run(dsn: str, kind: str, digest: str, details: dict[str, Any], writers: int = 1) -> AsyncIterator[Run]:
    """The run of this file: a new one, or the one that was cut off. An error is kept in the job and raised again.

    Raises Refused if another process is importing the same file.
    """
    async with (
        create_pool(dsn, min_size=1, max_size=writers + 1, server_settings=SETTINGS) as pool,
        pool.acquire() as keeper,
    ):
        await _lock(keeper, digest)
        run = await _found_or_started(pool, keeper, f"import:{kind}", digest, details)
        try:
            yield run
        except Exception as error:
            await pool.execute(
                "UPDATE job SET status = $2, error = $3 WHERE id = $1", run.id, JobStatus.FAILED, str(error)
            )
            raise
        finally:
            await keeper.execute("SELECT pg_advisory_unlock(hashtextextended($1, 0))", digest)


async def _lock(keeper: Connection, digest: str) -> None:
    for _ in range(LOCK_SECONDS * 4):
        if await keeper.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", digest):
            return
        await asyncio.sleep(0.25)
    raise Refused(ErrorCode.CONFLICT, "Another process is importing the same file. Wait for it, or stop it first.")


async def _found_or_started(pool: Pool, keeper: Connection, kind: str, digest: str, details: dict[str, Any]) -> Run:
    row = await keeper.fetchrow(FIND, kind, digest)
    if row is None:
        async with keeper.transaction():
            row = await keeper.fetchrow(START, kind, JobStatus.RUNNING, dumps(details | {"digest": digest}))
            await record(keeper, ACTOR, "import.started", "Job", row["id"], details)
    elif row["status"] != JobStatus.SUCCEEDED:
        await keeper.execute("UPDATE job SET status = $2, error = NULL WHERE id = $1", row["id"], JobStatus.RUNNING)
    steps = await keeper.fetch("SELECT step FROM import_step WHERE digest = $1", digest)
    return Run(pool, row["id"], digest, row["status"], loads(row["details"]), {step["step"] for step in steps})
