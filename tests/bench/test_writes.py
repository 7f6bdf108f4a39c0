"""Q4: the three sides that are measured do the same work, and the check finds books that are wrong."""

from collections.abc import AsyncIterator

import asyncpg
import orjson
import pytest
import pytest_asyncio

from actions.ledger import outside
from bench.load import Run
from bench.reads_measured import writes
from bench.reads_measured.report_of_writes import bars
from bench.reads_sides.earning import FUNCTION, KEY, bodies
from bench.reads_sides.limit_of_writes import earn, opened
from models.invariants import INVARIANTS
from rules.ledger import Asset
from tests import make
from tests.conftest import database

NUMBER = "SELECT member_no FROM member WHERE status = 'ACTIVE' ORDER BY member_no LIMIT 1"
PEERS = "SELECT delta FROM bench_lists.earn_points($1, 10, 'Bench', $2)"


@pytest_asyncio.fixture
async def url(empty_url: str) -> AsyncIterator[str]:
    async with database(empty_url, empty_url) as found:
        connection = await asyncpg.connect(found)
        await make.world(connection)
        await connection.execute(FUNCTION)
        await outside(connection, Asset.POINTS)
        await connection.close()
        yield found


async def test_limit_and_peer_leave_the_same_rows(url: str) -> None:
    held, before = await writes.ready(url)
    assert set(list(INVARIANTS)[:5]) <= set(held)
    limit = await opened(url)
    number = await limit[0].fetchval(NUMBER)
    told = orjson.loads(await earn(limit, number, "a"))["pointsEarn"]
    assert told["entry"]["delta"] == 10
    assert told["entry"]["balanceAfter"] == told["member"]["points"]["available"]
    assert await limit[0].fetchval(PEERS, number, "b") == 10
    await limit[0].close()
    await writes.check(url, held, before)


async def test_a_book_that_is_wrong_ends_the_run(url: str) -> None:
    held, before = await writes.ready(url)
    connection = await asyncpg.connect(url)
    await connection.execute("UPDATE ledger_account SET balance = balance + 10 WHERE id = (SELECT points_account_id"
                             " FROM member WHERE status = 'ACTIVE' LIMIT 1)")  # fmt: skip
    await connection.close()
    with pytest.raises(writes.Wrong):
        await writes.check(url, held, before)


def test_every_body_has_a_place_for_its_key() -> None:
    many, one = bodies(20_000).splitlines(), bodies(20_000, all_on_one=True).splitlines()
    assert (len(many), len(one)) == (2_000, 1)
    assert all(orjson.loads(body)["variables"]["key"] == KEY for body in many)


def test_the_bar_is_twice_the_peer() -> None:
    runs = {("many", 16, side): [Run(rate, 1, 2, 3, 4)] for side, rate in (("limit", 30), ("ours", 22), ("peer", 10))}
    (bar,) = bars(runs)
    assert (bar.holds, bar.measured, bar.limit) == (True, 2.2, 3.0)
