"""Starts campaigns that were scheduled and ends those whose time is over."""

from datetime import UTC, datetime

import asyncpg

from actions.campaigns import by_clock

WHEN = "* * * * *"
"Quotes look at the times themselves; this keeps what people read true."


async def turn_campaigns(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await by_clock(connection, datetime.now(UTC))
    finally:
        await connection.close()
