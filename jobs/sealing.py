"""Gives audit events their place in the chain, soon after they were committed."""

import asyncio

import asyncpg

from actions.recording import seal

EVERY_SECONDS = 1.0


async def seal_for_ever(url: str) -> None:
    """Until cancelled. Several may run; each event is sealed once."""
    connection = await asyncpg.connect(url)
    try:
        while True:
            await seal(connection)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        await connection.close()
