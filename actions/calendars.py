"""Verbs of business calendars."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions import clocks, saving
from actions.clocks.keeping import Renewal
from actions.once import Written
from rules.calendars import check_calendar
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KIND = saving.Kind(
    "business_calendar",
    "BusinessCalendar",
    "business_calendar.saved",
    "calendarSave",
    {"zone": "UTC", "hours": {"rows": []}, "days": {"rows": []}, "is_default": False, "is_active": True},
)
OTHER = "UPDATE business_calendar SET is_default = false, version = version + 1 WHERE is_default AND code <> $1"
USED = "SELECT code FROM sla_policy WHERE calendar_id = $1 AND is_active ORDER BY position LIMIT 1"
SHIP = """
    INSERT INTO business_calendar (code, name, zone, hours, days, is_default)
    VALUES ($1, $2, $3, $4::text::jsonb, '{"rows": []}', NOT EXISTS (SELECT FROM business_calendar WHERE is_default))
    ON CONFLICT (code) DO NOTHING RETURNING id
"""
OFFICE = '{"rows": [{"weekdays": [1, 2, 3, 4, 5], "from": "09:00", "until": "18:00"}]}'
SHOP = '{"rows": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "08:00", "until": "21:00"}]}'


async def ship(connection: Connection, zone: ZoneInfo, *, is_demo: bool = False) -> None:
    """Adds the shipped calendar if it is not there yet. That of the demo is open every day, as its shops are."""
    if is_demo:
        await connection.execute(SHIP, "service", "Service hours", str(zone), SHOP)
    await connection.execute(SHIP, "office", "Office hours", str(zone), OFFICE)


async def save(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime, *, applies: bool
) -> Written:
    """`given` are columns. With `applies` open tickets go by it, by a job. Raises Refused by `check_calendar`."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_calendar(wanted)
    await _check_used(connection, kept.get("id"), wanted)
    if wanted["is_default"] and not kept["is_default"]:
        await connection.execute(OTHER, wanted["code"])
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    job = await clocks.ask(connection, by, Renewal.CALENDAR, at) if applies and saved.steps else None
    change = await saving.keep(connection, by, KIND, given["code"], saved.steps, at)
    return {"calendar": saved.key, "job": job, "changeSet": change}


async def _check_used(connection: Connection, key: UUID | None, wanted: Mapping[str, Any]) -> None:
    if wanted["is_active"]:
        return
    if wanted["is_default"]:
        message = "This is the calendar of everything that names none. Make another one the default first."
        raise Refused(ErrorCode.STATE, message, ("input", "isActive"))
    used = key and await connection.fetchval(USED, key)
    if used:
        message = "Policy {code} goes by this calendar. Give it another one first."
        raise Refused(ErrorCode.STATE, message, ("input", "isActive"), code=used)
