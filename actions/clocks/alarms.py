"""Carries out warnings and escalations when their moment has come: each once, whoever looks and however often."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.clocks.keeping import keep
from actions.clocks.reading import Seen, one
from actions.notices import tell
from actions.recording import record
from rules.notices import NoticeKind
from rules.sla import RAISED, AlarmAction, Ringing
from rules.tickets import TicketPriority, TicketStatus

ACTOR = "timetable"
NEXT = """
    SELECT id FROM ticket WHERE next_alarm_at <= $1 ORDER BY next_alarm_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
"""
LATER = "UPDATE ticket SET next_alarm_at = $2 WHERE id = $1"
RING = """
    INSERT INTO ticket_alarm (ticket_id, clock, percent, action, began_at, key, told, due_at, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id
"""
CHANGE = """
    UPDATE ticket SET priority = coalesce($2, priority), team_id = coalesce($3, team_id),
        assignee_id = CASE WHEN $4::uuid IS NOT NULL THEN $4 WHEN $3::uuid IS NOT NULL THEN NULL ELSE assignee_id END,
        status = coalesce($6, status), updated_at = $5, version = version + 1
    WHERE id = $1
"""
TEAM = "SELECT id FROM team WHERE code = $1 AND is_active"
PERSON = "SELECT id FROM staff WHERE username = $1 AND is_active"
OF_TEAM = "SELECT staff_id FROM team_member WHERE team_id = $1"


async def next_due(connection: Connection, at: datetime) -> UUID | None:
    """A ticket of which an alarm is due, locked; those that others hold are left to them."""
    return await connection.fetchval(NEXT, at)


async def ring(connection: Connection, at: datetime) -> int | None:
    """Everything that is due of one ticket. Gives the number of alarms carried out, None if no ticket is due."""
    key = await next_due(connection, at)
    if key is None:
        return None
    seen = await one(connection, key)
    due = sorted((ring for ring in seen.ringing(seen.clocks()) if ring.at <= at), key=lambda ring: ring.at)
    rung = 0
    for ringing in due:
        rung += await _carried_out(connection, seen, ringing, at)
    if not await keep(connection, key, at):
        await connection.execute(LATER, key, (await one(connection, key)).times().next_alarm_at)
    return rung


async def put_off(connection: Connection, ticket: UUID, until: datetime) -> None:
    """For a ticket whose alarm could not be carried out: the others do not wait for it."""
    await connection.execute(LATER, ticket, until)


async def _carried_out(connection: Connection, seen: Seen, ringing: Ringing, at: datetime) -> bool:
    alarm, clock, key = ringing.alarm, ringing.clock, seen.row["id"]
    team = alarm.team and await connection.fetchval(TEAM, alarm.team)
    person = alarm.person and await connection.fetchval(PERSON, alarm.person)
    row = await connection.fetchrow(
        "SELECT number, status, priority, assignee_id, team_id FROM ticket WHERE id = $1", key
    )
    people = await _people(connection, row, team or None, person or None)
    told = alarm.person or alarm.team or ""
    values = (key, clock.kind, alarm.percent, alarm.action, clock.began_at, alarm.key, told, ringing.at, at)
    if await connection.fetchval(RING, *values) is None:
        return False
    changed = await _changed(connection, row, key, ringing, team or None, person or None, at)
    kind = _kind(alarm.action, alarm.percent)
    await tell(connection, people, kind, key, at, str(seen.row["number"]), clock.kind, alarm.percent)
    said = {"clock": clock.kind, "percent": alarm.percent, "action": alarm.action, "dueAt": ringing.at} | changed
    await record(connection, ACTOR, "ticket.escalated", "Ticket", key, said, None)
    return True


def _kind(action: AlarmAction, percent: int) -> NoticeKind:
    if action is not AlarmAction.NOTIFY:
        return NoticeKind.ESCALATION
    return NoticeKind.WARNING if percent < 100 else NoticeKind.BREACH


async def _people(connection: Connection, row: Mapping[str, Any], team: UUID | None, person: UUID | None) -> list[UUID]:
    """The person or the team that is named; else who has the ticket; else the team that has it."""
    if person is not None:
        return [person]
    if team is None and row["assignee_id"] is not None:
        return [row["assignee_id"]]
    found = team or row["team_id"]
    return [] if found is None else [member["staff_id"] for member in await connection.fetch(OF_TEAM, found)]


async def _changed(
    connection: Connection,
    row: Mapping[str, Any],
    key: UUID,
    ringing: Ringing,
    team: UUID | None,
    person: UUID | None,
    at: datetime,
) -> dict[str, Any]:
    """What the alarm changes of the ticket, as the audit log tells it."""
    action = ringing.alarm.action
    if action is AlarmAction.RAISE_PRIORITY:
        before = TicketPriority(row["priority"])
        after = RAISED[before]
        if after is not before:
            await connection.execute(CHANGE, key, after, None, None, at, None)
            return {"priority": [before, after]}
    if action is AlarmAction.ASSIGN and (team or person):
        status = TicketStatus.OPEN if person and row["status"] == TicketStatus.NEW else None
        await connection.execute(CHANGE, key, None, team, person, at, status)
        told = {"assignee_id": [row["assignee_id"], person], "team_id": [row["team_id"], team or row["team_id"]]}
        return told | ({"status": [row["status"], status]} if status else {})
    return {}
