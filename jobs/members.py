"""What the clock asks for of members: each night the silent ones are put away, or their memberships end."""

from actions.archiving import ask_to_archive, ask_to_eliminate
from jobs import clock

TIMETABLE = {"eliminate_members": ("20 18 * * *", ask_to_eliminate), "archive_members": ("50 18 * * *", ask_to_archive)}
"Cron expressions, in UTC: the night of most shops. Memberships end before files are put away."


async def ask(url: str, name: str) -> None:
    await clock.now(url, TIMETABLE[name][1])
