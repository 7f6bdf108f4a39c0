"""What the clock asks for of members: each night penalties, then memberships end and silent files are put away."""

from actions.archiving import ask_to_archive, ask_to_eliminate
from actions.penalties import ask_if_any
from jobs import clock

TIMETABLE = {
    "penalize_members": ("5 18 * * *", ask_if_any),
    "eliminate_members": ("20 18 * * *", ask_to_eliminate),
    "archive_members": ("50 18 * * *", ask_to_archive),
}
"Cron expressions, in UTC: the night of most shops. Memberships end before files are put away."


async def ask(url: str, name: str) -> None:
    await clock.now(url, TIMETABLE[name][1])
