"""Runs a job batch by batch, until it is done, cancelled or failed."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from actions.jobs import Program, Stepping, fail, go_on
from rules.refusals import Refused
from rules.scrubbing import scrubbed

TRIES = 5
"Of a batch that PostgreSQL ended because of another transaction."
AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.InterfaceError)
"The database went away: the job stays as its last batch left it, and the queue gives it to a worker again."
log = logging.getLogger("memberdesk.jobs")


async def run(url: str, job: UUID, kinds: Mapping[str, Stepping], program: Program) -> None:
    """A worker that is killed loses its last batch and nothing else: the next one goes on after the one before."""
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC", "jit": "off"})
    try:
        while await _batch(connection, job, kinds, program):
            pass
    except LOST:
        raise
    except Exception as error:
        log.exception("job %s failed", job)
        await fail(connection, job, _said(error), datetime.now(UTC))
    finally:
        await connection.close()


async def _batch(connection: asyncpg.Connection, job: UUID, kinds: Mapping[str, Stepping], program: Program) -> bool:
    for around in range(TRIES):
        try:
            async with connection.transaction():
                return await go_on(connection, job, kinds, datetime.now(UTC), program)
        except AGAIN:
            if around == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _said(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"There is no such kind of work: {error}."
    return error.message if isinstance(error, Refused) else f"{type(error).__name__}: {scrubbed(str(error))}"
