"""Starts campaigns that were scheduled and ends those whose time is over."""

from actions.campaigns import by_clock
from jobs import clock

WHEN = "* * * * *"
"Quotes look at the times themselves; this keeps what people read true."


async def turn_campaigns(url: str) -> None:
    await clock.now(url, by_clock)
