"""How business calendars are read, previewed and saved."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from json import dumps
from typing import Any

from asyncpg import Connection

from actions import saving
from actions.calendars import KIND
from actions.calendars import save as save_calendar
from actions.once import Written
from models.sla import BusinessCalendar
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.policies import versions
from rules.calendars import Calendar, check_calendar, month_days, read
from rules.viewer import Viewer

MOST_WEEKS = 53
HOURS = 'weekdays jsonb, "from" text, until text'
DAYS = 'day text, "lastDay" text, name text, yearly bool, "from" text, until text, "asWeekday" int'
SHOWN = {"day": "day", "name": "name", "hours": "hours", "minutes": "minutes"}

ENTITIES = [
    Entity(
        "BusinessCalendar",
        BusinessCalendar,
        "cal",
        fields={
            "hours": Rows(
                lambda row, _: f"SELECT h.* FROM jsonb_to_recordset({row.col('hours')} -> 'rows') AS h({HOURS})",
                {"weekdays": "weekdays", "from": "from", "until": "until"},
            ),
            "days": Rows(
                lambda row, _: f"SELECT d.* FROM jsonb_to_recordset({row.col('days')} -> 'rows') AS d({DAYS})",
                {
                    "day": "day", "lastDay": "lastDay", "name": "name",
                    "yearly": Computed(lambda row: f"coalesce({row.col('yearly')}, false)"),
                    "from": "from", "until": "until", "asWeekday": "asWeekday",
                },
            ),
            "versions": versions("BusinessCalendar"),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
]  # fmt: skip


def _listed(row: Row, name: str, work: Any) -> str:
    told = row.statement.work(name, work, "text")
    return f"SELECT d.* FROM jsonb_to_recordset({told}::jsonb) AS d(day text, name text, hours jsonb, minutes int)"


def _days(row: Row, selected: Selected) -> str:
    code, weeks = (whole(selected.arguments()[name]) for name in ("code", "weeks"))

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        ahead, named = weeks(variables, viewer), code(variables, viewer)
        if not 1 <= ahead <= MOST_WEEKS:
            raise BadRequest(f"weeks must be from 1 to {MOST_WEEKS}, not {ahead}.")
        kept = await saving.before(connection, KIND, named, locks=False)
        return dumps(_told(kept, ahead) if "id" in kept else [])

    return _listed(row, f"calendarDays {selected.key}", work)


def _preview(row: Row, selected: Selected) -> str:
    given = whole(selected.arguments()["input"])

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        columns = columns_of_calendar(given(variables, viewer))
        kept = await saving.before(connection, KIND, columns["code"], locks=False)
        wanted = saving.merged(KIND, kept, columns)
        check_calendar(wanted)
        return dumps(_told(wanted, 4))

    return _listed(row, f"calendarPreview {selected.key}", work)


def _told(said: Mapping[str, Any], weeks: int) -> list[dict[str, Any]]:
    calendar = read(said["zone"], said["hours"]["rows"], said["days"]["rows"])
    today = datetime.now(UTC).astimezone(calendar.zone).date()
    named = _named(said)
    return [
        {
            "day": day.isoformat(),
            "name": named(day),
            "hours": [f"{_clock(first)}–{_clock(last)}" for first, last in calendar.hours(day)],
            "minutes": _minutes(calendar, day),
        }
        for day in (today + timedelta(days=n) for n in range(weeks * 7))
    ]


def _named(said: Mapping[str, Any]) -> Any:
    """What a day is called by the rows that speak of it."""
    rows = said["days"]["rows"]

    def of(day: date) -> str | None:
        text = day.isoformat()
        single = [r["name"] for r in rows if not r.get("yearly") and r["day"] <= text <= (r.get("lastDay") or r["day"])]
        yearly = [r["name"] for r in rows if r.get("yearly") and (day.month, day.day) in month_days(r)]
        return ", ".join(dict.fromkeys(single or yearly)) or None

    return of


def _minutes(calendar: Calendar, day: date) -> int:
    start = datetime(day.year, day.month, day.day, tzinfo=calendar.zone).astimezone(UTC)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=calendar.zone).astimezone(UTC)
    return int(calendar.worked(start, end).total_seconds()) // 60


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def columns_of_calendar(given: Mapping[str, Any]) -> dict[str, Any]:
    """The input as columns; days as text."""
    columns = {name: value for name, value in given.items() if name in ("code", "name", "zone")}
    columns |= {"is_default": given.get("isDefault"), "is_active": given.get("isActive")}
    if given.get("hours") is not None:
        columns["hours"] = {"rows": [dict(row) for row in given["hours"]]}
    if given.get("days") is not None:
        columns["days"] = {"rows": [_plain(row) for row in given["days"]]}
    return {name: value for name, value in columns.items() if value is not None}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if value is not None and value != ""}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


async def _save(call: Call) -> Written:
    columns = columns_of_calendar(call.given["input"])
    applies, expected = call.given.get("appliesToOpen") is not False, call.given.get("expectedVersion")
    return await save_calendar(call.connection, call.by, columns, expected, call.at, applies=applies)


QUERIES = {
    "businessCalendars": Many("BusinessCalendar", order="code"),
    "businessCalendar": Lookup("BusinessCalendar"),
    "calendarDays": Rows(_days, SHOWN),
    "calendarPreview": Rows(_preview, SHOWN),
}
ASKED = {"calendarPreview": "sla.edit"}
MUTATIONS = {
    "calendarSave": Verb(
        _save, "sla.edit", {}, {"calendar": "BusinessCalendar", "job": "Job", "changeSet": "ChangeSet"}
    )
}
