"""Gives audit events their place in the chain, soon after they were committed, and tells its end to the outside."""

import asyncio
from time import monotonic

import asyncpg

from actions.anchoring import Anchor
from actions.recording import seal

EVERY_SECONDS = 1.0
TOLD_EVERY_SECONDS = 10.0


async def seal_for_ever(url: str, anchor: Anchor) -> None:
    """Until cancelled. Several may run; each event is sealed once."""
    connection = await asyncpg.connect(url)
    told = 0.0
    try:
        while True:
            await seal(connection)
            if monotonic() >= told + TOLD_EVERY_SECONDS:
                await anchor.tell(connection)
                told = monotonic()
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        await connection.close()
