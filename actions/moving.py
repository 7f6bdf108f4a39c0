"""Moves what belongs to one member to another: points with their lots, growth value, stored value, rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, lots
from actions.ledger import Side, Why
from rules.ledger import Asset, Bucket, WalletEntryKind
from rules.points import Lot, PointsEntryKind

ROWS = (
    "orders", "coupon", "coupon_redemption", "ticket", "interaction", "member_card", "member_address", "customer",
    "reward_redemption", "after_sales_case", "make_good", "payment", "penalty", "promise", "campaign_participation",
    "member_tag", "held_effect", "contact_refusal", "member_message",
)  # fmt: skip
"Tables whose rows follow their member. What tells of a member's own past (tiers, ledger, notices) stays."
ONCE = {"campaign_participation": "campaign_id", "member_tag": "tag_id", "contact_refusal": "channel"}
"What a member has once: a row stays where it is if the other has one already."
ACCOUNTS = "SELECT id, asset, bucket, balance FROM ledger_account WHERE member_id = $1"
LOTS = "SELECT id, remaining, available_at, expires_at FROM points_lot WHERE account_id = $1 AND remaining > 0"
LEFT = LOTS + " AND entry_id IN (SELECT id FROM ledger_entry WHERE transaction_id = $2) ORDER BY id"
TRANSACTION = "SELECT transaction_id FROM ledger_entry WHERE id = $1"
NOTE = """
    INSERT INTO wallet_entry (member_id, transaction_id, kind, principal_delta, bonus_delta, balance_after, at)
    SELECT $1, $2, $3, $4, $5, (SELECT sum(balance) FROM ledger_account
        WHERE member_id = $1 AND asset IN ('PRINCIPAL', 'BONUS')), $6
"""
FIGURES = """
    UPDATE member_metrics SET order_count = bought.orders, total_spend = bought.spend,
        first_order_at = bought.first, last_order_at = bought.last
    FROM (SELECT count(*) FILTER (WHERE status <> 'RETURNED') AS orders,
                 coalesce(sum(total - returned_total), 0) AS spend, min(at) AS first, max(at) AS last
          FROM orders WHERE member_id = $1 AND status <> 'CANCELLED') bought
    WHERE member_metrics.member_id = $1
"""
BROUGHT = """
    SELECT account_id, sum(delta)::bigint AS delta FROM ledger_entry WHERE transaction_id = $1 GROUP BY account_id
