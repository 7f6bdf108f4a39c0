"""Contacts with members outside of tickets, or beside one: calls, visits, follow-ups."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record
from rules.members import InteractionKind, check_duration
from rules.refusals import ErrorCode, Refused
from rules.tickets import check_body
from rules.viewer import Viewer

LOG = """
    INSERT INTO interaction (kind, member_id, staff_id, ticket_id, summary, at, duration_seconds)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""


async def log(
    connection: Connection, by: Viewer, given: Mapping[str, Any], member: UUID, ticket: UUID | None, at: datetime
) -> Written:
    """Raises Refused: nothing said, a time that is still to come, a call longer than a day, a ticket of another."""
    summary, kind = check_body(given["summary"], ("input", "summary")), InteractionKind(given["kind"])
    when, seconds = given.get("at") or at, given.get("durationSeconds")
    if when > at:
        message = "This time is still to come. Say when the contact was, or leave it out for now."
        raise Refused(ErrorCode.INVALID, message, ("input", "at"))
    check_duration(seconds)
    if ticket is not None:
        await _check_same(connection, ticket, member)
    staff = UUID(by.staff_id) if by.staff_id else None
    key = await connection.fetchval(LOG, kind, member, staff, ticket, summary, when, seconds)
    told = {"kind": kind, "durationSeconds": seconds}
    await record(connection, by.name, "interaction.logged", "Interaction", key, told, staff)
    return {"interaction": key}


async def _check_same(connection: Connection, ticket: UUID, member: UUID) -> None:
    found = await connection.fetchrow("SELECT number, member_id FROM ticket WHERE id = $1", ticket)
    if found["member_id"] not in (None, member):
        message = "Ticket {number} is of another member."
        raise Refused(ErrorCode.INVALID, message, ("input", "ticketId"), number=found["number"])
