"""The worker with its queue: what was asked for is picked up and done."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from actions import jobs
from actions.anchoring import Anchor
from actions.jobs import Step, Work
from jobs import worker
from tests import make
from tests.actions.test_jobs import PROGRAM


async def count(_: dict[str, Any]) -> int:
    return 0


async def once(_: asyncpg.Connection, work: Work) -> Step:
    return Step(work.given["much"], {}, is_last=True)


async def test_the_worker_does_what_was_asked_before_and_after_it_came(
    fresh_url: str, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worker, "KINDS", {"once": once})
    asked = [await jobs.ask(connection, None, "once", {"much": 3}, make.NOW)]
    task = asyncio.create_task(worker.work(fresh_url, count, PROGRAM, Anchor(tmp_path / "heads")))
    await asyncio.sleep(0.5)
    asked.append(await jobs.ask(connection, None, "once", {"much": 4}, make.NOW))
    for _ in range(200):
        if await connection.fetchval("SELECT count(*) FROM job WHERE status = 'SUCCEEDED'") == 2:
            break
        await asyncio.sleep(0.1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    rows = await connection.fetch("SELECT id, done, actor FROM job ORDER BY done")
    assert [tuple(row) for row in rows] == [(asked[0], 3, "timetable"), (asked[1], 4, "timetable")]