"""
Accounts = dict[tuple[str, str], Record]


async def move_rows(connection: Connection, giver: UUID, taker: UUID) -> dict[str, list[UUID]]:
    """The keys of the rows that moved, by table."""
    moved = {}
    await connection.execute(
        "UPDATE member_address SET is_default = false WHERE member_id = $1 AND is_default"
        " AND EXISTS (SELECT FROM member_address WHERE member_id = $2 AND is_default)",
        giver,
        taker,
    )
    for table in ROWS:
        once = ONCE.get(table)
        unless = (
            f"AND NOT EXISTS (SELECT FROM {table} other WHERE other.member_id = $2 AND other.{once} = {table}.{once})"
            if once
            else ""
        )
        rows = await connection.fetch(
            f"UPDATE {table} SET member_id = $2 WHERE member_id = $1 {unless} RETURNING id", giver, taker
        )
        moved[table] = [row["id"] for row in rows]
    return moved


async def return_rows(connection: Connection, giver: UUID, taker: UUID, moved: Mapping[str, Iterable[str]]) -> None:
    """Those of the rows that are still with the giver."""
    for table, keys in moved.items():
        await connection.execute(
            f"UPDATE {table} SET member_id = $2 WHERE member_id = $1 AND id = ANY($3)",
            giver,
            taker,
            [UUID(key) for key in keys],
        )


async def count_again(connection: Connection, *members: UUID) -> None:
    for member in members:
        await connection.execute(FIGURES, member)


async def move_assets(
    connection: Connection, giver: UUID, taker: UUID, why: Why, of: UUID | None = None
) -> UUID | None:
    """The transaction that moves all that the giver has; None if there is nothing.

    With `of`, an earlier transaction, only what is left of what that one brought.
    """
    for bucket in (Bucket.PENDING, Bucket.AVAILABLE):
        await ledger.account(connection, taker, Asset.POINTS, bucket)
    own, other = await _accounts(connection, giver), await _accounts(connection, taker)
    await ledger.locked(connection, [row["id"] for row in (*own.values(), *other.values())])
    own, other = await _accounts(connection, giver), await _accounts(connection, taker)
    sides: list[Side] = []
    taken: list[tuple[Lot, datetime]] = []
    for bucket in (Bucket.AVAILABLE, Bucket.PENDING):
        if (Asset.POINTS, bucket) in own:
            found = await _lots(connection, own[Asset.POINTS, bucket]["id"], of)
            sides += _pairs(own[Asset.POINTS, bucket]["id"], other[Asset.POINTS, bucket]["id"], found)
            taken += [(Lot(lot["id"], lot["remaining"]), lot["available_at"]) for lot in found]
    amounts = await _amounts(connection, own, taker, of)
    for asset, amount in amounts.items():
        if amount:
            key = (asset, Bucket.AVAILABLE)
            sides += [
                Side(own[key]["id"], PointsEntryKind.ADJUST, -amount),
                Side(other[key]["id"], PointsEntryKind.ADJUST, amount),
            ]
    if not sides:
        return None
    entries = await ledger.post(connection, why, sides)
    debits, credits = entries[0 : 2 * len(taken) : 2], entries[1 : 2 * len(taken) : 2]
    await lots.take(connection, [(lot, entry) for (lot, _), entry in zip(taken, debits, strict=True)])
    await connection.execute(lots.ADD_LOTS, credits, [available for _, available in taken])
    made = await connection.fetchval(TRANSACTION, entries[0])
    await _note(connection, giver, taker, made, amounts, why.at)
    return made


def _pairs(giver: UUID, taker: UUID, found: list[Record]) -> list[Side]:
    return [
        side
        for lot in found
        for side in (
            Side(giver, PointsEntryKind.ADJUST, -lot["remaining"]),
            Side(taker, PointsEntryKind.ADJUST, lot["remaining"], expires_at=lot["expires_at"]),
        )
    ]


async def _accounts(connection: Connection, member: UUID) -> Accounts:
    return {(row["asset"], row["bucket"]): row for row in await connection.fetch(ACCOUNTS, member)}


async def _lots(connection: Connection, account: UUID, of: UUID | None) -> list[Record]:
    if of is None:
        return await connection.fetch(LOTS + " ORDER BY id", account)
    return await connection.fetch(LEFT, account, of)


async def _amounts(connection: Connection, own: Accounts, taker: UUID, of: UUID | None) -> dict[str, int]:
    """How much of each asset without lots moves: all, or at most what that transaction brought."""
    assets = (Asset.GROWTH, Asset.PRINCIPAL, Asset.BONUS)
    there = {asset: max(0, own[asset, Bucket.AVAILABLE]["balance"]) for asset in assets}
    if of is None:
        return there
    brought = await connection.fetch(BROUGHT, of)
    by_account = {row["account_id"]: row["delta"] for row in brought}
    return {asset: min(there[asset], by_account.get(own[asset, Bucket.AVAILABLE]["id"], 0)) for asset in assets}


async def _note(
    connection: Connection, giver: UUID, taker: UUID, transaction: UUID, amounts: dict[str, int], at: datetime
) -> None:
    """Both wallets tell of it."""
    principal, bonus = amounts[Asset.PRINCIPAL], amounts[Asset.BONUS]
    if principal or bonus:
        for member, sign in ((giver, -1), (taker, 1)):
            await connection.execute(
                NOTE, member, transaction, WalletEntryKind.ADJUST, sign * principal, sign * bonus, at
            )
