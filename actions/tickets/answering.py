"""What is said in a ticket: answers to the member, words of the member, and notes among ourselves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import attaching, clocks, posting
from actions.notices import mention
from actions.once import Written
from actions.tickets.distributing import give
from actions.tickets.locking import Held, noted, surviving
from rules.assigning import AssignmentOccasion
from rules.canned_replies import check_filled
from rules.refusals import check_version
from rules.tickets import HELD, TicketStatus, check_answerable, check_body
from rules.viewer import Viewer

SAY = """
    INSERT INTO ticket_message
        (ticket_id, staff_id, author, is_internal, is_from_member, body, at, held_until, status_before)
    VALUES ($1, $2, coalesce((SELECT name FROM member WHERE id = $3), $4), $5, $6, $7, $8, $9, $10) RETURNING id
"""
TOUCH = """
    UPDATE ticket SET status = $2::text, updated_at = $3, version = version + 1,
        first_responded_at = CASE WHEN $4 THEN coalesce(first_responded_at, $3) ELSE first_responded_at END,
        resolved_at = CASE WHEN $2::text = 'RESOLVED' THEN resolved_at END
    WHERE id = $1
"""


async def reply(
    connection: Connection,
    by: Viewer,
    ticket: UUID,
    body: str,
    expected: int | None,
    at: datetime,
    files: Sequence[str] = (),
) -> Written:
    """Staff answer, and the member is waited for; a member's words open the ticket again.

    What staff write waits a moment before it goes out, and counts from the moment in which it was written: a clock is
    not to run on because of our own precaution, and taking the answer back takes that back as well.
    Raises Refused: nothing said, a variable left open, the ticket is closed or changed since it was read, a lost file.
    """
    body = check_body(body)
    if by.kind != "MEMBER":
        check_filled(body, ("body",))
    held = await surviving(connection, ticket)
    if held.key == ticket:
        check_version(held.row["version"], expected)
    check_answerable(held.number, held.status)
    is_member = by.kind == "MEMBER"
    member = held.row["member_id"] if is_member else None
    waits = held.status if by.kind == "STAFF" else None
    message = await say(connection, by, held.key, member, body, at, is_from_member=is_member, waits=waits)
    taken = await attaching.take(connection, by, message, files)
    if not is_member:
        await posting.goes_out(connection, message, at)
    await connection.execute(TOUCH, held.key, _status_after(held, is_member), at, not is_member)
    await clocks.keep(connection, held.key, at)
    if is_member:
        await give(connection, held.key, AssignmentOccasion.RETURNED, at)
    told = {"length": len(body), "fromMember": is_member, "files": taken}
    await noted(connection, by, "ticket.replied", held.key, told)
    return {"ticket": held.key, "message": message}


async def note(
    connection: Connection, by: Viewer, ticket: UUID, body: str, at: datetime, files: Sequence[str] = ()
) -> Written:
    """A note that the member never sees, told to those whom it names (`@username`); also in a ticket that is closed.

    Raises Refused if nothing is said, or a file is gone.
    """
    body = check_body(body)
    held = await surviving(connection, ticket)
    message = await say(connection, by, held.key, None, body, at, is_internal=True)
    taken = await attaching.take(connection, by, message, files)
    await connection.execute("UPDATE ticket SET updated_at = $2, version = version + 1 WHERE id = $1", held.key, at)
    await mention(connection, by, body, held.key, held.number, at)
    await noted(connection, by, "ticket.noted", held.key, {"length": len(body), "files": taken})
    return {"ticket": held.key, "message": message}


async def say(
    connection: Connection,
    by: Viewer,
    ticket: UUID,
    member: UUID | None,
    body: str,
    at: datetime,
    *,
    is_internal: bool = False,
    is_from_member: bool = False,
    waits: TicketStatus | None = None,
) -> UUID:
    """Adds a message and gives its key; `member` is who says it, if it is a member.

    One that `waits` can be taken back for a moment; then the ticket has this status again.
    """
    staff = UUID(by.staff_id) if by.staff_id else None
    speaker = member if is_from_member else None
    until = at + HELD if waits else None
    return await connection.fetchval(
        SAY, ticket, staff, speaker, by.name, is_internal, is_from_member, body, at, until, waits
    )


def _status_after(held: Held, is_member: bool) -> TicketStatus:
    if is_member:
        return held.status if held.status is TicketStatus.NEW else TicketStatus.OPEN
    return held.status if held.status is TicketStatus.RESOLVED else TicketStatus.PENDING_CUSTOMER
