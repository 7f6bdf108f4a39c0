"""Carries out the warnings and escalations of tickets as soon as they are due."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import asyncpg

from actions import clocks
from actions.clocks.alarms import next_due
from jobs.running import LOST

EVERY_SECONDS = 1.0
LATER = timedelta(minutes=1)
log = logging.getLogger("memberdesk.jobs")


async def ring_for_ever(url: str) -> None:
    """Until cancelled. Several may run; each alarm is carried out once."""
    connection = await asyncpg.connect(url)
    try:
        while True:
            await ring_due(connection)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        await connection.close()


async def ring_due(connection: asyncpg.Connection) -> int:
    """Everything that is due now; one ticket whose alarms fail is put off and does not keep the others waiting."""
    rung = 0
    while True:
        try:
            async with connection.transaction():
                done = await clocks.ring(connection, datetime.now(UTC))
        except LOST:
            raise
        except Exception:
            log.exception("an alarm could not be carried out")
            await _put_off(connection)
            continue
        if done is None:
            return rung
        rung += done


async def _put_off(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        now = datetime.now(UTC)
        ticket = await next_due(connection, now)
        if ticket is not None:
            await clocks.put_off(connection, ticket, now + LATER)
