"""The clock asks for a look at all members when a tier ended, once, and the worker does it."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from actions import jobs, tiers
from jobs.kinds import KINDS
from jobs.tiers import review_tiers
from models.invariants import INVARIANTS
from tests import make
from tests.actions.test_jobs import PROGRAM
from tests.actions.tiering import history, ladder, member

ENDED = make.NOW - timedelta(hours=1)
JOBS = "SELECT kind, status, actor, total FROM job"


async def silver(connection: asyncpg.Connection, no: str = "M1", **values: Any) -> None:
    """Whose year in SILVER ended an hour ago without a purchase."""
    key = await connection.fetchval("SELECT id FROM tier WHERE code = 'SILVER'")
    await member(connection, no, tier_id=key, **{"tier_expires_at": ENDED} | values)


async def done(connection: asyncpg.Connection) -> None:
    """Every job that waits, as the worker does it."""
    for row in await connection.fetch("SELECT id FROM job WHERE status = 'QUEUED'"):
        more = True
        while more:
            async with connection.transaction():
                more = await jobs.go_on(connection, row["id"], KINDS, make.NOW, PROGRAM)
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name


async def test_a_tier_that_ended_is_reviewed(connection: asyncpg.Connection, fresh_url: str) -> None:
    await ladder(connection)
    await silver(connection)
    await review_tiers(fresh_url)
    assert [tuple(row) for row in await connection.fetch(JOBS)] == [(tiers.EVALUATION, "QUEUED", "timetable", 1)]
    await done(connection)
    assert [row[1:4] for row in await history(connection)] == [("DOWNGRADE", "SILVER", "BASIC")]
    assert await connection.fetchval("SELECT status FROM job") == "SUCCEEDED"


async def test_the_clock_twice_and_at_once_asks_once(connection: asyncpg.Connection, fresh_url: str) -> None:
    await ladder(connection)
    await silver(connection)
    await asyncio.gather(*(review_tiers(fresh_url) for _ in range(4)))
    await review_tiers(fresh_url)
    assert await connection.fetchval("SELECT count(*) FROM job") == 1
    await done(connection)
    await review_tiers(fresh_url)
    assert await connection.fetchval("SELECT count(*) FROM job") == 1
    assert len(await history(connection)) == 1


@pytest.mark.parametrize(
    "values", [{"tier_expires_at": None}, {"tier_expires_at": make.NOW + timedelta(days=1)}, {"status": "ERASED"}]
)
async def test_without_an_end_nothing_is_asked_for(
    connection: asyncpg.Connection, fresh_url: str, values: dict[str, Any]
) -> None:
    await ladder(connection)
    await silver(connection, **values)
    await review_tiers(fresh_url)
    assert await connection.fetchval("SELECT count(*) FROM job") == 0


async def test_two_workers_at_once_lower_each_member_once(connection: asyncpg.Connection, fresh_url: str) -> None:
    await ladder(connection)
    for number in range(6):
        await silver(connection, f"M{number}")
    asked = [await jobs.ask(connection, None, tiers.EVALUATION, {}, make.NOW) for _ in range(2)]
    workers = [await asyncpg.connect(fresh_url) for _ in asked]

    async def work(own: asyncpg.Connection, job: Any) -> None:
        async with own.transaction():
            await jobs.go_on(own, job, KINDS, make.NOW, PROGRAM)

    await asyncio.gather(*(work(*pair) for pair in zip(workers, asked, strict=True)))
    for own in workers:
        await own.close()
    assert [row[0] for row in await history(connection)] == [f"M{number}" for number in range(6)]
    await done(connection)
