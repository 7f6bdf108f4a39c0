"""What was held while a member was frozen or cancelled is given or dropped, once; what was gathered is cleared."""

from datetime import datetime
from json import loads
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, lots
from actions.ledger import Side, Why
from rules.ledger import Asset
from rules.points import Lot, PointsEntryKind
from rules.standing import HeldStatus, Matter

OF_POINTS = frozenset({Matter.EARN_POINTS})
OF_ACCUMULATION = frozenset({Matter.EARN_GROWTH, Matter.COUNT_SPEND})
HELD = """
    SELECT id, matter, amount, order_id, details::text FROM held_effect
    WHERE member_id = $1 AND status = 'HELD' ORDER BY at, id FOR UPDATE
"""
DECIDE = "UPDATE held_effect SET status = $2, decided_at = $3 WHERE id = $1"
OWNER = "SELECT id, points_account_id AS account, growth_account_id AS growth FROM member WHERE id = $1"
POINTS = """
    SELECT id, balance FROM ledger_account
    WHERE member_id = $1 AND asset = 'POINTS' AND bucket IN ('AVAILABLE', 'PENDING') AND balance > 0 ORDER BY id
"""
LOTS = "SELECT id, remaining FROM points_lot WHERE account_id = $1 AND remaining > 0 ORDER BY id"
UNCOUNT = """
    INSERT INTO held_effect (member_id, matter, order_id, amount, status, at, decided_at)
    SELECT $1, 'COUNT_SPEND', o.id, o.total, 'DROPPED', $2, $2 FROM orders o
    WHERE o.member_id = $1 AND o.status <> 'CANCELLED'
      AND NOT EXISTS (SELECT FROM held_effect h WHERE h.order_id = o.id AND h.matter = 'COUNT_SPEND'
                      AND h.status <> 'REPLAYED')
"""
SOURCE, RESUMED = "resumed", "Cleared when the membership was resumed"


async def replay(connection: Connection, member: UUID, actor: str, at: datetime, dropped: frozenset[Matter]) -> None:
    """Gives what was held, but drops the matters of `dropped` and points that would have expired by now."""
    owner = await connection.fetchrow(OWNER, member)
    for held in await connection.fetch(HELD, member):
        is_given = Matter(held["matter"]) not in dropped and await _give(connection, owner, held, actor, at)
        status = HeldStatus.REPLAYED if is_given else HeldStatus.DROPPED
        await connection.execute(DECIDE, held["id"], status, at)


async def clear_points(
    connection: Connection, member: UUID, actor: str, at: datetime, reason: str = RESUMED, source: str = SOURCE
) -> None:
    """Takes all points, those that wait included."""
    accounts = await connection.fetch(POINTS, member)
    balances = await ledger.locked(connection, [row["id"] for row in accounts])
    issued = await ledger.outside(connection, Asset.POINTS)
    why = Why("points.cleared", actor, reason, source, at)
    for account, balance in balances.items():
        kept = [Lot(row["id"], row["remaining"]) for row in await connection.fetch(LOTS, account)]
        sides = [Side(account, PointsEntryKind.ADJUST, -balance), Side(issued, PointsEntryKind.ADJUST, balance)]
        entry = (await ledger.post(connection, why, sides))[0]
        await lots.take(connection, [(lot, entry) for lot in kept])


async def clear_accumulation(
    connection: Connection, member: UUID, actor: str, at: datetime, reason: str = RESUMED, source: str = SOURCE
) -> None:
    """Growth value begins at 0 again, and orders up to now do not count for tiers any more."""
    owner = await connection.fetchrow(OWNER, member)
    balances = await ledger.locked(connection, [owner["growth"]])
    growth = balances[owner["growth"]]
    if growth:
        why = Why("growth.cleared", actor, reason, source, at)
        await _post_growth(connection, owner, why, PointsEntryKind.ADJUST, -growth)
    await connection.execute(UNCOUNT, member, at)


async def _give(connection: Connection, owner: Record, held: Record, actor: str, at: datetime) -> bool:
    said = loads(held["details"])
    matter = Matter(held["matter"])
    why = Why(
        "effect.replayed", actor, said.get("reason", "Held until the member was resumed"),
        said.get("source", SOURCE), at, order_id=held["order_id"],
    )  # fmt: skip
    if matter is Matter.EARN_POINTS:
        until = said.get("expiresAt")
        expires = datetime.fromisoformat(until) if until else None
        if expires is not None and expires <= at:
            return False
        await lots.credit(connection, owner, why, PointsEntryKind.EARN, held["amount"], expires)
    elif matter is Matter.EARN_GROWTH:
        await _post_growth(connection, owner, why, PointsEntryKind.EARN, held["amount"])
    return True


async def _post_growth(connection: Connection, owner: Record, why: Why, kind: PointsEntryKind, delta: int) -> None:
    issued = await ledger.outside(connection, Asset.GROWTH)
    await ledger.post(connection, why, [Side(owner["growth"], kind, delta), Side(issued, kind, -delta)])
