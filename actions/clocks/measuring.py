"""Keeps how long a ticket took in business time, and when it was opened again: what reports count."""

from asyncpg import Connection

from actions.clocks.reading import Seen, several
from rules.ticket_reports import Spent

BATCH = 500
WRITE = "UPDATE ticket SET response_minutes = $2, resolution_minutes = $3, reopened_at = $4 WHERE id = $1"
UNMEASURED = f"""
    SELECT id FROM ticket WHERE ((first_responded_at IS NOT NULL AND response_minutes IS NULL)
        OR (resolved_at IS NOT NULL AND resolution_minutes IS NULL))
    ORDER BY id LIMIT {BATCH} FOR NO KEY UPDATE SKIP LOCKED
"""
STORED = ("response_minutes", "resolution_minutes", "reopened_at")


async def measure(connection: Connection, seen: Seen) -> None:
    """Writes what follows from the history, if it is not there. The ticket is locked by the caller."""
    spent = seen.spent()
    if any(seen.row[name] != getattr(spent, name) for name in STORED):
        await connection.execute(WRITE, *_values(seen, spent))


async def measure_missing(connection: Connection) -> int:
    """Tickets that came from elsewhere, or from before there were reports; how many there were."""
    measured = 0
    while keys := [row["id"] for row in await connection.fetch(UNMEASURED)]:
        found = await several(connection, keys)
        await connection.executemany(WRITE, [_values(seen, seen.spent()) for seen in found])
        measured += len(found)
    return measured


def _values(seen: Seen, spent: Spent) -> tuple[object, ...]:
    return (seen.row["id"], *(getattr(spent, name) for name in STORED))
