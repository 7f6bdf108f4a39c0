"""Takes an answer back before it goes out, as if it had never been written."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import attaching, clocks
from actions.once import Written
from actions.tickets.locking import Held, hold, noted
from rules.refusals import ErrorCode, Outrun
from rules.tickets import FINISHED, TicketStatus, check_held
from rules.viewer import Viewer

WHERE = "SELECT ticket_id FROM ticket_message WHERE id = $1"
FOUND = "SELECT id, ticket_id, body, at, held_until, status_before FROM ticket_message WHERE id = $1 FOR UPDATE"
GONE = "DELETE FROM ticket_message WHERE id = $1"
INHERIT = """
    UPDATE ticket_message SET status_before = $3 WHERE ticket_id = $1 AND held_until IS NOT NULL AND at >= $2
"""
"Answers that wait too were written on top of this one."
ANSWERED = """
    SELECT min(at) FROM ticket_message WHERE ticket_id = $1 AND at >= $2 AND NOT is_internal AND NOT is_from_member
"""
TURNED = """
    DELETE FROM ticket_turn WHERE ticket_id = $1 AND (at, id) > (
        SELECT at, id FROM ticket_turn WHERE ticket_id = $1 AND status = $2 ORDER BY at DESC, id DESC LIMIT 1)
"""
"Its clocks go by what happened to it, as if nothing had been written."
BACK = """
    UPDATE ticket SET status = $2::text, resolved_at = CASE WHEN $3 THEN resolved_at END,
        first_responded_at = CASE WHEN first_responded_at = $4 THEN $5 ELSE first_responded_at END,
        updated_at = $6, version = version + 1
    WHERE id = $1
"""
AFTER_ANSWER = frozenset({TicketStatus.PENDING_CUSTOMER, TicketStatus.RESOLVED})
"Where a ticket stands when it was answered and nothing else happened."


async def take_back(connection: Connection, by: Viewer, message: UUID, at: datetime) -> Written:
    """Gives the text back. Raises Refused if it is on its way already, or never waited."""
    held = await hold(connection, await connection.fetchval(WHERE, message))
    said = await _waiting(connection, held, message)
    await unsay(connection, held, said, at)
    await noted(connection, by, "ticket.reply_undone", held.key, {"length": len(said["body"])})
    return {"ticket": held.key, "body": said["body"]}


async def _waiting(connection: Connection, held: Held, message: UUID) -> Record:
    """Locked, so that it cannot go out any more."""
    said = await connection.fetchrow(FOUND, message)
    if said is not None and said["ticket_id"] != held.key:
        raise Outrun(ErrorCode.CONFLICT, "Ticket {number} was merged in between.", ("id",), number=held.number)
    check_held(held.number, said["held_until"] if said is not None else None)
    return said


async def unsay(connection: Connection, held: Held, said: Record, at: datetime) -> None:
    """Status and first response as before the answer, unless something else was done since."""
    await attaching.give_back(connection, said["id"], at)
    await connection.execute(GONE, said["id"])
    await connection.execute(INHERIT, held.key, said["at"], said["status_before"])
    answered = await connection.fetchval(ANSWERED, held.key, said["at"])
    status = held.status
    if answered is None and status in AFTER_ANSWER:
        status = TicketStatus(said["status_before"])
    if status is not held.status:
        await connection.execute(TURNED, held.key, status)
    await connection.execute(BACK, held.key, status, status in FINISHED, said["at"], answered, at)
    await clocks.keep(connection, held.key, at)
