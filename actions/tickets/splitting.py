"""Makes a ticket of its own out of some messages of another, and puts them back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import clocks
from actions.changes import Step, keep
from actions.once import Written
from actions.tickets.linking import LINK, LINKED, UNLINK
from actions.tickets.locking import Held, hold, noted
from actions.tickets.opening import PASS_IMPORTED
from rules.refusals import ErrorCode, Refused
from rules.ticket_links import TicketLinkKind
from rules.tickets import TicketStatus, check_answerable, check_subject
from rules.viewer import Viewer

PATH = ("messageIds",)
MESSAGES = """
    SELECT id, at, held_until, is_internal, is_from_member FROM ticket_message
    WHERE ticket_id = $1 ORDER BY at, id FOR NO KEY UPDATE
"""
MAKE = """
    INSERT INTO ticket (number, subject, status, priority, channel, member_id, order_id, category_id, assignee_id,
        team_id, opened_at, first_responded_at, updated_at)
    SELECT 'T-' || lpad(nextval('ticket_number')::text, 6, '0'), $2, $3::text, priority, channel, member_id, order_id,
        category_id, assignee_id, team_id, $4, $5, $6
    FROM ticket WHERE id = $1
    ON CONFLICT (number) DO NOTHING RETURNING id, number
"""
MOVE = "UPDATE ticket_message SET ticket_id = $2 WHERE id = ANY($1)"
BACK = "UPDATE ticket_message SET ticket_id = $2 WHERE ticket_id = $1"
LEFT = "UPDATE ticket SET first_responded_at = $2, updated_at = $3, version = version + 1 WHERE id = $1"
END = """
    UPDATE ticket SET status = 'MERGED', merged_into_id = $2, resolved_at = coalesce(resolved_at, $3), updated_at = $3,
        version = version + 1
    WHERE id = $1
"""


async def split(
    connection: Connection, by: Viewer, ticket: UUID, messages: Sequence[UUID], subject: str, at: datetime
) -> Written:
    """A new ticket of the same member with these messages. Raises Refused: none, all, not of this ticket, not sent."""
    subject = check_subject(subject, ("subject",))
    held = await hold(connection, ticket)
    check_answerable(held.number, held.status)
    rows = await connection.fetch(MESSAGES, ticket)
    taken = _taken(held, rows, frozenset(messages))
    stays = [row for row in rows if row not in taken]
    made = await _made(connection, held, subject, taken, at)
    await connection.execute(MOVE, [row["id"] for row in taken], made["id"])
    first = held.row["first_responded_at"]
    answered = _first_answer(stays) if any(row["at"] == first for row in taken) else first
    await connection.execute(LEFT, ticket, answered, at)
    await connection.execute(LINK, made["id"], ticket, TicketLinkKind.SPLIT_FROM, by.name, at)
    for key in (ticket, made["id"]):
        await clocks.keep(connection, key, at)
    await noted(connection, by, "ticket.split", ticket, {"into": made["number"], "messages": len(taken)})
    step = {"undo": "ticket.join", "ticket": ticket, "made": made["id"], "first": first}
    change = await keep(connection, by, "ticketSplit", f"{made['number']} split from {held.number}", [step], at)
    return {"ticket": made["id"], "changeSet": change}


async def join(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """All that is said in the new ticket is said in the old one again, and the new one ends in it."""
    old, new = UUID(step["ticket"]), UUID(step["made"])
    held = {key: await hold(connection, key) for key in sorted((old, new))}
    for one in held.values():
        if one.status is TicketStatus.MERGED:
            message = "Ticket {number} was merged into another since."
            raise Refused(ErrorCode.STATE, message, ("id",), number=one.number)
    await connection.execute(BACK, new, old)
    first = step["first"] and datetime.fromisoformat(step["first"])
    await connection.execute(LEFT, old, first or held[old].row["first_responded_at"], at)
    await connection.execute(END, new, old, at)
    found = await connection.fetchrow(LINKED, old, new)
    if found is not None:
        await connection.execute(UNLINK, found["id"])
    for key in (old, new):
        await clocks.keep(connection, key, at)
    await noted(connection, by, "ticket.joined", old, {"joined": held[new].number})


def _taken(held: Held, rows: Sequence[Record], wanted: frozenset[UUID]) -> list[Record]:
    taken = [row for row in rows if row["id"] in wanted]
    if not wanted:
        raise Refused(ErrorCode.REQUIRED, "Choose the messages that are to be a ticket of their own.", PATH)
    if len(taken) < len(wanted):
        raise Refused(ErrorCode.NOT_FOUND, "A message is not in ticket {number}.", PATH, number=held.number)
    if len(taken) == len(rows):
        raise Refused(ErrorCode.INVALID, "Leave a message in ticket {number}.", PATH, number=held.number)
    if any(row["held_until"] is not None for row in taken):
        raise Refused(ErrorCode.STATE, "An answer waits to be sent. Wait until it is out, or take it back.", PATH)
    return taken


async def _made(connection: Connection, held: Held, subject: str, taken: Sequence[Record], at: datetime) -> Record:
    """Open if somebody has it, and waiting for the member if he was answered last."""
    public = [row for row in taken if not row["is_internal"]]
    status = TicketStatus.NEW if held.row["assignee_id"] is None else TicketStatus.OPEN
    if public and not public[-1]["is_from_member"]:
        status = TicketStatus.PENDING_CUSTOMER
    values = (held.key, subject, status, taken[0]["at"], _first_answer(taken), at)
    made = await connection.fetchrow(MAKE, *values)
    if made is None:
        await connection.execute(PASS_IMPORTED)
        made = await connection.fetchrow(MAKE, *values)
    return made


def _first_answer(rows: Sequence[Record]) -> datetime | None:
    return min((row["at"] for row in rows if not row["is_internal"] and not row["is_from_member"]), default=None)
