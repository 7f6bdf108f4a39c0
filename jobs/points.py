"""What the clock asks for of points: expiry, reminders, pending points, holds that were forgotten."""

from collections.abc import Mapping

from actions import expiry, holds, maturing, reminding
from actions.jobs import Stepping
from jobs import clock

KINDS: Mapping[str, Stepping] = {
    expiry.KIND: expiry.step,
    maturing.KIND: maturing.step,
    reminding.KIND: reminding.step,
    holds.KIND: holds.step,
}
TIMETABLE = {
    "expire_points": ("2,17,32,47 * * * *", expiry.ask),
    "mature_points": ("*/5 * * * *", maturing.ask),
    "remind_of_points": ("40 1 * * *", reminding.ask),
    "time_out_holds": ("*/5 * * * *", holds.ask),
}
"Cron expressions, in UTC, and who asks for the job."


async def ask(url: str, name: str) -> None:
    await clock.now(url, TIMETABLE[name][1])
