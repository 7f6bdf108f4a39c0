"""Jobs of points: nothing expires early or twice, reminders come once, what is pending comes in time."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from actions import expiry, jobs, lots, maturing, reminding
from actions.ledger import Why
from actions.reclaiming import take_back
from jobs.kinds import KINDS
from models.invariants import INVARIANTS
from rules.points import PointsEntryKind, TakingBack
from tests import make
from tests.actions.test_jobs import PROGRAM

AT = make.NOW
WHY = Why("test", "test", "Because", "test", AT)


class Clock:
    """Two members without points, and jobs as of a moment."""

    def __init__(self, connection: asyncpg.Connection, owners: list[Any]) -> None:
        self.connection = connection
        self.owners = owners

    async def earn(self, points: int, expires: timedelta | None, who: int = 0, available: Any = None) -> UUID:
        until = None if expires is None else AT + expires
        since = None if available is None else AT + available
        kind = PointsEntryKind.EARN
        return await lots.credit(self.connection, self.owners[who], WHY, kind, points, until, since)

    async def run(self, kind: str, at: datetime = AT) -> dict[str, Any]:
        """Until it is done; the job's row."""
        async with self.connection.transaction():
            job = await jobs.ask(self.connection, None, kind, {}, at)
        more = True
        while more:
            async with self.connection.transaction():
                more = await jobs.go_on(self.connection, job, KINDS, at, PROGRAM)
        return dict(await self.connection.fetchrow("SELECT done, status, details FROM job WHERE id = $1", job))

    async def balances(self, bucket: str = "AVAILABLE") -> list[int]:
        rows = await self.connection.fetch(
            "SELECT balance FROM ledger_account a JOIN member m ON m.id = a.member_id"
            " WHERE asset = 'POINTS' AND bucket = $1 ORDER BY member_no", bucket,
        )  # fmt: skip
        return [row[0] for row in rows]


@pytest_asyncio.fixture
async def clock(connection: asyncpg.Connection) -> AsyncIterator[Clock]:
    async with connection.transaction():
        for no in ("M1", "M2"):
            await make.member(connection, no)
    await connection.execute("SET TIME ZONE 'UTC'")
    owners = await connection.fetch("SELECT id, points_account_id AS account FROM member ORDER BY member_no")
    yield Clock(connection, owners)
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name


async def test_what_is_due_expires_and_nothing_else(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH", 1)
    await clock.earn(10, timedelta(0))
    await clock.earn(20, timedelta(days=-1), who=1)
    await clock.earn(5, timedelta(microseconds=1))
    await clock.earn(7, None)
    assert (await clock.run(expiry.KIND))["done"] == 2
    assert await clock.balances() == [12, 0]
    assert (await clock.run(expiry.KIND))["done"] == 0
    entries = await clock.connection.fetch("SELECT delta FROM ledger_entry WHERE kind = 'EXPIRE' AND delta < 0")
    assert sorted(row[0] for row in entries) == [-20, -10]


async def test_who_is_frozen_keeps_the_points_if_the_policy_says_so(clock: Clock) -> None:
    await clock.earn(10, timedelta(0))
    await clock.earn(20, timedelta(0), who=1)
    await clock.connection.execute("UPDATE member SET status = 'FROZEN' WHERE member_no = 'M1'")
    await clock.connection.execute(
        """INSERT INTO policy (code, value) VALUES ('STATUS', '{"FROZEN": {"EXPIRE_POINTS": "HOLD"}}')
           ON CONFLICT (code) DO UPDATE SET value = excluded.value"""
    )
    await clock.run(expiry.KIND)
    assert await clock.balances() == [10, 0]


async def test_what_was_spent_before_does_not_expire(clock: Clock) -> None:
    await clock.earn(10, timedelta(hours=1))
    await lots.debit(clock.connection, clock.owners[0], WHY, PointsEntryKind.SPEND, 4)
    await clock.run(expiry.KIND, AT + timedelta(hours=2))
    assert await clock.connection.fetchval("SELECT delta FROM ledger_entry WHERE kind = 'EXPIRE' ORDER BY delta") == -6


async def test_a_batch_that_was_killed_leaves_nothing_behind(clock: Clock) -> None:
    await clock.earn(10, timedelta(0))
    job = await jobs.ask(clock.connection, None, expiry.KIND, {}, AT)
    killed = clock.connection.transaction()
    await killed.start()
    await jobs.go_on(clock.connection, job, KINDS, AT, PROGRAM)
    await killed.rollback()
    assert await clock.balances() == [10, 0]
    async with clock.connection.transaction():
        await jobs.go_on(clock.connection, job, KINDS, AT, PROGRAM)
    assert await clock.balances() == [0, 0]


async def test_pending_points_come_when_they_are_due(clock: Clock) -> None:
    await clock.earn(10, timedelta(days=90), available=timedelta(days=1))
    await clock.earn(20, None, available=timedelta(days=2))
    await clock.earn(30, None, who=1, available=timedelta(days=1))
    assert (await clock.run(maturing.KIND, AT + timedelta(hours=23)))["done"] == 0
    assert (await clock.run(maturing.KIND, AT + timedelta(days=1)))["done"] == 2
    assert (await clock.balances(), await clock.balances("PENDING")) == ([10, 30], [20, 0])
    await clock.run(maturing.KIND, AT + timedelta(days=2))
    assert await clock.balances() == [30, 30]


async def test_points_that_come_pay_a_debt_first(clock: Clock) -> None:
    entry = await clock.earn(50, None)
    await lots.debit(clock.connection, clock.owners[0], WHY, PointsEntryKind.SPEND, 50)
    await take_back(clock.connection, clock.owners[0], WHY, entry, 50, TakingBack.ALLOW_DEBT)
    for points in (20, 40):
        await clock.earn(points, None, available=timedelta(days=1))
    await clock.run(maturing.KIND, AT + timedelta(days=1))
    assert await clock.balances() == [10, 0]
    left = await clock.connection.fetch("SELECT remaining FROM points_lot ORDER BY id")
    assert [row[0] for row in left] == [0, 0, 10]


async def test_members_are_reminded_once_for_each_number_of_days(clock: Clock) -> None:
    await clock.earn(10, timedelta(days=20))
    await clock.earn(15, timedelta(days=20))
    await clock.earn(5, timedelta(days=300), who=1)
    for days in (0, 1, 14, 15):
        await clock.run(reminding.KIND, AT + timedelta(days=days))
    rows = await clock.connection.fetch(
        "SELECT body->>'points' AS points, body->>'daysAhead' AS days FROM member_notice"
    )
    assert [tuple(row) for row in rows] == [("25", "30"), ("25", "7")]


async def test_days_of_expiry_are_those_of_the_zone(clock: Clock) -> None:
    midnight = (AT.astimezone(PROGRAM.zone) + timedelta(days=3)).replace(hour=0, minute=0, second=0)
    for minutes in (-1, 1):
        await clock.earn(10, midnight + timedelta(minutes=minutes) - AT)
    await clock.run(reminding.KIND)
    assert await clock.connection.fetchval("SELECT count(*) FROM member_notice") == 2
