"""Promises something in a ticket, or to a member."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.promises.locking import note_step, noted
from actions.tickets import surviving
from rules.promises import PromiseStepKind, check_due, check_text, check_to_somebody, reminding_at
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

MAKE = """
    INSERT INTO promise (what, ticket_id, member_id, owner_id, made_by, made_at, first_due_at, due_at, remind_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) RETURNING id
"""
STAFF = "SELECT name, is_active FROM staff WHERE id = $1"


async def make(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    ticket: UUID | None,
    member: UUID | None,
    owner: UUID | None,
    at: datetime,
) -> Written:
    """The owner is who makes it, unless another is named. What is promised in a ticket is promised to its member.

    Raises Refused: nothing said, nobody to promise to, a time that is past, an owner who does not work here.
    """
    what = check_text(given["what"], ("input", "what"))
    due = check_due(given["dueAt"], at, ("input", "dueAt"))
    remind = reminding_at(due, given.get("remindMinutes"), at, ("input", "remindMinutes"))
    check_to_somebody(bool(ticket or member))
    if ticket is not None:
        ticket, member = await _of_ticket(connection, ticket, member)
    owner = await owned_by(connection, owner or (UUID(by.staff_id) if by.staff_id else None), ("input", "ownerId"))
    key = await connection.fetchval(MAKE, what, ticket, member, owner, by.name, at, due, remind)
    await note_step(connection, key, PromiseStepKind.MADE, due, "", by.name, at)
    await noted(connection, by, "promise.made", key, {"dueAt": due, "member": member, "ticket": ticket})
    return {"promise": key, "ticket": ticket, "member": member}


async def _of_ticket(connection: Connection, ticket: UUID, member: UUID | None) -> tuple[UUID, UUID | None]:
    """The ticket that is still there, and its member."""
    held = await surviving(connection, ticket)
    asking = held.row["member_id"]
    if member is not None and asking not in (None, member):
        message = "Ticket {number} is of another member. Leave the member out, or name another ticket."
        raise Refused(ErrorCode.INVALID, message, ("input", "member"), number=held.number)
    return held.key, asking or member


async def owned_by(connection: Connection, owner: UUID | None, path: tuple[str, ...]) -> UUID:
    """Raises Refused for nobody, and for somebody who does not work here any more."""
    if owner is None:
        raise Refused(ErrorCode.REQUIRED, "Say who is to see to it.", path)
    found = await connection.fetchrow(STAFF, owner)
    if not found["is_active"]:
        message = "{name} does not work here any more. Choose somebody else."
        raise Refused(ErrorCode.STATE, message, path, name=found["name"])
    return owner
