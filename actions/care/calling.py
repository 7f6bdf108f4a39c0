"""The calls themselves: begun within a call window by one person, and noted with how they went."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.care.planning import calendar_of
from actions.care.stopping import end, stop
from actions.contact_limits import note_refusal
from actions.contacting import release
from actions.once import Written
from actions.recording import record
from actions.tickets import open_ticket
from rules.care import CallOutcome, CareStop, CareTaskStatus, check_callable, check_called
from rules.contacting import ContactChannel
from rules.members import InteractionKind, check_duration
from rules.refusals import ErrorCode, Refused, check_version
from rules.tickets import TicketChannel, check_body
from rules.viewer import Viewer

FOUND = """
    SELECT t.*, p.name AS assignee, s.code AS series, s.name AS series_name, g.tries AS most_tries,
        c.zone, c.hours, c.days
    FROM care_task t JOIN care_series s ON s.id = t.series_id LEFT JOIN staff p ON p.id = t.assignee_id
    LEFT JOIN call_team g ON g.id = t.call_team_id LEFT JOIN business_calendar c ON c.id = g.calendar_id
    WHERE t.id = $1 FOR NO KEY UPDATE OF t
"""
BEGIN = """
    UPDATE care_task SET status = 'CALLING', assignee_id = $2, begun_at = $3, version = version + 1 WHERE id = $1
"""
LOG = """
    INSERT INTO interaction (kind, member_id, staff_id, ticket_id, summary, at, duration_seconds)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
NOTE = """
    UPDATE care_task SET status = $2, outcome = $3, note = $4, tries = tries + 1, interaction_id = $5, ticket_id = $6,
        done_at = $7, due_on = coalesce($8, due_on), planned_on = CASE WHEN $8::date IS NULL THEN planned_on END,
        contact_id = CASE WHEN $8::date IS NULL THEN contact_id END,
        begun_at = CASE WHEN $8::date IS NULL THEN begun_at END,
        assignee_id = CASE WHEN $8::date IS NULL THEN assignee_id END, version = version + 1
    WHERE id = $1
"""
PUT_OFF = """
    UPDATE care_task SET status = 'WAITING', due_on = $2, planned_on = NULL, contact_id = NULL, assignee_id = NULL,
        begun_at = NULL, held = NULL, note = $3, version = version + 1
    WHERE id = $1
"""
FURTHEST = timedelta(days=366)
ENDS = {
    CallOutcome.WRONG_NUMBER: CareStop.WRONG_NUMBER, CallOutcome.OPT_OUT: CareStop.OPT_OUT,
    CallOutcome.COMPLAINT: CareStop.COMPLAINT,
}  # fmt: skip
WAITS = (CareTaskStatus.WAITING, CareTaskStatus.PLANNED, CareTaskStatus.CALLING)


async def begin(connection: Connection, by: Viewer, task: UUID, expected: int | None, at: datetime) -> Written:
    """Whoever begins a call makes it. Raises Refused: not planned, begun by somebody else, no call window now, or the
    series has ended meanwhile (a return, a complaint, an opt-out)."""
    found = await connection.fetchrow(FOUND, task)
    if await stop(connection, at, found["run_id"]):
        found = await connection.fetchrow(FOUND, task)
    check_version(found["version"], expected)
    check_callable(found, by.staff_id)
    calendar = calendar_of(found)
    if not any(calendar.working(at, at + timedelta(seconds=1))):
        hours = ", ".join(f"{_clock(a)}–{_clock(b)}" for a, b in calendar.hours(at.astimezone(calendar.zone).date()))
        message = "Members are called in the call windows only; today: {hours}."
        raise Refused(ErrorCode.STATE, message, ("id",), hours=hours or "–")
    await connection.execute(BEGIN, task, UUID(str(by.staff_id)), at)
    await _noted(connection, by, "care_call.begun", task, {"series": found["series"]})
    return {"task": task, "member": found["member_id"]}


