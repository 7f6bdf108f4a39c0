"""Gives tickets that came from elsewhere what verbs would have kept: their turns, a policy, and the times."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from json import loads
from typing import Any

from asyncpg import Connection

from actions.clocks.keeping import STORED, WRITE
from actions.clocks.measuring import measure_missing
from actions.clocks.reading import Seen, calendar_of, newest, policies, several
from rules.sla import chosen

BATCH = 500
TURNS = """
    WITH bare AS (
        SELECT ticket.* FROM ticket WHERE NOT EXISTS (SELECT FROM ticket_turn WHERE ticket_id = ticket.id)
    ), said AS (
        SELECT bare.id, message.at, CASE WHEN message.is_from_member THEN 'OPEN' ELSE 'PENDING_CUSTOMER' END AS status
        FROM bare JOIN ticket_message message ON message.ticket_id = bare.id
        WHERE NOT message.is_internal AND message.at > bare.opened_at
          AND message.at < coalesce(bare.resolved_at, 'infinity')
    ), ending AS (
        SELECT bare.id, greatest(coalesce(bare.resolved_at, (SELECT max(at) FROM said WHERE said.id = bare.id)),
            bare.opened_at) AS at, bare.status
        FROM bare WHERE bare.status <> 'NEW'
    )
    INSERT INTO ticket_turn (ticket_id, status, at)
    SELECT id, status, at FROM (
        SELECT id, opened_at AS at, 'NEW' AS status, 1 AS place FROM bare
        UNION ALL SELECT id, at, status, 2 FROM said
        UNION ALL SELECT id, at, status, 3 FROM ending) turns
    ORDER BY id, at, place
"""
"From what was said, because nothing else is known: an answer waits for the member, whose word opens it again."
BARE = "SELECT id FROM ticket WHERE sla_version_id IS NULL ORDER BY id FOR NO KEY UPDATE"


async def adopt(connection: Connection) -> int:
    """Every ticket without a policy that one fits; how many there were."""
    await connection.execute(TURNS)
    rules = await _rules(connection)
    keys = [row["id"] for row in await connection.fetch(BARE)]
    adopted = 0
    for start in range(0, len(keys), BATCH):
        found = [_governed(seen, rules) for seen in await several(connection, keys[start : start + BATCH])]
        await connection.executemany(WRITE, [_values(seen) for seen in found if seen.policy is not None])
        adopted += sum(seen.policy is not None for seen in found)
    await measure_missing(connection)
    return adopted


async def _rules(connection: Connection) -> list[dict[str, Any]]:
    """The policies in force with what each says, and its calendar."""
    found = []
    for policy in await policies(connection):
        version = await newest(connection, "SlaPolicy", policy["id"])
        calendar = await newest(connection, "BusinessCalendar", policy["used_calendar_id"])
        assert version is not None
        found.append(policy | {"body": loads(version[1]), "calendar": calendar})
    return found


def _governed(seen: Seen, rules: list[dict[str, Any]]) -> Seen:
    policy: Mapping[str, Any] | None = chosen(rules, seen.facts)
    if policy is None:
        return seen
    calendar = policy["calendar"]
    versions = {"sla_version_id": policy["version_id"], "calendar_version_id": calendar and calendar[0]}
    used = calendar_of(calendar and calendar[0], calendar and calendar[1])
    return replace(seen, row=dict(seen.row) | versions, policy=policy["body"], calendar=used)


def _values(seen: Seen) -> tuple[Any, ...]:
    times = asdict(seen.times())
    stored = (times[name] for name in STORED)
    return (seen.row["id"], *stored, seen.row["sla_version_id"], seen.row["calendar_version_id"])
