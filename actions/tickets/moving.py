"""Moves a ticket through its life, and edits what it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.changes import keep
from actions.naming import named
from actions.once import Written
from actions.tickets.locking import Held, change, hold
from actions.tickets.opening import CATEGORY, NOTHING
from rules.tickets import (
    FINISHED,
    TicketPriority,
    TicketStatus,
    check_answerable,
    check_move,
    check_reopened,
    check_subject,
)
from rules.viewer import Viewer


async def update(
    connection: Connection,
    by: Viewer,
    ticket: UUID,
    given: Mapping[str, Any],
    expected: int | None,
    at: datetime,
    about: Mapping[str, UUID | None] = NOTHING,
) -> Written:
    """Changes what is given, and the columns in `about`.

    Raises Refused: a status that cannot follow, an unknown category, changed since.
    """
    held = await hold(connection, ticket, expected)
    values: dict[str, Any] = {}
    if given.get("subject") is not None:
        values["subject"] = check_subject(given["subject"], ("input", "subject"))
    if given.get("priority") is not None:
        values["priority"] = TicketPriority(given["priority"])
    if "categoryCode" in given:
        values["category_id"] = await named(connection, CATEGORY, given["categoryCode"], ("input", "categoryCode"))
    values |= about
    if given.get("status") is not None:
        status = TicketStatus(given["status"])
        check_move(held.number, held.status, status)
        values |= _moved(held, status, at)
    return await _written(connection, by, held, "ticketUpdate", "ticket.updated", values, at)


async def resolve(connection: Connection, by: Viewer, ticket: UUID, at: datetime) -> Written:
    """Answered for good; again changes nothing. Raises Refused for one that is closed or was merged."""
    held = await hold(connection, ticket)
    check_answerable(held.number, held.status)
    values = _moved(held, TicketStatus.RESOLVED, at)
    return await _written(connection, by, held, "ticketResolve", "ticket.resolved", values, at)


async def reopen(connection: Connection, by: Viewer, ticket: UUID, at: datetime) -> Written:
    """Raises Refused for one that is not finished, or was merged."""
    held = await hold(connection, ticket)
    check_reopened(held.number, held.status)
    values = _moved(held, TicketStatus.OPEN, at)
    return await _written(connection, by, held, "ticketReopen", "ticket.reopened", values, at)


def _moved(held: Held, status: TicketStatus, at: datetime) -> dict[str, Any]:
    """A ticket is resolved when it is first finished, until it is opened again."""
    resolved = (held.row["resolved_at"] or at) if status in FINISHED else None
    return {"status": status, "resolved_at": resolved}


async def _written(
    connection: Connection, by: Viewer, held: Held, operation: str, what: str, values: Mapping[str, Any], at: datetime
) -> Written:
    step = await change(connection, by, held, what, values, at)
    if step is None:
        return {"ticket": held.key}
    fields = ", ".join(sorted(name.removesuffix("_id") for name in step["before"]))
    return {
        "ticket": held.key,
        "changeSet": await keep(connection, by, operation, f"{held.number}: {fields}", [step], at),
    }
