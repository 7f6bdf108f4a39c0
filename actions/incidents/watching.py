"""Opens an incident when so many members complain about one thing, links what still comes, and closes it when calm."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.recording import record
from rules.incidents import COLUMNS, IncidentKind

ACTOR = "timetable"
ABOUT = " OR ".join(f"ticket.{column} = incident.{column}" for column in COLUMNS.values())
MATCHES = f"""({ABOUT}) AND ticket.opened_at >= incident.since AND ticket.status <> 'MERGED'
    AND ticket.opened_at <= coalesce(incident.closed_at, 'infinity')"""
"Tickets about what an incident is about, from its beginning to its end; an incident has one of the columns alone."
OPEN = """
    INSERT INTO incident (kind, {column}, since, opened_at, updated_at)
    SELECT rule.code, found.subject, found.since, $1, $1
    FROM radar_rule rule CROSS JOIN LATERAL (
        SELECT ticket.{column} AS subject, min(ticket.opened_at) AS since FROM ticket
        WHERE ticket.{column} IS NOT NULL AND ticket.status <> 'MERGED'
            AND ticket.opened_at > $1::timestamptz - make_interval(mins => rule.minutes) AND ticket.opened_at <= $1
            AND ticket.opened_at > coalesce(
                (SELECT max(closed_at) FROM incident past WHERE past.{column} = ticket.{column}), '-infinity')
            AND NOT EXISTS (SELECT FROM incident here WHERE here.{column} = ticket.{column} AND here.status = 'OPEN')
        GROUP BY 1 HAVING count(DISTINCT ticket.member_id) >= rule.least_members) found
    WHERE rule.code = $2 AND rule.is_active
    ON CONFLICT DO NOTHING RETURNING id
"""
LINK = f"""
    UPDATE ticket SET incident_id = incident.id FROM incident
    WHERE incident.status = 'OPEN' AND incident.links_new AND ticket.incident_id IS NULL AND {MATCHES}
    RETURNING incident.id
"""
CLOSE = f"""
    UPDATE incident SET status = 'CLOSED', closed_at = $1, closed_by = '{ACTOR}', updated_at = $1, version = version + 1
    WHERE id IN (
        SELECT incident.id FROM incident JOIN radar_rule rule ON rule.code = incident.kind
        WHERE incident.status = 'OPEN'
            AND incident.opened_at < $1::timestamptz - make_interval(mins => rule.calm_minutes)
            AND NOT EXISTS (SELECT FROM ticket WHERE {MATCHES}
                AND ticket.opened_at > $1::timestamptz - make_interval(mins => rule.calm_minutes))
        FOR NO KEY UPDATE OF incident SKIP LOCKED)
    RETURNING id
"""


async def watch(connection: Connection, at: datetime) -> int:
    """What committed tickets say now; gives how many incidents were opened, changed or closed.

    Two that watch at once open one: the second finds the first's row, or waits for it at the unique index.
    """
    opened = [row["id"] for kind in IncidentKind for row in await _open(connection, kind, at)]
    for key in opened:
        await record(connection, ACTOR, "incident.opened", "Incident", key, {}, None)
    linked = await _link(connection)
    closed = [row["id"] for row in await connection.fetch(CLOSE, at)]
    for key in closed:
        await record(connection, ACTOR, "incident.closed", "Incident", key, {"status": ["OPEN", "CLOSED"]}, None)
    return len(opened) + linked + len(closed)


async def _open(connection: Connection, kind: IncidentKind, at: datetime) -> list[dict[str, UUID]]:
    return [dict(row) for row in await connection.fetch(OPEN.format(column=COLUMNS[kind]), at, kind.value)]


async def _link(connection: Connection) -> int:
    """Tickets that came since somebody asked for all of them."""
    found = [row["id"] for row in await connection.fetch(LINK)]
    for key in sorted(set(found)):
        told = {"tickets": found.count(key)}
        await record(connection, ACTOR, "incident.linked", "Incident", key, told, None)
    return len(set(found))
