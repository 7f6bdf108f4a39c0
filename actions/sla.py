"""Verbs of service levels: policies are shipped, saved as versions, and tried on open tickets beforehand."""

from collections.abc import Mapping
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import clocks, saving
from actions.clocks.keeping import Renewal
from actions.once import Written
from rules.refusals import ErrorCode, Refused
from rules.sla import check_policy
from rules.viewer import Viewer

KIND = saving.Kind(
    "sla_policy",
    "SlaPolicy",
    "sla_policy.saved",
    "slaPolicySave",
    {
        "position": 100, "calendar_id": None, "priorities": [], "categories": [], "channels": [], "tiers": [],
        "teams": [], "first_response": None, "next_response": None, "resolution": None,
        "pauses": ["PENDING_CUSTOMER"], "alarms": {"rows": []}, "is_active": True,
    },
)  # fmt: skip
KNOWN = {
    "categories": "SELECT code FROM dictionary_item WHERE dictionary = 'ticket_category'",
    "tiers": "SELECT code FROM tier",
    "teams": "SELECT code FROM team",
}
SHIP = """
    INSERT INTO sla_policy (code, name, position, priorities, tiers, first_response, next_response, resolution, pauses,
        alarms)
    SELECT $1, $2, $3::int, $4::text[], $5::text[], $6::int, $7::int, $8::int, '{PENDING_CUSTOMER}', $9::text::jsonb
    WHERE $5 = '{}'::text[] OR EXISTS (SELECT FROM tier WHERE code = ANY($5))
    ON CONFLICT (code) DO NOTHING
"""
SHIPPED = (
    ("urgent", "Urgent", 10, ["URGENT"], [], 60, 60, 480),
    ("high", "High", 20, ["HIGH"], [], 240, 240, 1_440),
    ("gold", "Gold and platinum members", 30, [], ["GOLD", "PLATINUM"], 240, 240, 1_440),
    ("normal", "Normal", 40, ["NORMAL"], [], 480, 480, 2_880),
    ("low", "Low", 50, ["LOW"], [], 1_440, 1_440, 4_320),
)
"Code, name, position, priorities, tiers; minutes until the first response, the next ones, the resolution."
WARNINGS = [
    {"clock": clock, "percent": percent, "action": "NOTIFY"}
    for clock in ("FIRST_RESPONSE", "NEXT_RESPONSE", "RESOLUTION")
    for percent in (75, 100)
]


async def ship(connection: Connection) -> None:
    """Adds the shipped policies that are not there yet; edited ones are left alone."""
    for said in SHIPPED:
        await connection.execute(SHIP, *said, dumps({"rows": WARNINGS}))


async def save(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    calendar: str | None,
    expected: int | None,
    at: datetime,
    *,
    applies: bool,
) -> Written:
    """A new version. `calendar` is a code, "" for the default one, None if none is said. Raises Refused.

    Running tickets keep the version that they have, unless it `applies` to them: then a job gives them the new one.
    """
    kept = await saving.before(connection, KIND, given["code"])
    wanted = await merged(connection, kept, given, calendar)
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    job = await clocks.ask(connection, by, Renewal.ALL, at) if applies and saved.steps else None
    change = await saving.keep(connection, by, KIND, given["code"], saved.steps, at)
    return {"policy": saved.key, "job": job, "changeSet": change}


async def merged(
    connection: Connection, kept: saving.Columns, given: Mapping[str, Any], calendar: str | None
) -> dict[str, Any]:
    """The policy as it would be. Raises Refused for what cannot be used, or does not exist."""
    wanted = saving.merged(KIND, kept, given)
    if calendar is not None:
        found = await saving.found(connection, "business_calendar", calendar or None, "calendarCode")
        wanted["calendar_id"] = found
    check_policy(wanted)
    for column, question in KNOWN.items():
        await _check_known(connection, question, wanted[column], ("input", column))
    for place, row in enumerate(wanted["alarms"]["rows"]):
        path = ("input", "alarms", str(place))
        await _check_known(connection, KNOWN["teams"], [row["team"]] if row.get("team") else [], (*path, "teamCode"))
        people = [row["person"]] if row.get("person") else []
        await _check_known(connection, "SELECT username FROM staff WHERE is_active", people, (*path, "person"))
    return wanted


async def _check_known(connection: Connection, question: str, codes: list[str], path: tuple[str, ...]) -> None:
    unknown = await connection.fetchval(
        f"SELECT said FROM unnest($1::text[]) AS said WHERE said NOT IN ({question}) LIMIT 1", codes
    )
    if unknown is not None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}', or it is not used any more.", path, code=unknown)


async def draft(
    connection: Connection, given: Mapping[str, Any], calendar: str | None
) -> tuple[UUID | None, dict[str, Any]]:
    """What would be saved, with the key of the policy that is there already."""
    kept = await saving.before(connection, KIND, given["code"], locks=False)
    return kept.get("id"), await merged(connection, kept, given, calendar)
