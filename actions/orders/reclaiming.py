"""Takes back what a returned order earned: from its own lots first, then as the program's policy says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, lots
from actions.ledger import Side, Why
from rules.ledger import Asset
from rules.points import Lot, PointsEntryKind, spread
from rules.returns import SpentPoints

OWN = """
    SELECT lot.id, lot.remaining, lot.account_id, lot.entry_id
    FROM points_lot lot JOIN ledger_entry entry ON entry.id = lot.entry_id
    JOIN ledger_transaction why ON why.id = entry.transaction_id
    WHERE why.order_id = $1 AND lot.remaining > 0
    ORDER BY lot.account_id = $2, lot.expires_at NULLS LAST, lot.id
"""
"""Pending points first: nobody could spend them yet."""
FIRST = """
    SELECT entry.id FROM ledger_entry entry JOIN ledger_transaction why ON why.id = entry.transaction_id
    WHERE why.order_id = $1 AND entry.account_id = $2 AND entry.kind = 'EARN' ORDER BY entry.id LIMIT 1
"""
ALLOW_DEBT = "UPDATE ledger_account SET allows_debt = true WHERE id = $1 AND NOT allows_debt"
ACCOUNTS = "SELECT id FROM ledger_account WHERE member_id = $1 AND asset = 'POINTS'"


@dataclass(frozen=True, slots=True)
class Reclaimed:
    """Points that were taken, and those that could not be."""

    taken: int = 0
    missing: int = 0


async def reclaim_points(
    connection: Connection, owner: dict[str, Any], why: Why, points: int, spent: SpentPoints
) -> Reclaimed:
    accounts = [row["id"] for row in await connection.fetch(ACCOUNTS, owner["id"])]
    await ledger.locked(connection, accounts)
    own = await connection.fetch(OWN, why.order_id, owner["account"])
    if spent is SpentPoints.ONLY_PENDING:
        own = [lot for lot in own if lot["account_id"] != owner["account"]]
    parts, left = _from_own(own, points)
    if spent is not SpentPoints.ONLY_PENDING and left:
        used = {lot["id"] for lot in own}
        others = [lot for lot in await lots.spendable(connection, owner["account"], why.at) if lot.id not in used]
        there = min(left, sum(lot.remaining for lot in others))
        first = await connection.fetchval(FIRST, why.order_id, owner["account"])
        parts += [(owner["account"], first, lot) for lot in spread(others, [there])[0]]
        left -= there
    debt = left if spent is SpentPoints.ALLOW_DEBT else 0
    await _post(connection, owner, why, parts, debt)
    return Reclaimed(points - left + debt, left - debt)


async def reclaim_growth(connection: Connection, account: UUID, why: Why, growth: int) -> None:
    """Never below zero: what a member has grown out of is not owed."""
    balance = (await ledger.locked(connection, [account]))[account]
    back = min(growth, balance)
    if back:
        outside = await ledger.outside(connection, Asset.GROWTH)
        kind = PointsEntryKind.REVERSE
        await ledger.post(connection, why, [Side(account, kind, -back), Side(outside, kind, back)])


def _from_own(own: Sequence[Record], points: int) -> tuple[list[tuple[UUID, UUID, Lot]], int]:
    parts = []
    for row in own:
        part = min(row["remaining"], points)
        if part:
            parts.append((row["account_id"], row["entry_id"], Lot(row["id"], part)))
            points -= part
    return parts, points


async def _post(
    connection: Connection, owner: dict[str, Any], why: Why, parts: Sequence[tuple[UUID, UUID, Lot]], debt: int
) -> None:
    """One entry for each entry that is taken back, and one for what becomes a debt."""
    sums: dict[tuple[UUID, UUID | None], int] = {}
    for account, entry, lot in parts:
        sums[account, entry] = sums.get((account, entry), 0) + lot.remaining
    if debt:
        await connection.execute(ALLOW_DEBT, owner["account"])
        sums[owner["account"], None] = debt
    if not sums:
        return
    kind = PointsEntryKind.REVERSE
    sides = [Side(account, kind, -amount, entry) for (account, entry), amount in sums.items()]
    made = dict(zip(sums, await lots.post(connection, why, sides), strict=True))
    await lots.take(connection, [(lot, made[account, entry]) for account, entry, lot in parts])
