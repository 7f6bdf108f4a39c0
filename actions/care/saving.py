"""Verbs of care series and of the teams that call: shipped, saved as data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asyncpg import Connection

from actions import saving
from actions.contact_limits import check_tiers
from actions.once import Written
from rules.care import CareTrigger, check_call_team, check_series
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

SERIES = saving.Kind(
    "care_series",
    "CareSeries",
    "care_series.saved",
    "careSeriesSave",
    {
        "trigger": CareTrigger.FIRST_ORDER.value, "amount": None, "days": None, "tier_id": None, "categories": [],
        "tiers": [], "segment_id": None, "call_team_id": None, "steps": {"rows": []},
        "stops": ["RETURN", "COMPLAINT"], "starts_from": None, "is_active": True,
    },
)  # fmt: skip
TEAM = saving.Kind(
    "call_team",
    "CallTeam",
    "call_team.saved",
    "callTeamSave",
    {
        "team_id": None, "calendar_id": None, "stores": [], "language": "en", "daily_capacity": 40, "minutes": 3,
        "tries": 3, "position": 100, "is_active": True,
    },
)  # fmt: skip
CODES = {
    "tierCode": ("tier", "tier_id"), "segmentCode": ("segment", "segment_id"),
    "callTeamCode": ("call_team", "call_team_id"),
}  # fmt: skip
NEEDED = {"teamCode": ("team", "team_id"), "calendarCode": ("business_calendar", "calendar_id")}
STORE = "SELECT unnest($1::text[]) EXCEPT SELECT code FROM store LIMIT 1"
CATEGORY = """
    SELECT unnest($1::text[]) EXCEPT SELECT code FROM dictionary_item WHERE dictionary = 'ticket_category' LIMIT 1
"""


async def save_series(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    names: Mapping[str, str | None],
    expected: int | None,
    at: datetime,
) -> Written:
    """`given` are columns, `names` codes by argument. What began goes on as it was; Raises Refused by `check_series`.

    A series that is switched on begins with what happens from then on.
    """
    kept, wanted = await merged(connection, given, names, at)
    saved = await saving.save(connection, by, SERIES, kept, wanted, expected)
    change = await saving.keep(connection, by, SERIES, given["code"], saved.steps, at)
    return {"series": saved.key, "changeSet": change}


async def merged(
    connection: Connection,
    given: Mapping[str, Any],
    names: Mapping[str, str | None],
    at: datetime,
    *,
    locks: bool = True,
) -> tuple[saving.Columns, dict[str, Any]]:
    """The series as it is, and as it would be."""
    kept = await saving.before(connection, SERIES, given["code"], locks=locks)
    wanted = saving.merged(SERIES, kept, given)
    for name, code in names.items():
        table, column = CODES[name]
        wanted[column] = await saving.found(connection, table, code or None, name)
    if "id" not in kept or (wanted["is_active"] and not kept["is_active"]):
        wanted["starts_from"] = at
    check_series(wanted)
    await check_tiers(connection, wanted["tiers"])
    await _check_known(connection, CATEGORY, wanted["categories"], "categories")
    return kept, wanted


async def save_team(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    names: Mapping[str, str | None],
    expected: int | None,
    at: datetime,
) -> Written:
    """Raises Refused by `check_call_team`, without people or a calendar, for unknown stores."""
    kept = await saving.before(connection, TEAM, given["code"])
    wanted = saving.merged(TEAM, kept, given)
    for name, (table, column) in NEEDED.items():
        if names.get(name):
            wanted[column] = await saving.found(connection, table, names[name], name)
        if wanted[column] is None:
            message = "Say who calls, and by which calendar: its hours are the call windows."
            raise Refused(ErrorCode.REQUIRED, message, ("input", name))
    check_call_team(wanted)
    await _check_known(connection, STORE, wanted["stores"], "stores")
    saved = await saving.save(connection, by, TEAM, kept, wanted, expected)
    return {"callTeam": saved.key, "changeSet": await saving.keep(connection, by, TEAM, given["code"], saved.steps, at)}


async def _check_known(connection: Connection, question: str, codes: list[str], path: str) -> None:
    unknown = await connection.fetchval(question, codes)
    if unknown is not None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}'.", ("input", path), code=unknown)
