"""What the clocks of tickets hang on, read in one statement: history, policy, calendar, alarms that rang."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from rules.calendars import ALWAYS, Calendar, read
from rules.clocks import Clock, History, Turn, Word, clocks
from rules.sla import Alarm, Ringing, Times, alarms, ringing, terms, times
from rules.ticket_reports import Spent, spent
from rules.tickets import TicketStatus

FOUND = """
    SELECT ticket.id, ticket.number, ticket.status, ticket.priority, ticket.channel, ticket.opened_at,
        ticket.first_responded_at, ticket.resolved_at, ticket.assignee_id, ticket.team_id,
        category.code AS category, team.code AS team, tier.code AS tier,
        ticket.first_response_due_at, ticket.next_response_due_at, ticket.resolution_due_at, ticket.breached_at,
        ticket.response_minutes, ticket.resolution_minutes, ticket.reopened_at,
        ticket.next_alarm_at, ticket.sla_version_id, ticket.calendar_version_id,
        policy.subject_id AS policy_id, policy.body::text AS policy, calendar.body::text AS calendar,
        array(SELECT ROW(at, status) FROM ticket_turn WHERE ticket_id = ticket.id ORDER BY at, id) AS turns,
        array(SELECT ROW(at, is_from_member) FROM ticket_message
              WHERE ticket_id = ticket.id AND NOT is_internal ORDER BY at, id) AS words,
        array(SELECT ROW(clock::text, began_at, key::text) FROM ticket_alarm WHERE ticket_id = ticket.id) AS rung
    FROM ticket LEFT JOIN rule_version policy ON policy.id = ticket.sla_version_id
    LEFT JOIN rule_version calendar ON calendar.id = ticket.calendar_version_id
    LEFT JOIN dictionary_item category ON category.id = ticket.category_id
    LEFT JOIN team ON team.id = ticket.team_id
    LEFT JOIN member ON member.id = ticket.member_id LEFT JOIN tier ON tier.id = member.tier_id
"""
NEWEST = """
    SELECT DISTINCT ON (subject_id) subject_id, id, body::text FROM rule_version
    WHERE subject_type = $1 AND subject_id = ANY($2) ORDER BY subject_id, at DESC, id DESC
"""
POLICIES = """
    SELECT policy.*, policy.alarms::text AS alarms, version.id AS version_id,
        coalesce(policy.calendar_id, (SELECT id FROM business_calendar WHERE is_default)) AS used_calendar_id
    FROM sla_policy policy CROSS JOIN LATERAL (
        SELECT id FROM rule_version WHERE subject_type = 'SlaPolicy' AND subject_id = policy.id
        ORDER BY at DESC, id DESC LIMIT 1) version
    WHERE policy.is_active ORDER BY policy.position, policy.code
"""
MOST_KNOWN = 2_000
_CALENDARS: dict[UUID, Calendar] = {}
"By version, which never changes; the working time of days is remembered in it."


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as its clocks see it, with the policy that it has."""

    row: Mapping[str, Any]
    history: History
    rung: frozenset[tuple[str, datetime, str]]
    policy: Mapping[str, Any] | None
    calendar: Calendar

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.row[name] for name in ("priority", "category", "channel", "tier", "team")}

    def clocks(self) -> list[Clock]:
        return [] if self.policy is None else clocks(self.history, terms(self.policy), self.calendar)

    def spent(self) -> Spent:
        pauses = frozenset() if self.policy is None else terms(self.policy).pauses
        return spent(self.history, pauses, self.calendar, self.row["resolved_at"])

    def ringing(self, found: list[Clock]) -> list[Ringing]:
        return [] if self.policy is None else list(ringing(found, self.alarms(), self.rung))

    def alarms(self) -> list[Alarm]:
        return [] if self.policy is None else alarms(self.policy)

    def times(self) -> Times:
        found = self.clocks()
        return times(found, self.ringing(found))


async def one(connection: Connection, ticket: UUID) -> Seen:
    return seen(await connection.fetchrow(f"{FOUND} WHERE ticket.id = $1", ticket))


async def several(connection: Connection, tickets: Iterable[UUID]) -> list[Seen]:
    """By key."""
    rows = await connection.fetch(f"{FOUND} WHERE ticket.id = ANY($1) ORDER BY ticket.id", list(tickets))
    return [seen(row) for row in rows]


def seen(row: Record) -> Seen:
    history = History(
        row["opened_at"],
        [Turn(at, TicketStatus(status)) for at, status in row["turns"]],
        [Word(at, is_from_member) for at, is_from_member in row["words"]],
        row["first_responded_at"],
    )
    policy = loads(row["policy"]) if row["policy"] else None
    calendar = calendar_of(row["calendar_version_id"], row["calendar"])
    return Seen(row, history, frozenset((c, b, k) for c, b, k in row["rung"]), policy, calendar)


def calendar_of(version: UUID | None, body: str | None) -> Calendar:
    """Without one time always counts."""
    if version is None or body is None:
        return ALWAYS
    if version not in _CALENDARS:
        if len(_CALENDARS) >= MOST_KNOWN:
            _CALENDARS.clear()
        said = loads(body)
        _CALENDARS[version] = read(said["zone"], said["hours"]["rows"], said["days"]["rows"])
    return _CALENDARS[version]


async def policies(connection: Connection) -> list[dict[str, Any]]:
    """Those in force, in their order, with the version that each has now and the calendar that it uses."""
    return [dict(row) | {"alarms": loads(row["alarms"])} for row in await connection.fetch(POLICIES)]


async def newest(connection: Connection, type_name: str, subject: UUID | None) -> tuple[UUID, str] | None:
    """The version of a rule that holds now, and what it says."""
    if subject is None:
        return None
    row = await connection.fetchrow(NEWEST, type_name, [subject])
    return None if row is None else (row["id"], row["body"])
