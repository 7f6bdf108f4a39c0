"""Importers that are killed in the middle, for real."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from actions.imports import complete_journey, general
from actions.imports.general import reading
from tests.actions.imports.figures import counts, wrongs
from tests.actions.imports.files import members_file

ROOT = Path(__file__).parents[3]
SLOW = "slow = lambda step, done, total: time.sleep(0.15)"
MEMBERS = f"""
import asyncio, sys, time
from pathlib import Path
from actions.imports import general
from actions.imports.general import reading
reading.BATCH = 100
{SLOW}
asyncio.run(general.load(sys.argv[1], "members", Path(sys.argv[2]), progress=slow))
"""
JOURNEY = f"""
import asyncio, sys, time
from pathlib import Path
from actions.imports import complete_journey
complete_journey.HOUSEHOLDS_A_STEP = 1
{SLOW}
asyncio.run(complete_journey.load(sys.argv[1], Path(sys.argv[2]), progress=slow))
"""


async def _killed_after(steps: int, script: str, url: str, path: Path) -> None:
    """Runs the script and kills it once so many steps are done."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, url, str(path), cwd=ROOT)
    connection = await asyncpg.connect(url)
    while await connection.fetchval("SELECT count(*) FROM import_step") < steps:
        assert process.returncode is None
        await asyncio.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL
    await connection.close()


async def test_members_go_on_where_they_stopped(
    fresh_url: str, connection: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = members_file(tmp_path, 2000, bad=20)
    await _killed_after(4, MEMBERS, fresh_url, path)
    done = (await counts(connection))["member"]
    assert 0 < done < 1980
    assert await wrongs(connection) == []
    monkeypatch.setattr(reading, "BATCH", 100)
    summary = await general.load(fresh_url, "members", path)
    assert (summary.added["member"], summary.refused, summary.problem_count) == (1980, 20, 20)
    assert (await counts(connection))["member"] == 1980
    assert await wrongs(connection) == []


async def test_the_journey_goes_on_where_it_stopped(
    fresh_url: str, connection: asyncpg.Connection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _killed_after(12, JOURNEY, fresh_url, folder)
    assert 0 < (await counts(connection))["member"] < 12
    assert await wrongs(connection) == []
    monkeypatch.setattr(complete_journey, "HOUSEHOLDS_A_STEP", 1)
    summary = await complete_journey.load(fresh_url, folder)
    assert (summary.added["member"], summary.added["coupon_redemption"]) == (12, 5)
    assert await wrongs(connection) == []


async def test_two_at_once_import_once(fresh_url: str, connection: asyncpg.Connection, tmp_path: Path) -> None:
    path = members_file(tmp_path, 300)
    both = await asyncio.gather(*(general.load(fresh_url, "members", path) for _ in range(2)))
    assert sorted(summary.was_done_before for summary in both) == [False, True]
    assert (await counts(connection))["member"] == 300
