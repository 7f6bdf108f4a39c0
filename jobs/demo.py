"""Makes an installation to look at: the real data of Complete Journey, and an account for each role."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import asyncpg

from actions import calendars, contact_limits, goodwill, roles
from actions.approvals import policies
from actions.demo import furnish
from actions.demo.accounts import add_accounts
from actions.imports import complete_journey
from settings import Settings

Progress = Callable[[str, int, int | None], None]
DONE = "SELECT EXISTS (SELECT FROM import_step WHERE step = 'demo')"


async def is_loaded(url: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(DONE)
    finally:
        await connection.close()


async def load(url: str, settings: Settings, sample: bool, progress: Progress) -> object:
    """Loads everything that is not there yet. Safe to run again."""
    connection = await asyncpg.connect(url)
    try:
        await roles.ship(connection)
        await policies.ship(connection, is_demo=True)
        await goodwill.ship(connection)
        await contact_limits.ship(connection)
        await calendars.ship(connection, settings.zone, is_demo=True)
        await add_accounts(connection)
    finally:
        await connection.close()
    summary = await complete_journey.load(url, None, sample, _last_day(), settings.currency, settings.zone, progress)
    await furnish.furnish(url, sample=sample, progress=progress)
    return summary


def _last_day() -> date:
    """Today, once it is as old as the source's last day, of which the source has four hours."""
    return (datetime.now(UTC) - timedelta(hours=5)).date()
