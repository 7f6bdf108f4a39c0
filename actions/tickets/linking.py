"""Ties tickets together: links between two, and parts of a whole."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import unchanged
from actions.tickets.locking import Held, change, hold, noted
from rules.refusals import ErrorCode, Refused
from rules.ticket_links import BY_HAND, TURNED, TicketLinkKind
from rules.tickets import FINISHED, TicketStatus
from rules.viewer import Viewer

LINKED = """
    SELECT id, ticket_id, other_id, kind FROM ticket_link
    WHERE least(ticket_id, other_id) = least($1::uuid, $2::uuid)
        AND greatest(ticket_id, other_id) = greatest($1::uuid, $2::uuid)
"""
LINK = "INSERT INTO ticket_link (ticket_id, other_id, kind, actor, at) VALUES ($1, $2, $3, $4, $5)"
UNLINK = "DELETE FROM ticket_link WHERE id = $1"
TOUCH = "UPDATE ticket SET updated_at = $2, version = version + 1 WHERE id = ANY($1)"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('ticket parents', 0))"
ABOVE = """
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM ticket WHERE id = $1
        UNION SELECT ticket.id, ticket.parent_id FROM ticket JOIN above ON ticket.id = above.parent_id)
    SELECT id FROM above
"""
OPEN_PARTS = """
    SELECT id FROM ticket WHERE parent_id = $1 AND status NOT IN ('RESOLVED', 'CLOSED', 'MERGED') ORDER BY id
"""


async def link(
    connection: Connection, by: Viewer, ticket: UUID, other: UUID, kind: TicketLinkKind, at: datetime
) -> Written:
    """Raises Refused: with itself, linked in another way, a kind that only splitting makes."""
    if ticket == other:
        raise Refused(ErrorCode.INVALID, "A ticket cannot be linked with itself.", ("otherId",))
    if kind not in BY_HAND:
        message = "Tickets are linked in this way by splitting one. Choose another kind."
        raise Refused(ErrorCode.INVALID, message, ("kind",))
    held = {key: await hold(connection, key) for key in sorted((ticket, other))}
    one, two = (other, ticket) if kind in TURNED else (ticket, other)
    kept = TURNED.get(kind, kind)
    found = await connection.fetchrow(LINKED, one, two)
    if found is not None:
        if found["kind"] == kept and (kept is TicketLinkKind.RELATED or found["ticket_id"] == one):
            unchanged()
            return {"ticket": ticket}
        message = "{one} and {other} are linked in another way. Take that link away first."
        raise Refused(ErrorCode.STATE, message, ("otherId",), one=held[ticket].number, other=held[other].number)
    await _linked(connection, by, one, two, kept, at)
    step = {"undo": "ticket.unlink", "ticket": one, "other": two, "kind": kept}
    summary = f"{held[ticket].number}: {held[other].number}"
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketLink", summary, [step], at)}


async def unlink(connection: Connection, by: Viewer, ticket: UUID, other: UUID, at: datetime) -> Written:
    """What is not linked stays so."""
    held = {key: await hold(connection, key) for key in sorted((ticket, other))}
    found = await connection.fetchrow(LINKED, ticket, other)
    if found is None:
        unchanged()
        return {"ticket": ticket}
    await _unlinked(connection, by, found["id"], ticket, other, at)
    step = {"undo": "ticket.link", "ticket": found["ticket_id"], "other": found["other_id"], "kind": found["kind"]}
    summary = f"{held[ticket].number}: {held[other].number}"
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketUnlink", summary, [step], at)}


async def link_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    one, two = UUID(step["ticket"]), UUID(step["other"])
    for key in sorted((one, two)):
        await hold(connection, key)
    if await connection.fetchrow(LINKED, one, two) is not None:
        raise Refused(ErrorCode.STATE, "The tickets are linked again.", ("id",))
    await _linked(connection, by, one, two, step["kind"], at)
    return step | {"undo": "ticket.unlink"}


async def unlink_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    one, two = UUID(step["ticket"]), UUID(step["other"])
    for key in sorted((one, two)):
        await hold(connection, key)
    found = await connection.fetchrow(LINKED, one, two)
    if found is None:
        raise Refused(ErrorCode.STATE, "The link was taken away since.", ("id",))
    await _unlinked(connection, by, found["id"], one, two, at)
    return step | {"undo": "ticket.link"}


async def set_parent(connection: Connection, by: Viewer, ticket: UUID, parent: UUID | None, at: datetime) -> Written:
    """Makes it a part of another ticket, or of none. Raises Refused if one would contain itself, or is merged."""
    await connection.execute(ONE_AT_A_TIME)
    held = await hold(connection, ticket)
    if parent is not None:
        await _check_parent(connection, held, parent)
    step = await change(connection, by, held, "ticket.parented", {"parent_id": parent}, at)
    if step is None:
        return {"ticket": ticket}
    summary = f"{held.number}: part of another ticket"
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketParentSet", summary, [step], at)}


async def resolve_parts(connection: Connection, by: Viewer, ticket: UUID, at: datetime) -> Written:
    """Resolves all parts of a finished ticket that are still open. Raises Refused for a ticket that is open itself."""
    held = await hold(connection, ticket)
    if held.status not in FINISHED:
        message = "Ticket {number} is still open itself. Resolve it first."
        raise Refused(ErrorCode.STATE, message, ("id",), number=held.number)
    steps, numbers = [], []
    for row in await connection.fetch(OPEN_PARTS, ticket):
        part = await hold(connection, row["id"])
        values = {"status": TicketStatus.RESOLVED, "resolved_at": part.row["resolved_at"] or at}
        if part.status not in FINISHED and (step := await change(connection, by, part, "ticket.resolved", values, at)):
            steps.append(step)
            numbers.append(part.number)
    if not steps:
        unchanged()
        return {"ticket": ticket}
    await noted(connection, by, "ticket.parts_resolved", ticket, {"parts": numbers})
    summary = f"{held.number}: {', '.join(numbers)}"[:200]
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketResolveParts", summary, steps, at)}


async def _check_parent(connection: Connection, held: Held, parent: UUID) -> None:
    above = [row["id"] for row in await connection.fetch(ABOVE, parent)]
    row = await connection.fetchrow("SELECT number, status FROM ticket WHERE id = $1", parent)
    if held.key in above:
        message = "{number} is a part of {part} already, so that {part} cannot be a part of it."
        raise Refused(ErrorCode.STATE, message, ("parentId",), number=row["number"], part=held.number)
    if row["status"] == TicketStatus.MERGED:
        message = "Ticket {number} was merged into another. Name that one."
        raise Refused(ErrorCode.STATE, message, ("parentId",), number=row["number"])


async def _linked(connection: Connection, by: Viewer, one: UUID, two: UUID, kind: str, at: datetime) -> None:
    await connection.execute(LINK, one, two, kind, by.name, at)
    await connection.execute(TOUCH, [one, two], at)
    await noted(connection, by, "ticket.linked", one, {"other": two, "kind": kind})


async def _unlinked(connection: Connection, by: Viewer, key: UUID, one: UUID, two: UUID, at: datetime) -> None:
    await connection.execute(UNLINK, key)
    await connection.execute(TOUCH, [one, two], at)
    await noted(connection, by, "ticket.unlinked", one, {"other": two})
