"""Plans the calls of a day: within the call windows, as many as a team can make, the best and the latest first."""

from datetime import date, datetime, timedelta
from json import loads
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.contacting import Wish, claim, release
from rules.calendars import Calendar, read
from rules.care import CareHold
from rules.contacting import ContactChannel, ContactPurpose
from rules.refusals import ErrorCode, Refused

LOOKED = 5
"So many times its capacity a team looks through, for members who may be called today."
TEAMS = """
    SELECT t.*, c.zone, c.hours, c.days FROM call_team t JOIN business_calendar c ON c.id = t.calendar_id
    WHERE t.is_active ORDER BY t.code FOR NO KEY UPDATE OF t SKIP LOCKED
"""
LEFT = """
    UPDATE care_task t SET status = 'WAITING', planned_on = NULL, assignee_id = NULL, contact_id = NULL,
        version = t.version + 1
    FROM care_task before
    WHERE before.id = t.id AND t.call_team_id = $1 AND t.status = 'PLANNED' AND t.planned_on < $2
    RETURNING before.contact_id
"""
FULL = """
    SELECT count(*) FROM care_task WHERE call_team_id = $1 AND planned_on = $2 AND status NOT IN ('STOPPED', 'SKIPPED')
"""
DUE = """
    SELECT t.id, t.member_id, s.code FROM care_task t JOIN care_series s ON s.id = t.series_id
    WHERE t.call_team_id = $1 AND t.status = 'WAITING' AND t.kind = 'CALL' AND t.due_on <= $2 AND s.is_active
    ORDER BY t.rank DESC, t.due_on, t.id LIMIT $3 FOR NO KEY UPDATE OF t
"""
FREE = """
    SELECT p.id FROM team_member tm JOIN staff p ON p.id = tm.staff_id
    WHERE tm.team_id = $1 AND p.is_active
    ORDER BY (SELECT count(*) FROM care_task t WHERE t.assignee_id = p.id AND t.planned_on = $2), p.username LIMIT 1
"""
PLAN = """
    UPDATE care_task SET status = 'PLANNED', planned_on = $2, assignee_id = $3, contact_id = $4, held = NULL,
        version = version + 1
    WHERE id = $1
"""
HOLD = "UPDATE care_task SET held = $2, version = version + 1 WHERE id = $1 AND held IS DISTINCT FROM $2"
HELD = {
    ErrorCode.LIMIT_REACHED: CareHold.LIMIT, ErrorCode.NOT_ELIGIBLE: CareHold.UNREACHABLE,
    ErrorCode.FORBIDDEN: CareHold.UNREACHABLE, ErrorCode.STATE: CareHold.HOURS,
}  # fmt: skip


async def plan(connection: Connection, at: datetime) -> int:
    """Today's calls of each team that still has a call window today. Returns how many were added.

    What was planned before and not called waits again, and goes first among its tier as it is later. Each planned call
    has claimed its contact, so that nobody else disturbs the member; who may not be called today is left out.
    """
    planned = 0
    for team in await connection.fetch(TEAMS):
        calendar = calendar_of(team)
        today = at.astimezone(calendar.zone).date()
        for row in await connection.fetch(LEFT, team["id"], today):
            await release(connection, row["contact_id"], at)
        if _window_left(calendar, at, today):
            planned += await _fill(connection, team, today, at)
    return planned


def calendar_of(team: Record) -> Calendar:
    return read(team["zone"], loads(team["hours"])["rows"], loads(team["days"])["rows"])


def _window_left(calendar: Calendar, at: datetime, today: date) -> bool:
    """Whether there is still a call window today."""
    midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), calendar.zone)
    return next(calendar.working(at, midnight.astimezone(ZoneInfo("UTC"))), None) is not None


async def _fill(connection: Connection, team: Record, today: date, at: datetime) -> int:
    room = team["daily_capacity"] - await connection.fetchval(FULL, team["id"], today)
    planned = 0
    for task in await connection.fetch(DUE, team["id"], today, LOOKED * team["daily_capacity"]):
        if planned >= room:
            await connection.execute(HOLD, task["id"], CareHold.CAPACITY)
            continue
        planned += await _planned(connection, team, task, today, at)
    return planned


async def _planned(connection: Connection, team: Record, task: Record, today: date, at: datetime) -> bool:
    """The contact is claimed for the first window that is still to come, in which it is made."""
    window = _next_window(calendar_of(team), at, today)
    wish = Wish(task["member_id"], ContactChannel.CALL, ContactPurpose.CARE, f"care series {task['code']}", "care")
    try:
        contact: UUID = await claim(connection, wish, window)
    except Refused as refused:
        await connection.execute(HOLD, task["id"], HELD[refused.code])
        return False
    person = await connection.fetchval(FREE, team["team_id"], today)
    await connection.execute(PLAN, task["id"], today, person, contact)
    return True


def _next_window(calendar: Calendar, at: datetime, today: date) -> datetime:
    midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), calendar.zone)
    first, _ = next(calendar.working(at, midnight.astimezone(ZoneInfo("UTC"))))
    return first
