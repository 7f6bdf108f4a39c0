"""The worker: runs the timetable until it is told to stop."""

import asyncio

import asyncpg
from pgqueuer import AsyncpgDriver, PgQueuer
from pgqueuer.models import Schedule

from jobs.sealing import seal_for_ever
from jobs.segments import Count, count_segments

TIMETABLE = {"count_segments": "*/15 * * * *"}
"Cron expressions, in UTC."


async def work(url: str, count: Count) -> None:
    """Serves the queue and the timetable until cancelled. Several workers share both; each job is done by one."""
    connection = await asyncpg.connect(url)
    try:
        queue = PgQueuer(AsyncpgDriver(connection))
        _add_timetable(queue, url, count)
        async with asyncio.TaskGroup() as group:
            group.create_task(seal_for_ever(url))
            group.create_task(queue.run())
    finally:
        await connection.close()


def _add_timetable(queue: PgQueuer, url: str, count: Count) -> None:
    @queue.schedule("count_segments", TIMETABLE["count_segments"])
    async def _(_: Schedule) -> None:
        own = await asyncpg.connect(url)
        try:
            await count_segments(own, count)
        finally:
            await own.close()
