"""Verbs of points: give, take, correct, take back. Each posts one transaction and names the lots it touched."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, tzinfo
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger, limits, lots, pins
from actions.changes import Step, keep
from actions.ledger import Why
from actions.once import Written
from actions.reclaiming import take_back
from actions.recording import record
from actions.treating import check_allowed, hold, treatment
from rules.members import MemberStatus, check_active, check_reason
from rules.points import PointsEntryKind, check_amount
from rules.refusals import ErrorCode, Refused
from rules.standing import Matter, Treatment
from rules.viewer import Viewer

OWNER = """
    SELECT id, status, points_account_id AS account,
           (SELECT outside.id FROM ledger_account outside WHERE outside.code = 'points:issued') AS outside,
           EXISTS (SELECT FROM tier WHERE points_threshold IS NOT NULL) AS decides
    FROM member WHERE id = $1 FOR NO KEY UPDATE
"""
"`decides` if a tier asks for points, so that whoever changes them has to look at the member's tier."
ENTRY = """
    SELECT entry.id, entry.transaction_id, entry.kind, entry.delta, entry.account_id, account.member_id AS member
    FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
    WHERE entry.id = $1 AND account.asset = 'POINTS' AND account.bucket IN ('AVAILABLE', 'PENDING')
      AND account.member_id IS NOT NULL
"""
Rise = Callable[[UUID], Awaitable[object]]
"Looks at the tier of a member whose points changed."
REVERSED = "SELECT EXISTS (SELECT FROM ledger_entry WHERE reverses_id = $1)"
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
    zone: tzinfo = UTC,
    rise: Rise | None = None,
) -> Written:
    """Held if the member's status says so: then there is no entry yet.

    Raises Refused: not a positive amount, no reason, an expiry in the past, a member whose status ignores it.
    """
    check_amount(points)
    check_reason(reason)
    if expires_at is not None and expires_at <= at:
        raise Refused(ErrorCode.INVALID, "The points would expire before they are earned.", ("expiresAt",))
    await limits.check(connection, by, points, "points", at, zone)
    owner = await owner_of(connection, member)
    treated = await treatment(connection, owner["status"], Matter.EARN_POINTS)
    if treated is Treatment.HOLD:
        details = {"reason": reason, "source": source_of(by), "expiresAt": expires_at and expires_at.isoformat()}
        await hold(connection, member, Matter.EARN_POINTS, treated, points, at, details=details)
        return await _noted(connection, by, "points.held_back", member, None, points, reason)
    if treated is Treatment.IGNORE:
        check_active(owner["status"])
    why = Why("points.earned", by.name, reason, source_of(by), at, key, identity=by.identity)
    entry = await lots.credit(connection, owner, why, PointsEntryKind.EARN, points, expires_at)
    await look(owner, rise)
    return await _undoable(connection, by, "points.earned", member, entry, points, why)


async def spend(
    connection: Connection,
    by: Viewer,
    member: UUID,
    points: int,
    reason: str,
    at: datetime,
    pin: str | None = None,
    key: str | None = None,
    rise: Rise | None = None,
) -> Written:
    """Raises Refused: too few points, a missing or wrong PIN, a member who is not active."""
    check_amount(points)
    check_reason(reason)
    owner = await owner_of(connection, member)
    await check_allowed(connection, owner["status"], Matter.SPEND_POINTS)
    await pins.check(connection, member, pin)
    why = Why("points.spent", by.name, reason, source_of(by), at, key, identity=by.identity)
    entry = await lots.debit(connection, owner, why, PointsEntryKind.SPEND, points)
    await look(owner, rise)
    return await _noted(connection, by, "points.spent", member, entry, -points, reason)


async def adjust(
    connection: Connection,
    by: Viewer,
    member: UUID,
    delta: int,
    reason: str,
    at: datetime,
    key: str | None = None,
    zone: tzinfo = UTC,
    also: Sequence[Step] = (),
    rise: Rise | None = None,
) -> Written:
    """Corrects a balance, also of a member who is frozen or cancelled. Raises Refused if it would fall below 0. `also`
    are steps that are taken back with it."""
    check_amount(abs(delta), "delta")
    check_reason(reason)
    await limits.check(connection, by, abs(delta), "delta", at, zone)
    owner = await owner_of(connection, member)
    why = Why("points.adjusted", by.name, reason, source_of(by), at, key, identity=by.identity)
    if delta > 0:
        entry = await lots.credit(connection, owner, why, PointsEntryKind.ADJUST, delta)
    else:
        entry = await lots.debit(connection, owner, why, PointsEntryKind.ADJUST, -delta, "delta")
    await look(owner, rise)
    return await _undoable(connection, by, "points.adjusted", member, entry, delta, why, also)


async def reverse(
    connection: Connection, by: Viewer, entry: UUID, reason: str, at: datetime, key: str | None = None,
    rise: Rise | None = None,
) -> Written:  # fmt: skip
    """Takes a whole entry back. Raises Refused: taken back before, not of a kind that can be, points spent since."""
    check_reason(reason)
    first = await connection.fetchrow(ENTRY, entry)
    owner = await owner_of(connection, first["member"])
    await ledger.locked(connection, [owner["account"]])
    await _check_reversible(connection, first)
    why = Why(
        "points.reversed",
        by.name,
        reason,
        source_of(by),
        at,
        key,
        reverses_id=first["transaction_id"],
        identity=by.identity,
    )
    if first["delta"] > 0:
        made = (await take_back(connection, owner, why, first["id"], first["delta"]))[0][0]
    else:
        made = await lots.give_back(connection, owner, why, first["id"])
    await look(owner, rise)
    return await _noted(connection, by, "points.reversed", first["member"], made, -first["delta"], reason)


async def look(owner: Record, rise: Rise | None) -> None:
    """Call it once the points are written, if they may decide about a tier."""
    if rise is not None and owner["decides"]:
        await rise(owner["id"])


async def owner_of(connection: Connection, member: UUID, *, gone: bool = False) -> Record:
    """Held until the end, so that nobody freezes or merges the member in between. Refuses one who is gone."""
    owner = await connection.fetchrow(OWNER, member)
    if not gone and owner["status"] in (MemberStatus.MERGED, MemberStatus.ERASED):
        check_active(owner["status"])
    return owner


def source_of(by: Viewer) -> str:
    return {"STAFF": "desk", "MEMBER": "self-service"}.get(by.kind, by.name)


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


async def _undoable(
    connection: Connection, by: Viewer, what: str, member: UUID, entry: UUID, delta: int, why: Why,
    also: Sequence[Step] = (),
) -> Written:  # fmt: skip
    written = await _noted(connection, by, what, member, entry, delta, why.reason)
    operation = {"points.earned": "pointsEarn", "points.adjusted": "pointsAdjust"}[what]
    step = {"undo": "points.reverse", "entry": entry, "with": list(also)}
    return written | {"changeSet": await keep(connection, by, operation, f"{delta:+,} points", [step], why.at)}


async def _noted(
    connection: Connection, by: Viewer, what: str, member: UUID, entry: UUID | None, delta: int, reason: str
) -> Written:
    changes = {"delta": delta, "reason": reason, "entry": entry}
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member, "entry": entry}
