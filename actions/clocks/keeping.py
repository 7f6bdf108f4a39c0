"""Keeps what a ticket stores of its clocks true: called by every verb that changes a ticket, in its transaction."""

from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from json import loads
from uuid import UUID

from asyncpg import Connection

from actions.clocks.measuring import measure
from actions.clocks.reading import Seen, calendar_of, newest, one, policies
from rules.clocks import Turn
from rules.sla import chosen
from rules.tickets import FINISHED, TicketStatus

LATEST = "SELECT status FROM ticket_turn WHERE ticket_id = $1 ORDER BY at DESC, id DESC LIMIT 1"
TURN = "INSERT INTO ticket_turn (ticket_id, status, at) VALUES ($1, $2, $3)"
WRITE = """
    UPDATE ticket SET first_response_due_at = $2, next_response_due_at = $3, resolution_due_at = $4, breached_at = $5,
        next_alarm_at = $6, sla_version_id = $7, calendar_version_id = $8
    WHERE id = $1
"""
STORED = ("first_response_due_at", "next_response_due_at", "resolution_due_at", "breached_at", "next_alarm_at")


class Renewal(StrEnum):
    """What of the rules a ticket takes anew: nothing, the calendar as it is now, or policy and calendar."""

    NONE = "NONE"
    CALENDAR = "CALENDAR"
    ALL = "ALL"


async def keep(connection: Connection, ticket: UUID, at: datetime, renewal: Renewal = Renewal.NONE) -> bool:
    """Notes a new status, finds the policy that fits now, and writes the times. The ticket is locked by the caller.

    A ticket keeps the version of its policy and of its calendar as long as the same policy fits; one that is opened
    again takes the calendar of that day. Says whether something was written.
    """
    seen = await one(connection, ticket)
    status = TicketStatus(seen.row["status"])
    before = seen.history.turns[-1].status if seen.history.turns else None
    if before is not status:
        moment = max(at, seen.history.turns[-1].at) if seen.history.turns else seen.history.opened_at
        await connection.execute(TURN, ticket, status, moment)
        turns = [*seen.history.turns, Turn(moment, status)]
        seen = replace(seen, history=replace(seen.history, turns=turns))
        if before in FINISHED and renewal is Renewal.NONE:
            renewal = Renewal.CALENDAR
    if status not in FINISHED or seen.row["sla_version_id"] is None:
        seen = await _governed(connection, seen, renewal)
    await measure(connection, seen)
    if seen.policy is None:
        return False
    return await write(connection, seen)


async def write(connection: Connection, seen: Seen) -> bool:
    """The times that follow from the history, if they are not there."""
    wanted = asdict(seen.times())
    versions = (seen.row["sla_version_id"], seen.row["calendar_version_id"])
    if all(seen.row[name] == wanted[name] for name in STORED) and seen.row.get("was") in (None, versions):
        return False
    await connection.execute(WRITE, seen.row["id"], *(wanted[name] for name in STORED), *versions)
    return True


async def _governed(connection: Connection, seen: Seen, renewal: Renewal) -> Seen:
    """With the policy that fits now, in the version that the ticket has or takes."""
    row = dict(seen.row)
    policy = chosen(await policies(connection), seen.facts)
    if policy is None or (policy["id"] == row["policy_id"] and renewal is Renewal.NONE):
        return seen
    body, calendar = seen.policy, policy["used_calendar_id"]
    if policy["id"] != row["policy_id"] or renewal is Renewal.ALL:
        found = await newest(connection, "SlaPolicy", policy["id"])
        assert found is not None
        row["sla_version_id"], row["policy_id"], body = found[0], policy["id"], loads(found[1])
    version = await newest(connection, "BusinessCalendar", calendar)
    row["calendar_version_id"] = version and version[0]
    row["was"] = (seen.row["sla_version_id"], seen.row["calendar_version_id"])
    calendar_now = calendar_of(row["calendar_version_id"], version and version[1])
    return replace(seen, row=row, policy=body, calendar=calendar_now)
