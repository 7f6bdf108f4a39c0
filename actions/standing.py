"""Verbs of a member's standing: freeze and unfreeze, cancel and resume."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import replaying
from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from actions.tiers.evaluating import evaluate
from rules.members import MemberStatus, check_change, check_reason
from rules.refusals import check_version
from rules.viewer import Viewer

FOUND = "SELECT id, member_no, status, version FROM member WHERE id = $1 FOR NO KEY UPDATE"
SET_STATUS = "UPDATE member SET status = $2, version = version + 1, updated_at = now() WHERE id = $1 RETURNING version"
TAKEN_BACK = "Taken back"
ACTIVE, FROZEN, CANCELLED = MemberStatus.ACTIVE, MemberStatus.FROZEN, MemberStatus.CANCELLED


async def freeze(connection: Connection, by: Viewer, member: UUID, reason: str, at: datetime) -> Written:
    """What counts until the member is unfrozen, the policy says. Raises Refused unless the member is active."""
    step = await frozen(connection, by, member, reason)
    number = await connection.fetchval("SELECT member_no FROM member WHERE id = $1", member)
    change = await keep(connection, by, "memberFreeze", f"Freeze {number}", [step], at)
    return {"member": member, "changeSet": change}


async def frozen(connection: Connection, by: Viewer, member: UUID, reason: str) -> Step:
    """What takes it back, for a verb that freezes beside other things."""
    _, version = await _change(connection, by, member, "member.frozen", reason, (ACTIVE,), FROZEN)
    return {"undo": "member.unfreeze", "member": member, "version": version}


async def unfreeze(
    connection: Connection, by: Viewer, member: UUID, reason: str, at: datetime, zone: ZoneInfo, currency: str
) -> Written:
    """What was held meanwhile is given now. Raises Refused unless the member is frozen."""
    found, version = await _change(connection, by, member, "member.unfrozen", reason, (FROZEN,), ACTIVE)
    await replaying.replay(connection, member, by.name, at, frozenset())
    await evaluate(connection, member, at, zone, currency, by.name)
    step = {"undo": "member.freeze", "member": member, "version": version}
    change = await keep(connection, by, "memberUnfreeze", f"Unfreeze {found['member_no']}", [step], at)
    return {"member": member, "changeSet": change}


async def cancel(connection: Connection, by: Viewer, member: UUID, reason: str) -> Written:
    """Ends the membership. Raises Refused unless the member is active or frozen."""
    await _change(connection, by, member, "member.cancelled", reason, (ACTIVE, FROZEN), CANCELLED)
    return {"member": member}


async def resume(
    connection: Connection,
    by: Viewer,
    member: UUID,
    reason: str,
    at: datetime,
    zone: ZoneInfo,
    currency: str,
    clears_points: bool,
    clears_accumulation: bool,
) -> Written:
    """Lets a cancelled member in again. What is not cleared goes on, with what was held meanwhile, once."""
    changes = {"clearPoints": clears_points, "clearAccumulation": clears_accumulation}
    await _change(connection, by, member, "member.resumed", reason, (CANCELLED,), ACTIVE, changes)
    dropped = frozenset().union(
        replaying.OF_POINTS if clears_points else (), replaying.OF_ACCUMULATION if clears_accumulation else ()
    )
    await replaying.replay(connection, member, by.name, at, dropped)
    if clears_points:
        await replaying.clear_points(connection, member, by.name, at)
    if clears_accumulation:
        await replaying.clear_accumulation(connection, member, by.name, at)
    await evaluate(connection, member, at, zone, currency, by.name)
    return {"member": member}


async def freeze_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """Raises Refused if the file was changed since."""
    await _again(connection, by, step, "member.frozen", FROZEN)


async def unfreeze_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """Gives what was held meanwhile. Raises Refused if the file was changed since."""
    await _again(connection, by, step, "member.unfrozen", ACTIVE)
    await replaying.replay(connection, UUID(step["member"]), by.name, at, frozenset())


async def _again(connection: Connection, by: Viewer, step: Step, what: str, new: MemberStatus) -> None:
    member = UUID(step["member"])
    check_version(
        await connection.fetchval("SELECT version FROM member WHERE id = $1 FOR NO KEY UPDATE", member), step["version"]
    )
    await _change(connection, by, member, what, TAKEN_BACK, (FROZEN, ACTIVE), new)


async def _change(
    connection: Connection,
    by: Viewer,
    member: UUID,
    what: str,
    reason: str,
    needed: tuple[MemberStatus, ...],
    new: MemberStatus,
    changes: dict[str, object] | None = None,
) -> tuple[Record, int]:
    """The row as it was, and its new version."""
    check_reason(reason)
    found: Record = await connection.fetchrow(FOUND, member)
    check_change(found["status"], needed, new)
    version = await connection.fetchval(SET_STATUS, member, new)
    said = {"status": [found["status"], new], "reason": reason} | (changes or {})
    await record(connection, by.name, what, "Member", member, said, by.staff_id and UUID(by.staff_id))
    return found, version
