"""Looks after care series: begins and ends them, plans the calls of the day, writes the messages that are due."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from actions import care
from actions.care.starting import Segments
from rules.contacting import ContactChannel

WHEN = "*/5 * * * *"
FIRST = UUID(int=0)


async def look(
    url: str, segments: Segments | None, ready: Collection[ContactChannel], at: datetime | None = None
) -> None:
    """Each part in a transaction of its own. Several workers may: what one has, the others leave out."""
    connection = await asyncpg.connect(url)
    try:
        await step(connection, at or datetime.now(UTC), segments, ready)
    finally:
        await connection.close()


async def step(
    connection: asyncpg.Connection, at: datetime, segments: Segments | None, ready: Collection[ContactChannel]
) -> None:
    """What ended is ended before anything is planned or sent."""
    async with connection.transaction():
        await care.start(connection, at, segments)
    async with connection.transaction():
        await care.stop(connection, at)
    async with connection.transaction():
        await care.plan(connection, at)
    after: UUID | None = FIRST
    while after is not None:
        async with connection.transaction():
            after = await care.send(connection, at, ready, after)
