"""Looks at the members whose tier's validity ended."""

from datetime import UTC, datetime

import asyncpg

from actions.tiers import ask_if_due

WHEN = "5 * * * *"
"Each hour, because a validity ends at midnight of the installation's zone, whichever that is."


async def review_tiers(url: str) -> None:
    """Asks for the job that looks at all members, if a tier of any of them ended."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await ask_if_due(connection, datetime.now(UTC))
    finally:
        await connection.close()
