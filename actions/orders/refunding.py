"""Gives money back into a wallet, to the same parts that it was taken from."""

from uuid import UUID

from asyncpg import Connection

from actions import ledger
from actions.ledger import Side, Why
from rules.ledger import Asset, WalletEntryKind
from rules.points import PointsEntryKind

WALLET = "SELECT principal_account_id AS principal, bonus_account_id AS bonus FROM wallet WHERE member_id = $1"
NOTE = """
    INSERT INTO wallet_entry
        (member_id, transaction_id, kind, principal_delta, bonus_delta, balance_after, reverses_id, at)
    SELECT $1, entry.transaction_id, $3, $4, $5, $6, paid.id, $8 FROM ledger_entry entry
    LEFT JOIN LATERAL (
        SELECT old.id FROM wallet_entry old JOIN ledger_transaction why ON why.id = old.transaction_id
        WHERE why.order_id = $7 AND old.kind = 'PAY' LIMIT 1
    ) paid ON true
    WHERE entry.id = $2
"""


async def refund(connection: Connection, member: UUID, why: Why, principal: int, bonus: int) -> None:
    """Minor units; also into a wallet that is frozen, for the money is the member's."""
    wallet = await connection.fetchrow(WALLET, member)
    there = await ledger.locked(connection, [wallet["principal"], wallet["bonus"]])
    sides = []
    for account, asset, amount in (
        (wallet["principal"], Asset.PRINCIPAL, principal),
        (wallet["bonus"], Asset.BONUS, bonus),
    ):
        if amount:
            outside = await ledger.outside(connection, asset)
            kind = PointsEntryKind.REVERSE
            sides += [Side(account, kind, amount), Side(outside, kind, -amount)]
    entries = await ledger.post(connection, why, sides)
    after = sum(there.values()) + principal + bonus
    await connection.execute(
        NOTE, member, entries[0], WalletEntryKind.REFUND, principal, bonus, after, why.order_id, why.at
    )
