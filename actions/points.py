"""Verbs of points: give, take, correct, take back. Each posts one transaction and names the lots it touched."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, pins
from actions.ledger import Side, Why
from actions.once import Written
from actions.recording import record
from rules.ledger import Asset
from rules.members import MemberStatus, check_active, check_reason
from rules.points import Lot, PointsEntryKind, check_amount, check_spendable, taken
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

OWNER = "SELECT id, status, points_account_id AS account FROM member WHERE id = $1 FOR SHARE"
SPENDABLE = """
    SELECT id, remaining FROM points_lot
    WHERE account_id = $1 AND remaining > 0 AND available_at <= $2 AND (expires_at IS NULL OR expires_at > $2)
    ORDER BY expires_at NULLS LAST, id
"""
ADD_LOT = """
    INSERT INTO points_lot (account_id, entry_id, granted, remaining, available_at, expires_at)
    VALUES ($1, $2, $3, $3, $4, $5)
"""
TAKE = """
    WITH taken AS (SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS taken (lot_id, amount)),
    left_over AS (UPDATE points_lot lot SET remaining = lot.remaining - taken.amount
                  FROM taken WHERE lot.id = taken.lot_id RETURNING lot.id)
    INSERT INTO lot_use (lot_id, entry_id, amount) SELECT taken.lot_id, $3, taken.amount FROM taken
"""
ENTRY = """
    SELECT entry.id, entry.transaction_id, entry.kind, entry.delta, entry.account_id, account.member_id AS member
    FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
    WHERE entry.id = $1 AND account.asset = 'POINTS' AND account.bucket = 'AVAILABLE' AND account.member_id IS NOT NULL
"""
REVERSED = "SELECT EXISTS (SELECT FROM ledger_entry WHERE reverses_id = $1)"
OWN_LOT = "SELECT id, remaining FROM points_lot WHERE entry_id = $1 AND remaining > 0"
USED = "SELECT lot_id AS id, sum(amount)::bigint AS remaining FROM lot_use WHERE entry_id = $1 GROUP BY lot_id"
REVERSIBLE = {PointsEntryKind.EARN, PointsEntryKind.SPEND, PointsEntryKind.ADJUST}


async def earn(
    connection: Connection,
    by: Viewer,
    member: UUID,
    points: int,
    reason: str,
    at: datetime,
    expires_at: datetime | None = None,
    key: str | None = None,
) -> Written:
    """Raises Refused: not a positive amount, no reason, an expiry in the past, a member who is not active."""
    check_amount(points)
    check_reason(reason)
    if expires_at is not None and expires_at <= at:
        raise Refused(ErrorCode.INVALID, "The points would expire before they are earned.", ("expiresAt",))
    owner = await _owner(connection, member)
    check_active(owner["status"])
    why = Why("points.earned", by.name, reason, _source(by), at, key)
    entry = await _credit(connection, owner, why, PointsEntryKind.EARN, points, expires_at)
    return await _noted(connection, by, "points.earned", member, entry, points, reason)


async def spend(
    connection: Connection,
    by: Viewer,
    member: UUID,
    points: int,
    reason: str,
    at: datetime,
    pin: str | None = None,
    key: str | None = None,
) -> Written:
    """Raises Refused: too few points, a missing or wrong PIN, a member who is not active."""
    check_amount(points)
    check_reason(reason)
    owner = await _owner(connection, member)
    check_active(owner["status"])
    await pins.check(connection, member, pin)
    why = Why("points.spent", by.name, reason, _source(by), at, key)
    entry = await _debit(connection, owner, why, PointsEntryKind.SPEND, points, "points")
    return await _noted(connection, by, "points.spent", member, entry, -points, reason)


async def adjust(
    connection: Connection, by: Viewer, member: UUID, delta: int, reason: str, at: datetime, key: str | None = None
) -> Written:
    """Corrects a balance, also of a member who is frozen or cancelled. Raises Refused if it would fall below 0."""
    check_amount(abs(delta), "delta")
    check_reason(reason)
    owner = await _owner(connection, member)
    why = Why("points.adjusted", by.name, reason, _source(by), at, key)
    if delta > 0:
        entry = await _credit(connection, owner, why, PointsEntryKind.ADJUST, delta, None)
    else:
        entry = await _debit(connection, owner, why, PointsEntryKind.ADJUST, -delta, "delta")
    return await _noted(connection, by, "points.adjusted", member, entry, delta, reason)


async def reverse(
    connection: Connection, by: Viewer, entry: UUID, reason: str, at: datetime, key: str | None = None
) -> Written:
    """Takes a whole entry back. Raises Refused: taken back before, not of a kind that can be, points spent since."""
    check_reason(reason)
    first = await connection.fetchrow(ENTRY, entry)
    owner = await _owner(connection, first["member"])
    await ledger.locked(connection, [owner["account"]])
    await _check_reversible(connection, first)
    why = Why("points.reversed", by.name, reason, _source(by), at, key, reverses_id=first["transaction_id"])
    made = (
        await _take_back(connection, owner, why, first)
        if first["delta"] > 0
        else await _give_back(connection, owner, why, first)
    )
    return await _noted(connection, by, "points.reversed", first["member"], made, -first["delta"], reason)


async def _check_reversible(connection: Connection, first: Record) -> None:
    if first["kind"] not in REVERSIBLE:
        raise Refused(
            ErrorCode.STATE,
            "An entry of kind {kind} cannot be taken back.",
            ("entryId",),
            kind=PointsEntryKind(first["kind"]),
        )
    if await connection.fetchval(REVERSED, first["id"]):
        raise Refused(ErrorCode.STATE, "This entry was taken back before.", ("entryId",))


async def _take_back(connection: Connection, owner: Record, why: Why, first: Record) -> UUID:
    """From the entry's own lot first, then from the others as if spent."""
    own = [_lot(row) for row in await connection.fetch(OWN_LOT, first["id"])]
    others = [lot for lot in await _spendable(connection, owner, why.at) if lot.id not in {lot.id for lot in own}]
    check_spendable([*own, *others], first["delta"], "entryId")
    made = await _post(connection, owner, why, PointsEntryKind.REVERSE, -first["delta"], reverses=first["id"])
    await _take(connection, taken([*own, *others], first["delta"]), made)
    return made


