"""Verbs of a member's standing: freeze and unfreeze."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from rules.members import MemberStatus, check_change, check_reason
from rules.refusals import check_version
from rules.viewer import Viewer

FOUND = "SELECT id, member_no, status, version FROM member WHERE id = $1 FOR NO KEY UPDATE"
SET_STATUS = "UPDATE member SET status = $2, version = version + 1, updated_at = now() WHERE id = $1 RETURNING version"
NAMES = {MemberStatus.FROZEN: "member.frozen", MemberStatus.ACTIVE: "member.unfrozen"}
TAKEN_BACK = "Taken back"


async def freeze(connection: Connection, by: Viewer, member: UUID, reason: str, at: datetime) -> Written:
    """What counts until the member is unfrozen, the policy says. Raises Refused unless the member is active."""
    step = await _change(connection, by, member, reason, MemberStatus.ACTIVE, MemberStatus.FROZEN)
    change = await keep(connection, by, "memberFreeze", f"Freeze {step['no']}", [step], at)
    return {"member": member, "changeSet": change}


async def unfreeze(connection: Connection, by: Viewer, member: UUID, reason: str, at: datetime) -> Written:
    """Raises Refused unless the member is frozen."""
    step = await _change(connection, by, member, reason, MemberStatus.FROZEN, MemberStatus.ACTIVE)
    change = await keep(connection, by, "memberUnfreeze", f"Unfreeze {step['no']}", [step], at)
    return {"member": member, "changeSet": change}


async def freeze_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if the file was changed since."""
    return await _again(connection, by, step, MemberStatus.ACTIVE, MemberStatus.FROZEN)


async def unfreeze_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if the file was changed since."""
    return await _again(connection, by, step, MemberStatus.FROZEN, MemberStatus.ACTIVE)


async def _again(connection: Connection, by: Viewer, step: Step, needed: MemberStatus, new: MemberStatus) -> Step:
    member = UUID(step["member"])
    found = await connection.fetchrow(FOUND, member)
    check_version(found["version"], step["version"])
    return await _change(connection, by, member, TAKEN_BACK, needed, new)


async def _change(
    connection: Connection, by: Viewer, member: UUID, reason: str, needed: MemberStatus, new: MemberStatus
) -> Step:
    """The step that takes it back."""
    check_reason(reason)
    found: Record = await connection.fetchrow(FOUND, member)
    check_change(found["status"], needed, new)
    version = await connection.fetchval(SET_STATUS, member, new)
    changes = {"status": [found["status"], new], "reason": reason}
    await record(connection, by.name, NAMES[new], "Member", member, changes, by.staff_id and UUID(by.staff_id))
    back = "member.unfreeze" if new is MemberStatus.FROZEN else "member.freeze"
    return {"undo": back, "member": member, "version": version, "no": found["member_no"]}
