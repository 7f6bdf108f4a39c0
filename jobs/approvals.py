"""Ends requests for approval that nobody decided in time."""

from actions.approvals.requests import expire
from jobs import clock

WHEN = "* * * * *"


async def end_requests(url: str) -> None:
    await clock.now(url, expire)
