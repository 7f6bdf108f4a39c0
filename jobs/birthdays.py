"""Asks for what tiers give for birthdays."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import asyncpg

from actions.jobs import Stepping
from actions.tiers import birthdays

KINDS: dict[str, Stepping] = {birthdays.KIND: birthdays.step}
WHEN = "7 * * * *"
"Each hour, because a day begins at midnight of the installation's zone, whichever that is."


async def remember_birthdays(url: str, zone: ZoneInfo) -> None:
    """Asks for the job if something is due."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await birthdays.ask_if_due(connection, datetime.now(UTC), zone)
    finally:
        await connection.close()
