"""Hands a ticket to a person, a team, or back to nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.changes import keep
from actions.naming import named
from actions.once import Written
from actions.tickets.locking import change, hold
from rules.refusals import ErrorCode, Refused
from rules.tickets import TicketStatus, check_answerable
from rules.viewer import Viewer

TEAM = "SELECT id FROM team WHERE code = $1 AND is_active"
STAFF = "SELECT name, is_active FROM staff WHERE id = $1"


async def assign(
    connection: Connection, by: Viewer, ticket: UUID, given: Mapping[str, Any], staff: UUID | None, at: datetime
) -> Written:
    """Changes the person, the team, or both: what is given, null for nobody.

    Raises Refused: nothing given, somebody who does not work here any more, an unknown team, a finished ticket.
    """
    if not {"staffId", "teamCode"} & set(given):
        raise Refused(
            ErrorCode.REQUIRED, "Say who is to answer it: a person, a team, or null for nobody.", ("staffId",)
        )
    held = await hold(connection, ticket)
    check_answerable(held.number, held.status)
    values: dict[str, Any] = {}
    if "teamCode" in given:
        values["team_id"] = await named(connection, TEAM, given["teamCode"], ("teamCode",))
    if "staffId" in given:
        await _check_works_here(connection, staff)
        values["assignee_id"] = staff
        if staff is not None and held.status is TicketStatus.NEW:
            values["status"] = TicketStatus.OPEN
    step = await change(connection, by, held, "ticket.assigned", values, at)
    if step is None:
        return {"ticket": ticket}
    summary = f"{held.number}: assignment"
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketAssign", summary, [step], at)}


async def _check_works_here(connection: Connection, staff: UUID | None) -> None:
    if staff is None:
        return
    found = await connection.fetchrow(STAFF, staff)
    if not found["is_active"]:
        message = "{name} does not work here any more. Choose somebody else."
        raise Refused(ErrorCode.STATE, message, ("staffId",), name=found["name"])
