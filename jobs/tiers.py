"""Looks at the members whose tier's validity ended."""

from actions.tiers import ask_if_due
from jobs import clock

WHEN = "5 * * * *"
"Each hour, because a validity ends at midnight of the installation's zone, whichever that is."


async def review_tiers(url: str) -> None:
    """Asks for the job that looks at all members, if a tier of any of them ended."""
    await clock.now(url, ask_if_due)
