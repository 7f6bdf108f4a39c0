"""Asks for what tiers give for birthdays."""

from zoneinfo import ZoneInfo

from actions.jobs import Stepping
from actions.tiers import birthdays
from jobs import clock

KINDS: dict[str, Stepping] = {birthdays.KIND: birthdays.step}
WHEN = "7 * * * *"
"Each hour, because a day begins at midnight of the installation's zone, whichever that is."


async def remember_birthdays(url: str, zone: ZoneInfo) -> None:
    """Asks for the job if something is due."""
    await clock.now(url, lambda connection, at: birthdays.ask_if_due(connection, at, zone))
