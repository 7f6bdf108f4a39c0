"""The rules of tiers at work on members: one at a time, and all at once."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID

import asyncpg
import pytest

from tests import make
from tests.actions.tiering import buy, days, evaluate, history, ladder, member, state, sweep

AT = datetime(2025, 5, 10, 4, 0, tzinfo=UTC)
END = datetime(2026, 5, 31, 16, 0, tzinfo=UTC)
"Of a tier of 12 months that begins then: the midnight after May, in Shanghai."


async def test_an_order_that_reaches_a_tier_lifts_the_member(connection: asyncpg.Connection) -> None:
    tier, who = await ladder(connection), await member(connection)
    order = await buy(connection, who, 120_000, AT)
    (decision,) = await evaluate(connection, who, AT, order=order)
    assert (decision.kind, decision.after.code, decision.expires_at) == ("UPGRADE", "SILVER", END)
    assert await state(connection) == [("M1", "SILVER", AT, END)]
    change = await connection.fetchrow("SELECT kind, to_tier_id, order_id, reason, actor FROM tier_change")
    assert tuple(change) == ("UPGRADE", tier["SILVER"], order, "1,200.00 spent in 12 months reached Silver", "test")
    assert await connection.fetchval("SELECT kind FROM member_notice") == "tier.upgraded"


async def test_nothing_happens_twice(connection: asyncpg.Connection) -> None:
    await ladder(connection)
    who = await member(connection)
    await buy(connection, who, 120_000, AT)
    assert len(await evaluate(connection, who, AT)) == 1
    assert await evaluate(connection, who, AT) == []


def rarely(chance: Random, value: object, often: float = 0.3) -> object:
    return value if chance.random() < often else None


async def tiers_by_chance(connection: asyncpg.Connection, chance: Random) -> list[UUID]:
    """Four tiers with any conditions; the lowest may ask for something too."""
    return [
        await make.insert(
            connection, "tier", code=f"T{rank}", name=f"Tier {rank}", rank=rank * 10,
            growth_threshold=rarely(chance, chance.randrange(1, 40) * 100),
            spend_threshold=rarely(chance, chance.randrange(1, 40) * 10_000, 0.6),
            order_count_threshold=rarely(chance, chance.randrange(1, 6)),
            points_threshold=rarely(chance, chance.randrange(1, 30) * 100, 0.2),
            period_months=chance.choice([3, 12, 12]), validity_months=rarely(chance, chance.choice([1, 6, 12]), 0.8),
            keep_growth=rarely(chance, chance.randrange(1, 40) * 50, 0.2),
            keep_spend=rarely(chance, chance.randrange(1, 40) * 5_000),
            keep_orders=rarely(chance, chance.randrange(1, 4), 0.2), grace_days=chance.choice([0, 0, 10]),
            is_active=chance.random() < 0.9,
        )
        for rank in range(4)
    ]  # fmt: skip


async def member_by_chance(connection: asyncpg.Connection, chance: Random, no: int, tiers: list[UUID]) -> None:
    tier = chance.choice([None, *tiers])
    low, high = sorted(chance.choices(range(4), k=2))
    by_hand = chance.random() < 0.3
    who = await member(
        connection, f"M{no:03}", tier_id=tier, tier_mode="MANUAL" if by_hand else "AUTOMATIC",
        tier_expires_at=rarely(chance, AT - days(chance.uniform(-60, 500)), 0.8) if tier else None,
        tier_floor_id=rarely(chance, tiers[low], 0.6) if by_hand else None,
        tier_cap_id=rarely(chance, tiers[high], 0.6) if by_hand else None,
        status=chance.choices(["ACTIVE", "FROZEN", "CANCELLED"], [8, 2, 1])[0],
    )  # fmt: skip
    for _ in range(chance.randrange(6)):
        at = AT - days(chance.uniform(0, 700)) if chance.random() < 0.9 else AT
        total = chance.randrange(1, 20) * 10_000
        status = chance.choices(["COMPLETED", "CANCELLED", "RETURNED", "PARTLY_RETURNED"], [8, 1, 1, 1])[0]
        back = {"RETURNED": total, "PARTLY_RETURNED": total // 2}.get(status, 0)
        order = await buy(connection, who, total, at, status=status, returned_total=back)
        if back:
            await make.insert(
                connection,
                "order_return",
                number=f"R{order}",
                order_id=order,
                reason="-",
                actor="-",
                amount=back,
                at=AT,
            )
        for asset in chance.sample(["GROWTH", "POINTS"], chance.randrange(3)):
            account = await connection.fetchval(f"SELECT {asset}_account_id FROM member WHERE id = $1", who)
            await make.credit(connection, account, asset, total // 100, at)


@pytest.mark.parametrize("seed", range(6))
async def test_all_at_once_decides_as_one_by_one(connection: asyncpg.Connection, seed: int) -> None:
    chance = Random(seed)
    async with connection.transaction():
        tiers = await tiers_by_chance(connection, chance)
        for no in range(60):
            await member_by_chance(connection, chance, no, tiers)
    transaction = connection.transaction()
    await transaction.start()
    for row in await connection.fetch("SELECT id FROM member"):
        await evaluate(connection, row["id"], AT)
    one_by_one = await state(connection), await history(connection)
    await transaction.rollback()
    await sweep(connection, AT)
    assert await history(connection) == one_by_one[1]
    assert await state(connection) == one_by_one[0]
    assert {row[1] for row in one_by_one[1]} >= {"UPGRADE", "DOWNGRADE"}
