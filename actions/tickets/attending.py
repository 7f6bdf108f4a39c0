"""Who has a ticket open and who writes: told at once, forgotten by itself, never part of the audit log."""

from json import dumps
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import unchanged
from rules.tickets import TicketActivity, check_attends
from rules.viewer import Viewer

BEFORE = """
    SELECT until > now() AS is_here, coalesce(typing_until > now(), false) AS is_typing
    FROM ticket_viewer WHERE ticket_id = $1 AND staff_id = $2
"""
COME = """
    INSERT INTO ticket_viewer (ticket_id, staff_id, since, until, typing_until)
    VALUES ($1, $2, now(), now() + interval '25 seconds', CASE WHEN $3 THEN now() + interval '8 seconds' END)
    ON CONFLICT (ticket_id, staff_id) DO UPDATE SET until = excluded.until, typing_until = excluded.typing_until,
        since = CASE WHEN ticket_viewer.until > now() THEN ticket_viewer.since ELSE excluded.since END
"""
GO = "DELETE FROM ticket_viewer WHERE ticket_id = $1 AND (staff_id = $2 OR until < now() - interval '1 minute')"
TELL = "SELECT pg_notify('memberdesk_live', $1)"


async def attend(connection: Connection, by: Viewer, ticket: UUID, activity: TicketActivity) -> Written:
    """Tells the others only what is new to them. Raises Refused for anybody but staff."""
    check_attends(by.staff_id)
    staff = UUID(by.staff_id)
    row = await connection.fetchrow(BEFORE, ticket, staff)
    before = (row["is_here"], row["is_typing"]) if row else (False, False)
    now = (activity is not TicketActivity.LEFT, activity is TicketActivity.TYPING)
    if now[0]:
        await connection.execute(COME, ticket, staff, now[1])
    else:
        await connection.execute(GO, ticket, staff)
    if now != before:
        await connection.execute(TELL, dumps({"type": "Ticket", "id": str(ticket), "fields": ["viewers"]}))
    unchanged()
    return {"ticket": ticket}
