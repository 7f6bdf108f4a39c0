"""Jobs of coupons: many at once, and what time ends."""

from datetime import UTC, datetime

import asyncpg

from actions.coupons import distributing, generating
from actions.coupons.ending import end

KINDS = {generating.KIND: generating.step, distributing.KIND: distributing.step}


async def end_coupons(url: str) -> None:
    """All that are due, a batch at a time."""
    connection = await asyncpg.connect(url)
    try:
        while await _batch(connection):
            pass
    finally:
        await connection.close()


async def _batch(connection: asyncpg.Connection) -> bool:
    async with connection.transaction():
        return await end(connection, datetime.now(UTC))
