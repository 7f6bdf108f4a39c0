"""Carries out warnings and escalations, rings for promises and looks for incidents, as soon as they are due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg

from actions import clocks, incidents, promises
from actions.clocks.alarms import next_due
from jobs.running import LOST

EVERY_SECONDS = 1.0
LATER = timedelta(minutes=1)
log = logging.getLogger("memberdesk.jobs")
Ring = Callable[[asyncpg.Connection, datetime], Awaitable[int | None]]
PutOff = Callable[[asyncpg.Connection, datetime, datetime], Awaitable[None]]


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
    """Everything that is due now; what fails is put off and does not keep the others waiting."""
    return sum([await _ring_all(connection, ring, put_off) for ring, put_off in RUNG]) + await _watch(connection)


async def _watch(connection: asyncpg.Connection) -> int:
    try:
        async with connection.transaction():
            return await incidents.watch(connection, datetime.now(UTC))
    except LOST:
        raise
    except Exception:
        log.exception("the radar could not look")
        return 0


async def _ring_all(connection: asyncpg.Connection, ring: Ring, put_off: PutOff) -> int:
    rung = 0
    while True:
        try:
            async with connection.transaction():
                done = await ring(connection, datetime.now(UTC))
        except LOST:
            raise
        except Exception:
            log.exception("an alarm could not be carried out")
            async with connection.transaction():
                now = datetime.now(UTC)
                await put_off(connection, now, now + LATER)
            continue
        if done is None:
            return rung
        rung += done


async def _put_off_ticket(connection: asyncpg.Connection, now: datetime, until: datetime) -> None:
    ticket = await next_due(connection, now)
    if ticket is not None:
        await clocks.put_off(connection, ticket, until)


RUNG: tuple[tuple[Ring, PutOff], ...] = ((clocks.ring, _put_off_ticket), (promises.ring, promises.put_off))
"How what is due is carried out, one at a time, and how one that fails is put off."
