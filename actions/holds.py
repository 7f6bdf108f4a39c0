"""Verbs of points that are set aside: hold, capture, release, and what happens when their time is over."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import jobs, ledger, lots
from actions.expiry import expire
from actions.jobs import Step, Work
from actions.ledger import Side, Why
from actions.lots import Debit
from actions.once import Written
from actions.points import Rise, look, owner_of, source_of
from actions.recording import record
from actions.tiers import rising
from actions.treating import check_allowed
from rules.holds import HoldStatus, check_end, check_held
from rules.ledger import Asset, Bucket
from rules.members import check_reason
from rules.permissions import Access
from rules.points import PointsEntryKind, check_amount
from rules.standing import Matter
from rules.viewer import Viewer

ADD = """
    INSERT INTO points_hold (member_id, amount, reason, actor, entry_id, at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
FOUND = """
    SELECT hold.id, hold.member_id, hold.amount, hold.status, hold.reason, hold.entry_id, entry.transaction_id
    FROM points_hold hold JOIN ledger_entry entry ON entry.id = hold.entry_id WHERE hold.id = $1
"""
LOCKED = "SELECT status FROM points_hold WHERE id = $1 FOR UPDATE"
CLOSE = "UPDATE points_hold SET status = $2, closing_entry_id = $3, closed_at = $4 WHERE id = $1"
IS_ANY_DUE = "SELECT EXISTS (SELECT FROM points_hold WHERE status = 'HELD' AND expires_at <= $1)"
DUE = """
    SELECT id, member_id FROM points_hold WHERE status = 'HELD' AND expires_at <= $1
    ORDER BY expires_at, id LIMIT $2
"""
KIND = "points.time_out"
BATCH = 500
CLOCK = Viewer("CLOCK", jobs.TIMETABLE, (), Access(()), "")


async def hold(
    connection: Connection,
    by: Viewer,
    member: UUID,
    points: int,
    reason: str,
    expires_at: datetime,
    at: datetime,
    key: str | None = None,
) -> Written:
    """Raises Refused: too few points, no reason, an end that is past or too far, a member who is not active."""
    check_amount(points)
    check_reason(reason)
    check_end(at, expires_at)
    owner = await owner_of(connection, member)
    await check_allowed(connection, owner["status"], Matter.SPEND_POINTS)
    held = await ledger.account(connection, member, Asset.POINTS, Bucket.HELD)
    await ledger.locked(connection, [owner["account"], held])
    why = Why("points.held", by.name, reason, source_of(by), at, key, identity=by.identity)
    kind = PointsEntryKind.HOLD
    entry = (await lots.debit_each(connection, owner, why, kind, [Debit(points)], against=held))[0]
    made = await connection.fetchval(ADD, member, points, reason, by.name, entry, at, expires_at)
    await _noted(connection, by, "points.held", member, {"points": points, "reason": reason, "hold": made})
    return {"member": member, "hold": made}


async def capture(connection: Connection, by: Viewer, hold: UUID, at: datetime) -> Written:
    """Spends the points. Raises Refused unless they are held."""
    found, owner = await _open(connection, hold)
    held = await ledger.account(connection, owner["id"], Asset.POINTS, Bucket.HELD)
    why = Why("points.captured", by.name, found["reason"], source_of(by), at)
    side = Side(held, PointsEntryKind.SPEND, -found["amount"])
    entry = (await lots.post(connection, why, [side]))[0]
    return await _close(connection, by, found, HoldStatus.CAPTURED, entry, at)


async def release(connection: Connection, by: Viewer, hold: UUID, at: datetime, rise: Rise | None = None) -> Written:
    """Gives the points back to their lots; what expired meanwhile expires now. Raises Refused unless they are held."""
    return await _give_back(connection, by, hold, HoldStatus.RELEASED, at, rise)


async def ask(connection: Connection, at: datetime) -> UUID | None:
    """A job that gives back what was held too long; None if nothing was."""
    if not await connection.fetchval(IS_ANY_DUE, at):
        return None
    return await jobs.ask(connection, None, KIND, {}, at, is_alone=True)


async def step(connection: Connection, work: Work) -> Step:
    rise = rising(connection, CLOCK, work.at, work.program.zone, work.program.currency)
    done = await time_out(connection, CLOCK, work.at, rise)
    return Step(done, {}, done < BATCH, total=work.done + done)


async def time_out(connection: Connection, by: Viewer, at: datetime, rise: Rise | None = None) -> int:
    """Gives back one batch of what was held too long. Returns how many."""
    due = await connection.fetch(DUE, at, BATCH)
    for row in sorted(due, key=lambda row: (row["member_id"], row["id"])):
        await owner_of(connection, row["member_id"], gone=True)
        if await connection.fetchval(LOCKED, row["id"]) == HoldStatus.HELD:
            await _give_back(connection, by, row["id"], HoldStatus.TIMED_OUT, at, rise)
    return len(due)


async def _give_back(
    connection: Connection, by: Viewer, hold: UUID, status: HoldStatus, at: datetime, rise: Rise | None
) -> Written:
    found, owner = await _open(connection, hold)
    held = await ledger.account(connection, owner["id"], Asset.POINTS, Bucket.HELD)
    await ledger.locked(connection, [owner["account"], held])
    why = Why("points.released", by.name, found["reason"], source_of(by), at, reverses_id=found["transaction_id"])
    entry = await lots.give_back(connection, owner, why, found["entry_id"], kind=PointsEntryKind.RELEASE, against=held)
    await expire(connection, at, [owner["account"]])
    await look(owner, rise)
    return await _close(connection, by, found, status, entry, at)


async def _open(connection: Connection, hold: UUID) -> tuple[Record, Record]:
    """The hold and its owner, both locked: the member first."""
    found = await connection.fetchrow(FOUND, hold)
    owner = await owner_of(connection, found["member_id"], gone=True)
    check_held(await connection.fetchval(LOCKED, hold))
    return found, owner


async def _close(
    connection: Connection, by: Viewer, found: Record, status: HoldStatus, entry: UUID | None, at: datetime
) -> Written:
    await connection.execute(CLOSE, found["id"], status, entry, at)
    changes = {"hold": found["id"], "points": found["amount"], "status": [HoldStatus.HELD, status]}
    await _noted(connection, by, "points.hold_closed", found["member_id"], changes)
    return {"member": found["member_id"], "hold": found["id"]}


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, object]) -> None:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
