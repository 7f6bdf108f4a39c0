"""What a series would do: for how many members it would begin today, and the calls of the next 30 days."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions.care.planning import calendar_of
from actions.care.starting import Segments, meant
from rules.care import CareStepKind, CareTrigger, CareUnit, due_on

AHEAD = 30
MOST = 20_000
"Members who are looked at; beyond them the numbers are too low."
SEGMENT = 'SELECT "where"::text FROM segment WHERE id = $1'
OTHERS = """
    SELECT greatest(t.due_on, $1) AS day, count(*) AS calls FROM care_task t JOIN care_series s ON s.id = t.series_id
    WHERE t.status IN ('WAITING', 'PLANNED') AND t.kind = 'CALL' AND s.is_active AND t.due_on < $2 GROUP BY 1
"""
TEAMS = """
    SELECT t.daily_capacity, c.zone, c.hours, c.days FROM call_team t JOIN business_calendar c ON c.id = t.calendar_id
    WHERE t.is_active AND ($1::uuid IS NULL OR t.id = $1)
"""


async def foresee(
    connection: Connection, wanted: Mapping[str, Any], at: datetime, segments: Segments | None
) -> dict[str, Any]:
    """`wanted` has the columns of the series. As many begin on each day ahead as would have 30 days before it; members
    who have bought nothing for so long begin today."""
    segment = wanted["segment_id"] and await connection.fetchval(SEGMENT, wanted["segment_id"])
    series, steps = {**wanted, "segment": segment}, wanted["steps"]["rows"]
    today = at.date()
    found = await meant(connection, series, steps, at - timedelta(days=AHEAD), at, segments, MOST)
    is_now = wanted["trigger"] == CareTrigger.NO_ORDER
    began = [today if is_now else _moved(row["at"], row["zone"]) for row in found]
    calls = _calls(began, steps)
    others = {row["day"]: row["calls"] for row in await connection.fetch(OTHERS, today, today + timedelta(days=AHEAD))}
    room = await _capacity(connection, wanted["call_team_id"], today)
    days = [today + timedelta(days=number) for number in range(AHEAD)]
    starting = len(found) if is_now else sum(row["at"] > at - timedelta(days=1) for row in found)
    told = [{"day": str(d), "calls": calls[d], "others": others.get(d, 0), "capacity": room[d]} for d in days]
    return {"starting": starting, "calls": sum(each["calls"] for each in told), "days": told}


def _moved(when: datetime, zone: str) -> date:
    return when.astimezone(ZoneInfo(zone)).date() + timedelta(days=AHEAD)


def _calls(began: list[date], steps: list[Mapping[str, Any]]) -> Counter[date]:
    called = [step for step in steps if step["kind"] == CareStepKind.CALL]
    return Counter(due_on(day, step["after"], CareUnit(step["unit"])) for day in began for step in called)


async def _capacity(connection: Connection, team: Any, today: date) -> Counter[date]:
    """Calls that the teams can make on each day; none on days without a call window."""
    room: Counter[date] = Counter()
    for row in await connection.fetch(TEAMS, team):
        calendar = calendar_of(row)
        for number in range(AHEAD):
            day = today + timedelta(days=number)
            room[day] += row["daily_capacity"] if calendar.hours(day) else 0
    return room
