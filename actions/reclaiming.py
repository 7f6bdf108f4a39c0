"""Takes earned points back: from their own lot while it has them, then from the others, then as a debt."""

from collections import defaultdict
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, lots
from actions.ledger import Side, Why
from actions.lots import Owner
from rules.points import Lot, PointsEntryKind, TakingBack, check_spendable, taken

ACCOUNTS = "SELECT array_agg(account_id) FROM points_lot WHERE entry_id = $1"
WITHIN_REACH = """
    SELECT id, remaining, account_id FROM points_lot
    WHERE remaining > 0 AND (
        entry_id = $1 AND (account_id <> $2 OR $4 <> 'ONLY_PENDING')
        OR account_id = $2 AND $4 <> 'ONLY_PENDING'
           AND ($4 = 'ALLOW_DEBT' OR available_at <= $3 AND (expires_at IS NULL OR expires_at > $3)))
    ORDER BY entry_id <> $1, expires_at NULLS LAST, id
"""
"""Before a debt is made, what has expired and was not yet removed pays too."""
ALLOW = "UPDATE ledger_account SET allows_debt = true WHERE id = $1 AND NOT allows_debt"


async def take_back(
    connection: Connection,
    owner: Owner,
    why: Why,
    entry: UUID,
    points: int,
    reach: TakingBack | None = None,
    name: str = "entryId",
) -> tuple[list[UUID], int]:
    """Takes points of a credit back. Returns the entries (one per account) and how many points they took.

    `reach` says how far to go if they were spent; None is all of them or Refused (at the argument `name`).
    """
    own = await connection.fetchval(ACCOUNTS, entry) or []
    await ledger.locked(connection, {owner["account"], *own})
    found = await connection.fetch(WITHIN_REACH, entry, owner["account"], why.at, reach or "WHOLE")
    there = [Lot(row["id"], row["remaining"]) for row in found]
    if reach is None:
        check_spendable(there, points, name)
    parts = taken(there, points)
    missing = points - sum(part.remaining for part in parts)
    owed = missing if reach is TakingBack.ALLOW_DEBT else 0
    groups = _by_account(found, parts, owner["account"] if owed else None)
    if not groups:
        return [], 0
    if owed:
        await connection.execute(ALLOW, owner["account"])
    entries = await lots.post(connection, why, _sides(groups, owner["account"], owed, entry))
    await lots.take(connection, [(lot, key) for key, of in zip(entries, groups.values(), strict=True) for lot in of])
    return entries, points - missing + owed


def _by_account(found: list[Record], parts: list[Lot], owing: UUID | None) -> dict[UUID, list[Lot]]:
    """What is taken, by the account that the lot lies in; the account that will owe is there even without lots."""
    accounts = {row["id"]: row["account_id"] for row in found}
    groups: dict[UUID, list[Lot]] = defaultdict(list)
    for part in parts:
        groups[accounts[part.id]].append(part)
    if owing:
        groups.setdefault(owing, [])
    return groups


def _sides(groups: dict[UUID, list[Lot]], available: UUID, owed: int, entry: UUID) -> list[Side]:
    return [
        Side(
            account,
            PointsEntryKind.REVERSE,
            -sum(part.remaining for part in parts) - (owed if account == available else 0),
            entry,
        )
        for account, parts in groups.items()
    ]
