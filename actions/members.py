"""Verbs of a member's file: tags, freezing."""

from uuid import UUID

from asyncpg import Connection, Record

from actions.once import Written
from actions.recording import record
from rules.members import MemberStatus, check_change, check_reason, check_tag
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

FOUND = "SELECT id, status, version FROM member WHERE id = $1 FOR NO KEY UPDATE"
SET_STATUS = "UPDATE member SET status = $2, version = version + 1, updated_at = now() WHERE id = $1"
MAKE_TAG = "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (name) DO NOTHING"
FIND_TAG = "SELECT id, is_automatic FROM tag WHERE name = $1"
TAG = """
    INSERT INTO member_tag (member_id, tag_id, actor) VALUES ($1, $2, $3)
    ON CONFLICT (member_id, tag_id) DO NOTHING RETURNING id
"""
UNTAG = "DELETE FROM member_tag WHERE member_id = $1 AND tag_id = $2 RETURNING id"


async def freeze(connection: Connection, by: Viewer, member: UUID, reason: str) -> Written:
    """No earning, spending or benefits until unfrozen. Raises Refused unless the member is active."""
    return await _change_status(connection, by, member, reason, MemberStatus.ACTIVE, MemberStatus.FROZEN)


async def unfreeze(connection: Connection, by: Viewer, member: UUID, reason: str) -> Written:
    """Raises Refused unless the member is frozen."""
    return await _change_status(connection, by, member, reason, MemberStatus.FROZEN, MemberStatus.ACTIVE)


async def tag(connection: Connection, by: Viewer, member: UUID, name: str) -> Written:
    """A new word becomes a tag. Given again, nothing changes. Raises Refused for a tag that a rule gives."""
    name = check_tag(name)
    await connection.execute(MAKE_TAG, name)
    if await connection.fetchval(TAG, member, await _by_hand(connection, name), by.name):
        await _noted(connection, by, "member.tagged", member, {"tag": name})
    return {"member": member}


async def untag(connection: Connection, by: Viewer, member: UUID, name: str) -> Written:
    """Takes a tag away; one that the member does not have stays away. Raises Refused for a tag that a rule gives."""
    name = check_tag(name)
    if await connection.fetchval(UNTAG, member, await _by_hand(connection, name)):
        await _noted(connection, by, "member.untagged", member, {"tag": name})
    return {"member": member}


async def _by_hand(connection: Connection, name: str) -> UUID:
    found = await connection.fetchrow(FIND_TAG, name)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no tag '{name}'.", ("tag",), name=name)
    if found["is_automatic"]:
        message = "'{name}' is given and taken by a rule, not by hand."
        raise Refused(ErrorCode.STATE, message, ("tag",), name=name)
    return found["id"]


async def _change_status(
    connection: Connection, by: Viewer, member: UUID, reason: str, needed: MemberStatus, new: MemberStatus
) -> Written:
    check_reason(reason)
    found: Record = await connection.fetchrow(FOUND, member)
    check_change(found["status"], needed, new)
    await connection.execute(SET_STATUS, member, new)
    what = "member.frozen" if new is MemberStatus.FROZEN else "member.unfrozen"
    await _noted(connection, by, what, member, {"status": [found["status"], new], "reason": reason})
    return {"member": member}


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, object]) -> None:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
