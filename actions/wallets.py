"""Verbs of stored value: pay in, pay with. Principal and bonus are two accounts, and one entry tells of both."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, pins
from actions.ledger import Side, Why
from actions.once import Written
from actions.recording import record
from rules.ledger import Asset, WalletEntryKind
from rules.members import check_active, check_reason
from rules.points import PointsEntryKind
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer
from rules.wallets import split

OWNER = """
    SELECT member.id, member.status, wallet.is_frozen, wallet.principal_account_id AS principal,
           wallet.bonus_account_id AS bonus
    FROM member JOIN wallet ON wallet.member_id = member.id WHERE member.id = $1 FOR SHARE
"""
NOTE = """
    INSERT INTO wallet_entry (member_id, transaction_id, kind, principal_delta, bonus_delta, balance_after, at)
    SELECT $1, entry.transaction_id, $3, $4, $5, $6, $7 FROM ledger_entry entry WHERE entry.id = $2 RETURNING id
"""
SOURCE = "stored value"


async def recharge(
    connection: Connection, by: Viewer, member: UUID, amount: int, bonus: int, at: datetime, key: str | None = None
) -> Written:
    """`amount` was paid in, `bonus` is given on top; minor units. Raises Refused: not active, wallet frozen."""
    owner = await _owner(connection, member)
    there = await _balance(connection, owner)
    why = Why("wallet.recharged", by.name, "Paid in", SOURCE, at, key)
    return await _change(connection, by, owner, why, WalletEntryKind.RECHARGE, (amount, bonus), sum(there))


async def pay(
    connection: Connection,
    by: Viewer,
    member: UUID,
    amount: int,
    reason: str,
    at: datetime,
    currency: str,
    pin: str | None = None,
    key: str | None = None,
) -> Written:
    """Minor units. Raises Refused: too little, a missing or wrong PIN, not active, wallet frozen."""
    check_reason(reason)
    owner = await _owner(connection, member)
    await pins.check(connection, member, pin)
    there = await _balance(connection, owner)
    principal, bonus = split(amount, *there, currency)
    why = Why("wallet.paid", by.name, reason, SOURCE, at, key)
    return await _change(connection, by, owner, why, WalletEntryKind.PAY, (-principal, -bonus), sum(there))


async def _change(
    connection: Connection,
    by: Viewer,
    owner: Record,
    why: Why,
    kind: WalletEntryKind,
    deltas: tuple[int, int],
    before: int,
) -> Written:
    """`deltas` are of principal and bonus; `before` is what both had together."""
    principal, bonus = deltas
    sides = [
        *await _sides(connection, owner["principal"], Asset.PRINCIPAL, principal),
        *await _sides(connection, owner["bonus"], Asset.BONUS, bonus),
    ]
    entries = await ledger.post(connection, why, sides)
    after = before + principal + bonus
    noted = await connection.fetchval(NOTE, owner["id"], entries[0], kind, principal, bonus, after, why.at)
    changes = {"principal": principal, "bonus": bonus, "reason": why.reason, "entry": noted}
    await record(connection, by.name, why.operation, "Member", owner["id"], changes, by.staff_id and UUID(by.staff_id))
    return {"member": owner["id"], "entry": noted}


async def _balance(connection: Connection, owner: Record) -> tuple[int, int]:
    """Principal and bonus, which nobody else can change until the transaction ends."""
    there = await ledger.locked(connection, [owner["principal"], owner["bonus"]])
    return there[owner["principal"]], there[owner["bonus"]]


async def _sides(connection: Connection, account: UUID, asset: Asset, delta: int) -> list[Side]:
    if not delta:
        return []
    kind = PointsEntryKind.EARN if delta > 0 else PointsEntryKind.SPEND
    return [Side(account, kind, delta), Side(await ledger.outside(connection, asset), kind, -delta)]


async def _owner(connection: Connection, member: UUID) -> Record:
    """Held until the end, so that nobody freezes the wallet in between."""
    owner = await connection.fetchrow(OWNER, member)
    check_active(owner["status"])
    if owner["is_frozen"]:
        raise Refused(ErrorCode.STATE, "The member's wallet is frozen. Unfreeze it first.", ("member",))
    return owner
