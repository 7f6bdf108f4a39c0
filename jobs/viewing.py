"""Ends looking with the eyes of another when its time is over."""

from actions.viewing import expire
from jobs import clock

WHEN = "* * * * *"


async def end_views(url: str) -> None:
    await clock.now(url, expire)
