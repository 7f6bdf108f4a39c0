"""Verbs of stored value: pay, refund, correct, freeze. Principal and bonus are two accounts; one entry tells both."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, pins
from actions.ledger import Side, Why
from actions.once import Written
from actions.policies import policy
from actions.recording import record
from actions.treating import check_allowed
from rules.ledger import Asset, WalletEntryKind
from rules.members import check_reason
from rules.money import to_major
from rules.points import PointsEntryKind
from rules.refusals import ErrorCode, Refused
from rules.standing import Matter
from rules.viewer import Viewer
from rules.wallets import PayFirst, refunded, split

OWNER = """
    SELECT member.id, member.status, wallet.is_frozen, wallet.principal_account_id AS principal,
           wallet.bonus_account_id AS bonus
    FROM member JOIN wallet ON wallet.member_id = member.id WHERE member.id = $1 FOR SHARE
"""
NOTE = """
    INSERT INTO wallet_entry
        (member_id, transaction_id, kind, principal_delta, bonus_delta, balance_after, at, reverses_id)
    SELECT $1, entry.transaction_id, $3, $4, $5, $6, $7, $8 FROM ledger_entry entry WHERE entry.id = $2 RETURNING id
"""
PAID = """
    SELECT id, member_id, kind, - principal_delta AS principal, - bonus_delta AS bonus, transaction_id
    FROM wallet_entry WHERE id = $1
"""
REFUNDED = """
    SELECT coalesce(sum(principal_delta + bonus_delta), 0)::bigint FROM wallet_entry
    WHERE reverses_id = $1 AND kind = 'REFUND'
"""
FREEZE = "UPDATE wallet SET is_frozen = $2 WHERE member_id = $1 AND is_frozen <> $2 RETURNING member_id"
SOURCE = "stored value"


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
    order_id: UUID | None = None,
    of_pin: tuple[str, ...] = ("pin",),
) -> Written:
    """Minor units. Raises Refused: too little, a missing or wrong PIN (at `of_pin`), not active, wallet frozen."""
    check_reason(reason)
    owner = await owner_of(connection, member)
    await pins.check(connection, member, pin, of_pin)
    first = PayFirst((await policy(connection, "WALLET"))["payFirst"])
    there = await balance(connection, owner)
    principal, bonus = split(amount, *there, currency, first)
    why = Why("wallet.paid", by.name, reason, SOURCE, at, key, order_id, identity=by.identity)
    return await change(connection, by, owner, why, WalletEntryKind.PAY, (-principal, -bonus), sum(there))


async def refund(
    connection: Connection,
    by: Viewer,
    entry: UUID,
    amount: int,
    reason: str,
    at: datetime,
    currency: str,
    key: str | None = None,
    order_id: UUID | None = None,
) -> Written:
    """Gives (a part of) a payment back to where it came from. Raises Refused: no payment, more than is left of it."""
    check_reason(reason)
    first = await connection.fetchrow(PAID, entry)
    if first["kind"] != WalletEntryKind.PAY:
        raise Refused(ErrorCode.STATE, "Only a payment can be refunded.", ("entryId",))
    owner = await connection.fetchrow(OWNER, first["member_id"])
    there = await balance(connection, owner)
    before = await connection.fetchval(REFUNDED, entry)
    deltas = refunded((first["principal"], first["bonus"]), before, amount, currency)
    why = Why(
        "wallet.refunded",
        by.name,
        reason,
        SOURCE,
        at,
        key,
        order_id,
        reverses_id=first["transaction_id"],
        identity=by.identity,
    )
    return await change(connection, by, owner, why, WalletEntryKind.REFUND, deltas, sum(there), entry)


async def adjust(
    connection: Connection,
    by: Viewer,
    member: UUID,
    deltas: tuple[int, int],
    reason: str,
    at: datetime,
    currency: str,
    key: str | None = None,
) -> Written:
    """Corrects principal and bonus by so many minor units. Raises Refused if one would fall below 0."""
    check_reason(reason)
    if not any(deltas):
        raise Refused(ErrorCode.INVALID, "Nothing would change.", ("principalDelta",))
    owner = await connection.fetchrow(OWNER, member)
    there = await balance(connection, owner)
    for name, part, delta in zip(("principalDelta", "bonusDelta"), there, deltas, strict=True):
        if part + delta < 0:
            message = "It would fall below 0 by {missing:,} {currency}."
            missing = to_major(-(part + delta), currency)
            raise Refused(ErrorCode.INSUFFICIENT_BALANCE, message, (name,), missing=missing, currency=currency)
    why = Why("wallet.adjusted", by.name, reason, SOURCE, at, key, identity=by.identity)
    return await change(connection, by, owner, why, WalletEntryKind.ADJUST, deltas, sum(there))


async def freeze(connection: Connection, by: Viewer, member: UUID, reason: str, *, frozen: bool) -> Written:
    """Raises Refused if the wallet is frozen (or not) already."""
    check_reason(reason)
    if not await connection.fetchval(FREEZE, member, frozen):
        message = "The wallet is frozen already." if frozen else "The wallet is not frozen."
        raise Refused(ErrorCode.STATE, message, ("member",))
    what = "wallet.frozen" if frozen else "wallet.unfrozen"
    changes = {"is_frozen": [not frozen, frozen], "reason": reason}
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member}


async def change(
    connection: Connection,
    by: Viewer,
    owner: Record,
    why: Why,
    kind: WalletEntryKind,
    deltas: tuple[int, int],
    before: int,
    reverses: UUID | None = None,
) -> Written:
    """`deltas` are of principal and bonus; `before` is what both had together."""
    principal, bonus = deltas
    sides = [
        *await _sides(connection, owner["principal"], Asset.PRINCIPAL, principal),
        *await _sides(connection, owner["bonus"], Asset.BONUS, bonus),
    ]
    entries = await ledger.post(connection, why, sides)
    after = before + principal + bonus
    noted = await connection.fetchval(NOTE, owner["id"], entries[0], kind, principal, bonus, after, why.at, reverses)
    changes = {"principal": principal, "bonus": bonus, "reason": why.reason, "entry": noted}
    await record(connection, by.name, why.operation, "Member", owner["id"], changes, by.staff_id and UUID(by.staff_id))
    return {"member": owner["id"], "entry": noted}


async def balance(connection: Connection, owner: Record) -> tuple[int, int]:
    """Principal and bonus, which nobody else can change until the transaction ends."""
    there = await ledger.locked(connection, [owner["principal"], owner["bonus"]])
    return there[owner["principal"]], there[owner["bonus"]]


async def owner_of(connection: Connection, member: UUID) -> Record:
    """Held until the end, so that nobody freezes the wallet in between. Raises Refused if it cannot be used."""
    owner = await connection.fetchrow(OWNER, member)
    await check_allowed(connection, owner["status"], Matter.SPEND_WALLET)
    if owner["is_frozen"]:
        raise Refused(ErrorCode.STATE, "The member's wallet is frozen. Unfreeze it first.", ("member",))
    return owner


async def _sides(connection: Connection, account: UUID, asset: Asset, delta: int) -> list[Side]:
    if not delta:
        return []
    kind = PointsEntryKind.EARN if delta > 0 else PointsEntryKind.SPEND
    return [Side(account, kind, delta), Side(await ledger.outside(connection, asset), kind, -delta)]
