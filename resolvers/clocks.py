"""The clocks of a ticket, explained: worked out of its history, then drawn like any row."""

from datetime import UTC, datetime, timedelta
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.clocks.reading import Seen, one
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import Argument
from resolvers.planner.formats import as_instant
from resolvers.planner.lookups import key_of_named
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from rules.clocks import Clock
from rules.viewer import Viewer

CLOCK = """kind text, state text, target_minutes int, ran_minutes int, began_at timestamptz, met_at timestamptz,
    due_at timestamptz, is_late bool, policy_code text, policy_name text, policy_version int, calendar_name text,
    calendar_version int, segments jsonb, alarms jsonb"""
SEGMENT = 'kind text, status text, "from" timestamptz, until timestamptz, minutes int'
ALARM = 'percent int, action text, "to" text, due_at timestamptz, rang_at timestamptz'
RANG = "SELECT clock, began_at, key, at FROM ticket_alarm WHERE ticket_id = $1"


def _instant(column: str) -> Computed:
    return Computed(lambda row: as_instant(row.col(column)))


FIELDS = {
    "kind": "kind", "state": "state", "targetMinutes": "target_minutes", "ranMinutes": "ran_minutes",
    "isLate": "is_late", "policyCode": "policy_code", "policyName": "policy_name", "policyVersion": "policy_version",
    "calendarName": "calendar_name", "calendarVersion": "calendar_version",
    "beganAt": _instant("began_at"), "metAt": _instant("met_at"), "dueAt": _instant("due_at"),
    "segments": Rows(
        lambda row, _: f"SELECT s.* FROM jsonb_to_recordset({row.col('segments')}) AS s({SEGMENT})",
        {"kind": "kind", "status": "status", "from": _instant("from"), "until": _instant("until"),
         "minutes": "minutes"},
    ),
    "alarms": Rows(
        lambda row, _: f"SELECT a.* FROM jsonb_to_recordset({row.col('alarms')}) AS a({ALARM})",
        {"percent": "percent", "action": "action", "to": "to", "dueAt": _instant("due_at"),
         "rangAt": _instant("rang_at")},
    ),
}  # fmt: skip


def _clocks(row: Row, selected: Selected) -> str:
    statement = row.statement
    apart = Statement(statement.catalog, statement.access, statement.surroundings)
    named = Argument({"number": selected.arguments()["number"]})
    sql = key_of_named(apart, "Ticket", named)

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        key: UUID | None = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        if key is None:
            return "[]"
        return dumps(_told(await one(connection, key), await connection.fetch(RANG, key)), default=str)

    told = statement.work(f"clocks {selected.key}", work, "text")
    return f"SELECT c.* FROM jsonb_to_recordset({told}::jsonb) AS c({CLOCK})"


def _told(seen: Seen, rang: list[Any]) -> list[dict[str, Any]]:
    """Until now. What the ticket has no policy for is not promised, and not told."""
    now, policy = datetime.now(UTC), seen.policy
    if policy is None:
        return []
    calendar = loads(seen.row["calendar"]) if seen.row["calendar"] else {}
    about = {
        "policy_code": policy["code"], "policy_name": policy["name"], "policy_version": policy["version"],
        "calendar_name": calendar.get("name"), "calendar_version": calendar.get("version"),
    }  # fmt: skip
    known = {(row["clock"], row["began_at"], row["key"]): row["at"] for row in rang}
    return [about | _of_clock(seen, clock, known, now) for clock in seen.clocks()]


def _of_clock(seen: Seen, clock: Clock, rang: dict[Any, datetime], now: datetime) -> dict[str, Any]:
    segments = [
        {"kind": s.kind, "status": s.status, "from": s.start, "until": s.end, "minutes": _minutes(s.end - s.start)}
        for s in clock.segments(now)
        if s.end is not None
    ]
    alarms = [
        {
            "percent": alarm.percent, "action": alarm.action, "to": alarm.person or alarm.team,
            "due_at": clock.reaches(clock.target * alarm.percent / 100),
            "rang_at": rang.get((clock.kind.value, clock.began_at, alarm.key)),
        }
        for alarm in seen.alarms()
        if alarm.clock is clock.kind
    ]  # fmt: skip
    return {
        "kind": clock.kind, "state": clock.state, "target_minutes": _minutes(clock.target),
        "ran_minutes": _minutes(clock.ran(now)), "began_at": clock.began_at, "met_at": clock.met_at,
        "due_at": clock.due_at, "is_late": clock.late_at is not None and clock.late_at < now,
        "segments": segments, "alarms": alarms,
    }  # fmt: skip


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds()) // 60


QUERIES = {"explainTicketClocks": Rows(_clocks, FIELDS)}
