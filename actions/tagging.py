"""Verbs of tags: words that group members, given and taken by hand."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record, unchanged
from rules.members import check_tag
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

MAKE = "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (name) DO NOTHING"
FIND = "SELECT id, is_automatic FROM tag WHERE name = $1"
GIVE = """
    INSERT INTO member_tag (member_id, tag_id, actor) VALUES ($1, $2, $3)
    ON CONFLICT (member_id, tag_id) DO NOTHING RETURNING id
"""
TAKE = "DELETE FROM member_tag WHERE member_id = $1 AND tag_id = $2 RETURNING id"


async def tag(connection: Connection, by: Viewer, member: UUID, name: str, at: datetime) -> Written:
    """A new word becomes a tag. Given again, nothing changes. Raises Refused for a tag that a rule gives."""
    name = check_tag(name)
    if not await _give(connection, by, member, name):
        unchanged()
        return {"member": member}
    step = {"undo": "member.untag", "member": member, "tag": name}
    return {"member": member, "changeSet": await keep(connection, by, "memberTag", f"Tag '{name}'", [step], at)}


async def untag(connection: Connection, by: Viewer, member: UUID, name: str, at: datetime) -> Written:
    """Takes a tag away; one that the member does not have stays away. Raises Refused for a tag that a rule gives."""
    name = check_tag(name)
    if not await _take(connection, by, member, name):
        unchanged()
        return {"member": member}
    step = {"undo": "member.tag", "member": member, "tag": name}
    return {"member": member, "changeSet": await keep(connection, by, "memberUntag", f"No tag '{name}'", [step], at)}


async def tag_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    if not await _give(connection, by, UUID(step["member"]), step["tag"]):
        raise Refused(ErrorCode.STATE, "The member has the tag '{name}' again.", ("id",), name=step["tag"])
    return step | {"undo": "member.untag"}


async def untag_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    if not await _take(connection, by, UUID(step["member"]), step["tag"]):
        raise Refused(ErrorCode.STATE, "The tag '{name}' was taken away since.", ("id",), name=step["tag"])
    return step | {"undo": "member.tag"}


async def _give(connection: Connection, by: Viewer, member: UUID, name: str) -> bool:
    await connection.execute(MAKE, name)
    if not await connection.fetchval(GIVE, member, await _by_hand(connection, name), by.name):
        return False
    await _noted(connection, by, "member.tagged", member, name)
    return True


async def _take(connection: Connection, by: Viewer, member: UUID, name: str) -> bool:
    if not await connection.fetchval(TAKE, member, await _by_hand(connection, name)):
        return False
    await _noted(connection, by, "member.untagged", member, name)
    return True


async def _by_hand(connection: Connection, name: str) -> UUID:
    found = await connection.fetchrow(FIND, name)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no tag '{name}'.", ("tag",), name=name)
    if found["is_automatic"]:
        message = "'{name}' is given and taken by a rule, not by hand."
        raise Refused(ErrorCode.STATE, message, ("tag",), name=name)
    return found["id"]


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, name: str) -> None:
    await record(connection, by.name, what, "Member", member, {"tag": name}, by.staff_id and UUID(by.staff_id))
