"""Nothing expires early or twice, whatever the calendar does; the clock is an argument."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
import pytest_asyncio

from actions import expiry
from actions.ledger import Why
from actions.lots import credit
from rules.points import PointsEntryKind
from tests import make
from tests.faults.ground import check

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
ENDS = {
    "an hour that the clock skips": datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN),
    "an hour that comes twice, first": datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
    "an hour that comes twice, second": datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
    "midnight before the clock changes": datetime(2026, 3, 29, tzinfo=BERLIN),
    "the last of February in a leap year": datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    "the day after it": datetime(2028, 3, 1, tzinfo=UTC),
    "the end of a year, in Shanghai": datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI),
    "the beginning of a year": datetime(2027, 1, 1, tzinfo=UTC),
}
STEPS = [-timedelta(days=1), -timedelta(hours=1), -timedelta(microseconds=1)]


@pytest_asyncio.fixture
async def account(connection: asyncpg.Connection) -> AsyncIterator[asyncpg.Record]:
    """Of a member without points."""
    async with connection.transaction():
        member = await make.member(connection, "M1")
    yield await connection.fetchrow("SELECT id, points_account_id AS account FROM member WHERE id = $1", member)
    await check(connection)


@pytest.mark.parametrize("end", ENDS)
async def test_points_expire_at_their_moment_and_once(connection: asyncpg.Connection, account: Any, end: str) -> None:
    at = ENDS[end].astimezone(UTC)
    why = Why("test", "test", "Because", "test", make.LONG_AGO)
    async with connection.transaction():
        await credit(connection, account, why, PointsEntryKind.EARN, 5, at)
        await credit(connection, account, why, PointsEntryKind.EARN, 7, at + timedelta(hours=1))
    moments = [at + step for step in STEPS] + [at, at, at + timedelta(minutes=59), at + timedelta(hours=1), at]
    assert [await expired(connection, account, moment) for moment in moments] == [0, 0, 0, 5, 0, 0, 7, 0]


async def expired(connection: asyncpg.Connection, account: asyncpg.Record, at: datetime) -> int:
    async with connection.transaction():
        return (await expiry.expire(connection, at, [account["account"]]))[1]
