"""Finds tickets whose stored times are not those that follow from their history."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from uuid import UUID

from asyncpg import Connection

from actions.clocks.measuring import STORED as MEASURED
from actions.clocks.reading import Seen, several

BATCH = 500
STORED = ("first_response_due_at", "next_response_due_at", "resolution_due_at", "breached_at", *MEASURED)
NEXT = """
    SELECT id FROM ticket WHERE sla_version_id IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2
"""


async def differing(connection: Connection) -> AsyncIterator[str]:
    """A line for each time that differs. Tickets without a policy keep the times that they came with."""
    last: UUID | None = None
    while keys := [row["id"] for row in await connection.fetch(NEXT, last, BATCH)]:
        for line in (line for seen in await several(connection, keys) for line in _of_ticket(seen)):
            yield line
        last = keys[-1]


def _of_ticket(seen: Seen) -> list[str]:
    wanted = asdict(seen.times()) | asdict(seen.spent())
    differing = [name for name in STORED if seen.row[name] != wanted[name]]
    return [f"{seen.row['number']}: {name} is {seen.row[name]}, computed {wanted[name]}" for name in differing]
