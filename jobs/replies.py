"""Lets answers go when the time in which they can be taken back is over."""

import asyncio
from datetime import UTC, datetime

import asyncpg

from actions import tickets

LONGEST_SECONDS = 1.0
"Between two looks; an answer whose time ends sooner goes out then."


async def release_for_ever(url: str) -> None:
    """Until cancelled. Several may run; each answer goes out once."""
    connection = await asyncpg.connect(url)
    try:
        while True:
            seconds = await release_due(connection)
            await asyncio.sleep(seconds)
    finally:
        await connection.close()


async def release_due(connection: asyncpg.Connection) -> float:
    """Everything that is due; says after how many seconds to look again."""
    while True:
        now = datetime.now(UTC)
        async with connection.transaction():
            gone = await tickets.release(connection, now)
        if not gone:
            break
    soonest = await tickets.next_release(connection)
    left = LONGEST_SECONDS if soonest is None else (soonest - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.02), LONGEST_SECONDS)
