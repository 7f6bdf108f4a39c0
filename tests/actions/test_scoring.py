from datetime import UTC, datetime, timedelta

import asyncpg

from actions.scoring import score_members
from rules.scoring import rfm_group
from tests import make

NOW = datetime(2026, 5, 1, tzinfo=UTC)


async def _members(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        for n in range(1, 11):
            last = NOW - timedelta(days=n)
            await make.member(connection, f"M{n}", order_count=n, total_spend=n * 1000, last_order_at=last)
        await make.member(connection, "M0")


async def test_scores_follow_the_quintiles(connection: asyncpg.Connection) -> None:
    await _members(connection)
    assert await score_members(connection, NOW) == 10
    rows = await connection.fetch("SELECT * FROM member_metrics WHERE order_count > 0 ORDER BY order_count")
    assert [row["recency_score"] for row in rows] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert [row["frequency_score"] for row in rows] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [row["quadrant"] for row in rows] == ["PASSER_BY"] * 5 + ["CONFIDANT"] * 5
    assert rows[0]["rfm_group"] == rfm_group(5, 1, 1)


async def test_who_never_bought_has_no_scores(connection: asyncpg.Connection) -> None:
    await _members(connection)
    await score_members(connection, NOW)
    assert await connection.fetchval("SELECT rfm_group FROM member_metrics WHERE order_count = 0") is None


async def test_nobody_to_score_is_no_error(connection: asyncpg.Connection) -> None:
    assert await score_members(connection, NOW) == 0
