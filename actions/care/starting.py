"""Begins series for members: each occasion once, with all its steps and their days."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from json import dumps, loads
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.care.occasions import OCCASIONS
from actions.contacting import ZONE
from rules.birthdays import coming
from rules.care import CareStepKind, CareTrigger, CareUnit, due_on, lead_days

BATCH = 500
LATE = timedelta(days=7)
"What is told later than that (an order of a till that was cut off) begins no series."
NEW = UUID(int=0)
"The key of a series that is not kept yet."
TEAM = """
    SELECT t.id FROM call_team t WHERE t.is_active AND (t.stores = '{}' OR EXISTS (SELECT FROM store s
        WHERE s.id = m.home_store_id AND s.code = ANY(t.stores)))
    ORDER BY t.stores = '{}', t.position, t.code LIMIT 1
"""
MEANT = f"""
    SELECT m.id, found.occasion, found.at, coalesce(tier.rank, 0) AS rank, ({ZONE}) AS zone,
        coalesce(<team>, ({TEAM})) AS call_team
    FROM (<occasions>) found (member, occasion, at) JOIN member m ON m.id = found.member
    LEFT JOIN tier ON tier.id = m.tier_id
    WHERE m.status = 'ACTIVE' AND m.archived_at IS NULL AND (<tiers> = '{{}}' OR tier.code = ANY(<tiers>))
      AND <since> IS NOT NULL AND <at> IS NOT NULL AND <facts> IS NOT NULL AND <among>
      AND NOT EXISTS (SELECT FROM care_run r
          WHERE r.series_id = <series> AND r.member_id = m.id AND r.occasion = found.occasion)
    ORDER BY found.at, m.id LIMIT <most>
"""
CASTS = {
    "since": "timestamptz", "at": "timestamptz", "tiers": "text[]", "series": "uuid", "team": "uuid", "facts": "jsonb",
    "most": "int",
}  # fmt: skip
SERIES = """
    SELECT s.*, g."where"::text AS segment FROM care_series s LEFT JOIN segment g ON g.id = s.segment_id
    WHERE s.is_active ORDER BY s.code FOR NO KEY UPDATE OF s SKIP LOCKED
"""
BEGIN = """
    INSERT INTO care_run (series_id, member_id, occasion, began_on, began_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING RETURNING id
"""
ADD = """
    INSERT INTO care_task (run_id, series_id, member_id, place, kind, channel, script, script_zh, call_team_id, rank,
        due_on)
    SELECT $1, $2, $3, step.place, step.kind, step.channel, step.script, step.script_zh, $4, $5, step.due_on
    FROM unnest($6::int[], $7::text[], $8::text[], $9::text[], $10::text[], $11::date[])
        AS step (place, kind, channel, script, script_zh, due_on)
"""
SWEPT = "UPDATE care_series SET swept_at = $2 WHERE id = $1"


class Segments(Protocol):
    """Reads filters over members: gives a statement, with its parameters, that selects whom one means."""

    def members(self, given: Any) -> tuple[str, Sequence[Any]]: ...


async def start(connection: Connection, at: datetime, segments: Segments | None) -> int:
    """Begins what is to begin by now; in one transaction of the caller. Returns for how many members."""
    begun = 0
    for series in await connection.fetch(SERIES):
        steps = loads(series["steps"])["rows"]
        found = await meant(connection, series, steps, since_of(series), at, segments, BATCH)
        for row in found:
            begun += await _begin(connection, series, steps, row, at)
        if len(found) < BATCH:
            await connection.execute(SWEPT, series["id"], at)
    return begun


def since_of(series: Mapping[str, Any]) -> datetime:
    """Occasions from then on: what was looked for before is looked for again, as some are told late."""
    return max(series["starts_from"], (series["swept_at"] or series["starts_from"]) - LATE)


async def meant(
    connection: Connection,
    series: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    since: datetime,
    at: datetime,
    segments: Segments | None,
    most: int,
) -> list[Record]:
    """Members with an occasion since then that began nothing yet. `series` has the columns, and `segment` as JSON.

    Of a segment that cannot be read nobody is meant.
    """
    among, values = "true", list[Any]()
    if series["segment"] is not None:
        if segments is None:
            return []
        statement, values = segments.members(loads(series["segment"]))
        among, values = f"m.id IN ({statement})", list(values)
    trigger = CareTrigger(series["trigger"])
    question = MEANT.replace("<among>", among).replace("<occasions>", OCCASIONS[trigger].format_map(_Marked()))
    for number, (name, cast) in enumerate(CASTS.items(), len(values) + 1):
        question = question.replace(f"<{name}>", f"${number}::{cast}")
    own = (since, at, list(series["tiers"]), series.get("id", NEW), series["call_team_id"], _facts(series, steps, at))
    return await connection.fetch(question, *values, *own, most)


class _Marked(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"<{name}>"


def _facts(series: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], at: datetime) -> str:
    """Birthdays from three days ago on, so that a day on which nothing ran loses nobody."""
    ahead = lead_days(steps)
    days = [{"mark": mark, "kept": str(day)} for mark, day in coming(at.date() - timedelta(days=3), ahead + 4)]
    facts = {
        "amount": series["amount"], "silence": series["days"], "categories": list(series["categories"]),
        "tier": series["tier_id"] and str(series["tier_id"]),
    }  # fmt: skip
    return dumps(facts | ({"days": days} if series["trigger"] == CareTrigger.BIRTHDAY else {}))


async def _begin(
    connection: Connection, series: Record, steps: Sequence[Mapping[str, Any]], row: Record, at: datetime
) -> bool:
    """What begins it lies in the past, or (a birthday, a day without an hour) ahead; what ends it counts from then, at
    the latest from now."""
    is_day = series["trigger"] == CareTrigger.BIRTHDAY
    zone = UTC if is_day else ZoneInfo(row["zone"])
    day = row["at"].astimezone(zone).date()
    run = await connection.fetchval(BEGIN, series["id"], row["id"], row["occasion"], day, min(row["at"], at))
    if run is None:
        return False
    calls = [step["kind"] == CareStepKind.CALL for step in steps]
    await connection.execute(
        ADD, run, series["id"], row["id"], row["call_team"], row["rank"], list(range(len(steps))),
        [step["kind"] for step in steps],
        ["CALL" if is_call else step["channel"] for step, is_call in zip(steps, calls, strict=True)],
        [step["script"] for step in steps], [step["scriptZh"] for step in steps],
        [due_on(day, step["after"], CareUnit(step["unit"])) for step in steps],
    )  # fmt: skip
    return True
