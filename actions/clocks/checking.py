"""Finds tickets whose stored times are not those that follow from their history."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from uuid import UUID

from asyncpg import Connection

from actions.clocks.reading import several

BATCH = 500
STORED = ("first_response_due_at", "next_response_due_at", "resolution_due_at", "breached_at")
NEXT = """
    SELECT id FROM ticket WHERE sla_version_id IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2
"""


async def differing(connection: Connection) -> AsyncIterator[str]:
    """A line for each time that differs. Tickets without a policy keep the times that they came with."""
    last: UUID | None = None
    while keys := [row["id"] for row in await connection.fetch(NEXT, last, BATCH)]:
        for seen in await several(connection, keys):
            wanted = asdict(seen.times())
            for name in STORED:
                if seen.row[name] != wanted[name]:
                    yield f"{seen.row['number']}: {name} is {seen.row[name]}, computed {wanted[name]}"
        last = keys[-1]
