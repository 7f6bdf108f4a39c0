"""What the clock asks for of points: expiry, reminders, pending points, holds that were forgotten."""

from collections.abc import Mapping
from datetime import UTC, datetime

import asyncpg

from actions import expiry, holds, maturing, reminding
from actions.jobs import Stepping

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
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await TIMETABLE[name][1](connection, datetime.now(UTC))
    finally:
        await connection.close()
