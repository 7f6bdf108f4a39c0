"""How links, parts and splits of tickets are read and made."""

from uuid import UUID

from actions import tickets
from actions.once import Written
from resolvers.planner.answers import Computed, One, Rows
from resolvers.planner.lists import Many
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.refusals import ErrorCode, Refused
from rules.ticket_links import TURNED, TicketLinkKind

PREFIX = "msg_"
TURN = " ".join(f"WHEN '{kept}' THEN '{turned}'" for turned, kept in TURNED.items())


def _links(ticket: Row, _: Selected) -> str:
    return (
        f"SELECT CASE WHEN ticket_id = {ticket.key} THEN kind ELSE CASE kind {TURN} ELSE kind END END AS kind,"
        f" CASE WHEN ticket_id = {ticket.key} THEN other_id ELSE ticket_id END AS other_id, id"
        f" FROM ticket_link WHERE ticket_id = {ticket.key} OR other_id = {ticket.key} ORDER BY ticket_link.id"
    )


def _has_open_parts(ticket: Row) -> str:
    """Among those in the viewer's sight."""
    part = ticket.statement.source(ticket.statement.catalog.entities["Ticket"])
    scope = part.entity.scope_of(ticket.statement)
    kept = [
        f"{part.col('parent_id')} = {ticket.key}",
        f"{part.col('status')} NOT IN ('RESOLVED', 'CLOSED', 'MERGED')",
        *(scope(part) if scope else []),
    ]
    return f"EXISTS (SELECT FROM {part.source.sql()} WHERE {' AND '.join(kept)})"


OF_TICKET = {
    "links": Rows(_links, {"kind": "kind", "ticket": One("Ticket", "other_id")}),
    "parts": Many("Ticket", lambda part, ticket: f"{part.col('parent_id')} = {ticket.key}", order="number", most=100),
    "hasOpenParts": Computed(_has_open_parts),
}


async def _link(call: Call) -> Written:
    kind = TicketLinkKind(call.given["kind"])
    return await tickets.link(call.connection, call.by, call.found["id"], call.found["other"], kind, call.at)


async def _unlink(call: Call) -> Written:
    return await tickets.unlink(call.connection, call.by, call.found["id"], call.found["other"], call.at)


async def _set_parent(call: Call) -> Written:
    return await tickets.set_parent(call.connection, call.by, call.found["id"], call.found.get("parent"), call.at)


async def _resolve_parts(call: Call) -> Written:
    return await tickets.resolve_parts(call.connection, call.by, call.found["id"], call.at)


async def _split(call: Call) -> Written:
    messages = [_key(one) for one in call.given["messageIds"]]
    return await tickets.split(call.connection, call.by, call.found["id"], messages, call.given["subject"], call.at)


def _key(identifier: str) -> UUID:
    try:
        return UUID(identifier.removeprefix(PREFIX))
    except ValueError:
        message = "'{text}' is not the id of a message."
        raise Refused(ErrorCode.INVALID, message, ("messageIds",), text=identifier[:60]) from None


_NAMED = {"id": "Ticket"}
_SHOWN = {"ticket": "Ticket", "message": "TicketMessage", "changeSet": "ChangeSet"}
MUTATIONS = {
    "ticketLink": Verb(_link, "tickets.answer", _NAMED | {"other": "Ticket"}, _SHOWN),
    "ticketUnlink": Verb(_unlink, "tickets.answer", _NAMED | {"other": "Ticket"}, _SHOWN),
    "ticketParentSet": Verb(_set_parent, "tickets.answer", _NAMED | {"parent": "Ticket"}, _SHOWN),
    "ticketResolveParts": Verb(_resolve_parts, "tickets.answer", _NAMED, _SHOWN),
    "ticketSplit": Verb(_split, "tickets.answer", _NAMED, _SHOWN),
}
