"""What a policy would do to the open tickets, before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.clocks.reading import FOUND, Seen, calendar_of, newest, policies, seen
from rules.calendars import Calendar
from rules.sla import Times, chosen

MOST = 20_000
"Open tickets that are looked at, those that are due first."
SHOWN = 100
OPEN = f"""{FOUND} WHERE ticket.status NOT IN ('RESOLVED', 'CLOSED', 'MERGED')
    ORDER BY ticket.next_due_at, ticket.id LIMIT {MOST}"""
DUE = ("first_response_due_at", "next_response_due_at", "resolution_due_at")


@dataclass(slots=True)
class Foreseen:
    """Of how many tickets the times would change, and who would be late then or not any more."""

    looked: int = 0
    changed: int = 0
    sooner: int = 0
    later: int = 0
    newly_late: int = 0
    no_longer_late: int = 0
    tickets: list[dict[str, Any]] = field(default_factory=list)


async def foresee(connection: Connection, key: UUID | None, draft: Mapping[str, Any], at: datetime) -> Foreseen:
    """`draft` are the columns of a policy, `key` that of the one that it replaces."""
    listed = await _with_draft(connection, key, draft)
    calendars: dict[UUID | None, Calendar] = {}
    found = Foreseen()
    for row in await connection.fetch(OPEN):
        ticket = seen(row)
        policy = chosen(listed, ticket.facts)
        after = replace(ticket, policy=policy, calendar=await _calendar(connection, policy, calendars))
        _compare(found, ticket, ticket.times(), after.times(), at)
    return found


async def _with_draft(connection: Connection, key: UUID | None, draft: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The policies in force as they would be, in their order."""
    default = await connection.fetchval("SELECT id FROM business_calendar WHERE is_default")
    others = [policy for policy in await policies(connection) if policy["id"] != key]
    mine = dict(draft) | {"used_calendar_id": draft["calendar_id"] or default}
    listed = [*others, mine] if draft["is_active"] else others
    return sorted(listed, key=lambda policy: (policy["position"], policy["code"]))


async def _calendar(
    connection: Connection, policy: Mapping[str, Any] | None, known: dict[UUID | None, Calendar]
) -> Calendar:
    key = policy["used_calendar_id"] if policy else None
    if key not in known:
        version = await newest(connection, "BusinessCalendar", key)
        known[key] = calendar_of(version and version[0], version and version[1])
    return known[key]


def _compare(found: Foreseen, ticket: Seen, before: Times, after: Times, at: datetime) -> None:
    found.looked += 1
    if all(getattr(before, name) == getattr(after, name) for name in DUE):
        return
    found.changed += 1
    was, will = _next_due(ticket, before), _next_due(ticket, after)
    found.sooner += will is not None and (was is None or will < was)
    found.later += was is not None and (will is None or will > was)
    was_late, is_late = (bool(times.breached_at and times.breached_at < at) for times in (before, after))
    found.newly_late += is_late and not was_late
    found.no_longer_late += was_late and not is_late
    if len(found.tickets) < SHOWN:
        told = {"before": was, "after": will, "was_late": was_late, "is_late": is_late}
        found.tickets.append({"ticket_id": ticket.row["id"]} | told)


def _next_due(ticket: Seen, times: Times) -> datetime | None:
    """As the table has it: the first response counts until it is given."""
    first = times.first_response_due_at if ticket.history.first_responded_at is None else None
    return min((at for at in (first, times.next_response_due_at, times.resolution_due_at) if at), default=None)
