"""kill -9 of a worker in the middle of a job: `python -m tests.faults.kill_worker`."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from actions import expiry, jobs, tiers
from settings import Settings
from tests import make
from tests.conftest import database
from tests.faults.ground import check
from tests.faults.processes import Process
from tests.faults.running import main

MEMBERS = 400
STATUS = "SELECT status, done FROM job WHERE id = $1"
TWICE = """
    SELECT account_id FROM ledger_entry WHERE kind = 'EXPIRE' AND delta < 0 GROUP BY account_id
    HAVING count(*) <> 1 OR sum(delta) <> -5"""
Prove = Callable[[asyncpg.Connection], Awaitable[None]]


async def all_expired_once(c: asyncpg.Connection) -> None:
    assert await c.fetch(TWICE) == []
    assert await c.fetchval("SELECT count(*) FROM ledger_entry WHERE kind = 'EXPIRE' AND delta < 0") == MEMBERS
    assert await c.fetchval("SELECT sum(remaining) FROM points_lot") == 0


async def all_climbed_once(c: asyncpg.Connection) -> None:
    assert await c.fetchval("SELECT count(*) FROM tier_change WHERE kind = 'UPGRADE'") == MEMBERS
    assert await c.fetchval("SELECT count(DISTINCT member_id) FROM tier_change") == MEMBERS
    assert await c.fetchval("SELECT count(*) FROM member_notice WHERE kind = 'tier.upgraded'") == MEMBERS


KINDS: dict[str, Prove] = {expiry.KIND: all_expired_once, tiers.EVALUATION: all_climbed_once}


async def kill_worker(url: str, kind: str, chance: random.Random, kills: int) -> int:
    """How often a worker was killed in the middle of the job. Each thing was done once in the end."""
    connection, killed = await asyncpg.connect(url), 0
    try:
        job = await _asked(connection, kind)
        while (await connection.fetchrow(STATUS, job))["status"] not in ("SUCCEEDED", "FAILED"):
            with Process(url, "-m", "tests.faults.one_worker", url, str(job)) as worker:
                killed += await _watch(connection, job, worker, chance, killed < kills)
        assert tuple(await connection.fetchrow(STATUS, job)) == ("SUCCEEDED", MEMBERS)
        await KINDS[kind](connection)
        await check(connection)
    finally:
        await connection.close()
    return killed


async def _asked(connection: asyncpg.Connection, kind: str) -> UUID:
    """Members with points that are over and purchases enough to climb."""
    async with connection.transaction():
        await make.insert(connection, "tier", code="BASE", name="Base", rank=0)
        await make.insert(connection, "tier", code="GOLD", name="Gold", rank=1, growth_threshold=5)
        for n in range(MEMBERS):
            await make.member(connection, f"K{n:04}", points=5, growth=5)
        await connection.execute("UPDATE points_lot SET expires_at = $1", make.LONG_AGO + make.NOW.resolution)
        return await jobs.ask(connection, None, kind, {}, datetime.now(UTC), total=MEMBERS)


async def _watch(
    connection: asyncpg.Connection, job: UUID, worker: Process, chance: random.Random, may_kill: bool
) -> bool:
    """Until the worker is over. Kills it a moment after it did something."""
    had, began = (await connection.fetchrow(STATUS, job))["done"], time.monotonic()
    while not worker.is_over:
        assert time.monotonic() - began < 60, "the worker does not get on"
        await asyncio.sleep(0.002)
        if may_kill and (await connection.fetchrow(STATUS, job))["done"] > had:
            await asyncio.sleep(chance.random() / 50)
            worker.kill()
            return (await connection.fetchrow(STATUS, job))["status"] == "RUNNING"
    return False


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Expiry of points, and the evaluation of tiers, by workers that are killed."""
    kills = 20 if full else 10
    told = []
    for kind in KINDS:
        async with database(url, url) as own:
            told.append(f"{kind}: {await kill_worker(own, kind, chance, kills)} kills")
    return f"{'; '.join(told)}; {MEMBERS} members each, everything done once"


if __name__ == "__main__":
    main(measure)