async def note_outcome(
    connection: Connection, by: Viewer, task: UUID, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """How a call went: an interaction, and what follows. Raises Refused: not begun by the caller, a complaint without
    words, a call longer than a day.

    Who was not reached is called again on the next day, as often as the team tries. A wrong number, an opt-out and a
    complaint end the series; a complaint opens a ticket.
    """
    found = await connection.fetchrow(FOUND, task)
    check_version(found["version"], expected)
    check_called(found, by.staff_id)
    outcome, note = CallOutcome(given["outcome"]), (given.get("note") or "").strip()
    if outcome is CallOutcome.COMPLAINT or note:
        note = check_body(note, ("input", "note"))
    check_duration(given.get("durationSeconds"))
    ticket = await _complained(connection, by, found, note, at) if outcome is CallOutcome.COMPLAINT else None
    if outcome is CallOutcome.OPT_OUT:
        channel = None if given.get("isForAll") else ContactChannel.CALL
        await note_refusal(connection, found["member_id"], channel, note or "Said on a call", by.name, at)
    seconds = given.get("durationSeconds")
    if seconds is None:
        seconds = max(0, int((at - found["begun_at"]).total_seconds()))
    said = f"{found['series_name']}: {note}" if note else found["series_name"]
    staff = UUID(str(by.staff_id))
    interaction = await connection.fetchval(
        LOG, InteractionKind.CALL, found["member_id"], staff, ticket, said, at, seconds
    )
    status, again = _after(found, outcome, at)
    if outcome in (CallOutcome.NOT_REACHED, CallOutcome.WRONG_NUMBER) and found["contact_id"]:
        await release(connection, found["contact_id"], at)
    done = None if again else at
    await connection.execute(NOTE, task, status, outcome, note, interaction, ticket, done, again)
    if outcome in ENDS:
        await _ended(connection, found, outcome, at, is_for_all=bool(given.get("isForAll")))
    await _noted(connection, by, "care_call.noted", task, {"outcome": outcome, "seconds": seconds})
    return {"task": task, "member": found["member_id"], "ticket": ticket}


async def put_off(
    connection: Connection, by: Viewer, task: UUID, day: date, note: str | None, expected: int | None, at: datetime
) -> Written:
    """A step is due on another day. Raises Refused: over already, a day that lies in the past or far ahead."""
    found = await connection.fetchrow(FOUND, task)
    check_version(found["version"], expected)
    if found["status"] not in WAITS:
        message = "The step is {status}. Only one that is still to come can be put off."
        raise Refused(ErrorCode.STATE, message, ("id",), status=CareTaskStatus(found["status"]))
    if not at.date() <= day <= at.date() + FURTHEST:
        raise Refused(ErrorCode.INVALID, "Choose a day from today to a year ahead.", ("day",))
    if found["contact_id"]:
        await release(connection, found["contact_id"], at)
    await connection.execute(PUT_OFF, task, day, (note or found["note"]).strip())
    await _noted(connection, by, "care_task.put_off", task, {"dueOn": [found["due_on"], day]})
    return {"task": task, "member": found["member_id"]}


async def _complained(connection: Connection, by: Viewer, found: Record, note: str, at: datetime) -> UUID:
    given = {"subject": f"Complaint on a call: {found['series_name']}", "body": note, "channel": TicketChannel.PHONE}
    return (await open_ticket(connection, by, given, found["member_id"], None, at))["ticket"]


def _after(found: Record, outcome: CallOutcome, at: datetime) -> tuple[CareTaskStatus, date | None]:
    """What becomes of the call, and on which day it is tried again."""
    if outcome is CallOutcome.NOT_REACHED:
        if found["tries"] + 1 < found["most_tries"]:
            return CareTaskStatus.WAITING, found["planned_on"] + timedelta(days=1)
        return CareTaskStatus.UNREACHED, None
    return (CareTaskStatus.UNREACHED if outcome is CallOutcome.WRONG_NUMBER else CareTaskStatus.DONE), None


async def _ended(
    connection: Connection, found: Record, outcome: CallOutcome, at: datetime, *, is_for_all: bool
) -> None:
    """Who wants no calls may still want messages: then only the calls are skipped."""
    if outcome is CallOutcome.OPT_OUT and not is_for_all:
        await stop(connection, at, found["run_id"])
    else:
        await end(connection, found["run_id"], ENDS[outcome], at)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


async def _noted(connection: Connection, by: Viewer, what: str, task: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "CareTask", task, told, by.staff_id and UUID(by.staff_id))