async def _give_back(connection: Connection, owner: Record, why: Why, first: Record) -> UUID:
    """Into the lots that it was taken from, with the expiry that they have."""
    used = [_lot(row) for row in await connection.fetch(USED, first["id"])]
    made = await _post(connection, owner, why, PointsEntryKind.REVERSE, -first["delta"], reverses=first["id"])
    await _take(connection, [Lot(lot.id, -lot.remaining) for lot in used], made)
    return made


async def _credit(
    connection: Connection, owner: Record, why: Why, kind: PointsEntryKind, points: int, expires_at: datetime | None
) -> UUID:
    entry = await _post(connection, owner, why, kind, points, expires_at=expires_at)
    await connection.execute(ADD_LOT, owner["account"], entry, points, why.at, expires_at)
    return entry


async def _debit(
    connection: Connection, owner: Record, why: Why, kind: PointsEntryKind, points: int, name: str
) -> UUID:
    await ledger.locked(connection, [owner["account"]])
    lots = await _spendable(connection, owner, why.at)
    check_spendable(lots, points, name)
    entry = await _post(connection, owner, why, kind, -points)
    await _take(connection, taken(lots, points), entry)
    return entry


async def _post(
    connection: Connection,
    owner: Record,
    why: Why,
    kind: PointsEntryKind,
    delta: int,
    reverses: UUID | None = None,
    expires_at: datetime | None = None,
) -> UUID:
    issued = await ledger.outside(connection, Asset.POINTS)
    sides = [Side(owner["account"], kind, delta, reverses, expires_at), Side(issued, kind, -delta)]
    return (await ledger.post(connection, why, sides))[0]


async def _take(connection: Connection, parts: list[Lot], entry: UUID) -> None:
    await connection.execute(TAKE, [part.id for part in parts], [part.remaining for part in parts], entry)


async def _spendable(connection: Connection, owner: Record, at: datetime) -> list[Lot]:
    """Those that expire next first, then the oldest; those that never expire last."""
    return [_lot(row) for row in await connection.fetch(SPENDABLE, owner["account"], at)]


def _lot(row: Record) -> Lot:
    return Lot(row["id"], row["remaining"])


async def _owner(connection: Connection, member: UUID) -> Record:
    """Held until the end, so that nobody freezes or merges the member in between."""
    owner = await connection.fetchrow(OWNER, member)
    if owner["status"] in (MemberStatus.MERGED, MemberStatus.ERASED):
        check_active(owner["status"])
    return owner


def _source(by: Viewer) -> str:
    return {"STAFF": "desk", "MEMBER": "self-service"}.get(by.kind, by.name)


async def _noted(
    connection: Connection, by: Viewer, what: str, member: UUID, entry: UUID, delta: int, reason: str
) -> Written:
    changes = {"delta": delta, "reason": reason, "entry": entry}
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member, "entry": entry}
