"""Members, orders and tiers for tests of the rules of tiers."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions import tiers
from actions.jobs import Program, Work
from actions.tiers import sweeping
from rules.tiers import Decision
from tests import make

ZONE = ZoneInfo("Asia/Shanghai")
PROGRAM = Program("CNY", ZONE)
STATE = """
    SELECT m.member_no, t.code, m.tier_since, m.tier_expires_at FROM member m LEFT JOIN tier t ON t.id = m.tier_id
    ORDER BY member_no
"""
HISTORY = """
    SELECT m.member_no, c.kind, f.code AS before, t.code AS after, c.reason, c.at
    FROM tier_change c JOIN member m ON m.id = c.member_id LEFT JOIN tier f ON f.id = c.from_tier_id
    LEFT JOIN tier t ON t.id = c.to_tier_id
    ORDER BY m.member_no, c.at, c.id
"""


async def ladder(connection: Connection) -> dict[str, UUID]:
    """BASIC for everybody, SILVER by 1,000.00 for a year, GOLD by 2,500.00 or 5,000 growth value for a year."""
    rows = [
        {"code": "BASIC", "name": "Basic", "rank": 0},
        {"code": "SILVER", "name": "Silver", "rank": 1, "spend_threshold": 100000, "validity_months": 12},
        {"code": "GOLD", "name": "Gold", "rank": 2, "spend_threshold": 250000, "growth_threshold": 5000,
         "validity_months": 12},
    ]  # fmt: skip
    return {row["code"]: await make.insert(connection, "tier", **row) for row in rows}


async def member(connection: Connection, no: str = "M1", **values: Any) -> UUID:
    async with connection.transaction():
        return await make.member(connection, no, **values)


async def buy(connection: Connection, member: UUID, total: int, at: datetime = make.NOW, **values: Any) -> UUID:
    count = await connection.fetchval("SELECT count(*) FROM orders")
    key = await make.order(connection, f"O-{count}", member, total, at=at, **values)
    await connection.execute(
        """UPDATE member_metrics SET order_count = order_count + ($3 <> 'RETURNED')::int, total_spend = total_spend + $2
           WHERE member_id = $1 AND $3 <> 'CANCELLED'""",
        member,
        total - values.get("returned_total", 0),
        values.get("status", ""),
    )
    return key


async def evaluate(connection: Connection, member: UUID, at: datetime = make.NOW, **named: Any) -> list[Decision]:
    async with connection.transaction():
        return await tiers.evaluate(connection, member, at, ZONE, "CNY", "test", **named)


async def sweep(connection: Connection, at: datetime = make.NOW) -> None:
    """Every member in one batch, as the job does it."""
    work = Work(UUID(int=1), "test", {}, {}, 0, None, at, PROGRAM)
    async with connection.transaction():
        await sweeping.step(connection, work)


async def state(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await connection.fetch(STATE)]


async def history(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await connection.fetch(HISTORY)]


def days(number: float) -> timedelta:
    return timedelta(days=number)
