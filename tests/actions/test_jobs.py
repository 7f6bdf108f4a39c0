import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from actions import jobs
from actions.jobs import Program, Step, Stepping, Work
from jobs import running
from rules.refusals import ErrorCode, Refused
from tests import make
from tests.conftest import viewer

PROGRAM = Program("CNY", ZoneInfo("Asia/Shanghai"))
CANCEL = "mutation Cancel($id: ID!) { jobCancel(id: $id) { job { status done } userErrors { code message } } }"
ROW = "SELECT status, done, total, error, state::text, details::text, finished_at FROM job WHERE id = $1"


async def counting(connection: asyncpg.Connection, work: Work) -> Step:
    """Two a batch, up to what was asked; keeps a row for each."""
    upto = work.state.get("upto", 0) + 2
    for n in range(upto - 2, upto):
        await make.insert(connection, "tag", name=f"t{n}")
    return Step(2, {"upto": upto}, upto >= work.given["most"], total=work.given["most"], figures={"even": 1})


async def ask(connection: asyncpg.Connection, most: int = 6, **named: Any) -> UUID:
    async with connection.transaction():
        return await jobs.ask(connection, viewer("admin"), "count", {"most": most}, make.NOW, **named)


def kinds(step: Stepping) -> Mapping[str, Stepping]:
    return {"count": step}


async def test_a_job_and_its_place_in_the_queue_are_asked_for_together(connection: asyncpg.Connection) -> None:
    job = await ask(connection)
    queued = await connection.fetchrow("SELECT entrypoint, payload FROM pgqueuer")
    assert tuple(queued) == ("job", str(job).encode())
    event = await connection.fetchrow("SELECT actor, action, subject_id FROM audit_event")
    assert tuple(event) == ("admin", "job.asked", job)


async def test_a_job_that_is_refused_leaves_nothing_in_the_queue(connection: asyncpg.Connection) -> None:
    transaction = connection.transaction()
    await transaction.start()
    await jobs.ask(connection, viewer("admin"), "count", {}, make.NOW)
    await transaction.rollback()
    assert await connection.fetchval("SELECT count(*) FROM job") == 0
    assert await connection.fetchval("SELECT count(*) FROM pgqueuer") == 0


async def test_a_job_is_done_in_batches_that_add_up(fresh_url: str, connection: asyncpg.Connection) -> None:
    job = await ask(connection)
    await running.run(fresh_url, job, kinds(counting), PROGRAM)
    row = await connection.fetchrow(ROW, job)
    assert (row["status"], row["done"], row["total"], row["details"]) == ("SUCCEEDED", 6, 6, '{"even": 3}')
    assert row["finished_at"] is not None
    assert await connection.fetchval("SELECT count(*) FROM tag") == 6


def breaks(after: int, error: Callable[[], BaseException]) -> Stepping:
    async def step(connection: asyncpg.Connection, work: Work) -> Step:
        done = await counting(connection, work)
        if work.done >= after:
            raise error()
        return done

    return step


async def test_a_job_that_is_killed_goes_on_after_its_last_batch(
    fresh_url: str, connection: asyncpg.Connection
) -> None:
    job = await ask(connection)
    with pytest.raises(asyncio.CancelledError):
        await running.run(fresh_url, job, kinds(breaks(2, asyncio.CancelledError)), PROGRAM)
    assert tuple(await connection.fetchrow(ROW, job))[:2] == ("RUNNING", 2)
    await running.run(fresh_url, job, kinds(counting), PROGRAM)
    assert tuple(await connection.fetchrow(ROW, job))[:2] == ("SUCCEEDED", 6)
    assert await connection.fetchval("SELECT count(*) FROM tag") == 6


async def test_an_error_fails_the_job_and_keeps_its_batches(fresh_url: str, connection: asyncpg.Connection) -> None:
    job = await ask(connection)
    refused = Refused(ErrorCode.STATE, "It is {what}.", what="over")
    await running.run(fresh_url, job, kinds(breaks(2, lambda: refused)), PROGRAM)
    row = await connection.fetchrow(ROW, job)
    assert (row["status"], row["done"], row["error"]) == ("FAILED", 2, "It is over.")
    assert await connection.fetchval("SELECT count(*) FROM tag") == 2


async def test_a_kind_that_nobody_knows_fails(fresh_url: str, connection: asyncpg.Connection) -> None:
    job = await ask(connection)
    await running.run(fresh_url, job, {}, PROGRAM)
    assert await connection.fetchval("SELECT error FROM job") == "There is no such kind of work: 'count'."


async def test_a_batch_that_another_transaction_ended_is_done_again(
    fresh_url: str, connection: asyncpg.Connection
) -> None:
    ended = [asyncpg.DeadlockDetectedError("deadlock")]

    async def step(connection: asyncpg.Connection, work: Work) -> Step:
        if ended:
            raise ended.pop()
        return await counting(connection, work)

    job = await ask(connection)
    await running.run(fresh_url, job, kinds(step), PROGRAM)
    assert tuple(await connection.fetchrow(ROW, job))[:2] == ("SUCCEEDED", 6)


async def test_two_workers_with_one_job_take_turns(fresh_url: str, connection: asyncpg.Connection) -> None:
    job = await ask(connection, 20)
    await asyncio.gather(*(running.run(fresh_url, job, kinds(counting), PROGRAM) for _ in range(3)))
    assert tuple(await connection.fetchrow(ROW, job))[:2] == ("SUCCEEDED", 20)
    assert await connection.fetchval("SELECT count(*) FROM tag") == 20


async def test_who_asks_for_what_waits_already_gets_that(connection: asyncpg.Connection) -> None:
    first = await ask(connection, is_alone=True)
    assert await ask(connection, is_alone=True) == first
    assert await ask(connection) != first
    assert await connection.fetchval("SELECT count(*) FROM pgqueuer") == 2


async def test_a_job_that_is_cancelled_stops(teller: Any, fresh_url: str, connection: asyncpg.Connection) -> None:
    job = await ask(connection)
    payload = await teller(CANCEL, id=f"job_{job}")
    assert payload == {"job": {"status": "CANCELLED", "done": 0}, "userErrors": []}
    await running.run(fresh_url, job, kinds(counting), PROGRAM)
    assert await connection.fetchval("SELECT count(*) FROM tag") == 0
    again = await teller(CANCEL, id=f"job_{job}")
    assert again["job"] is None
    assert again["userErrors"][0]["message"] == "The job is cancelled; only one that waits or runs can be stopped."
