"""Runs what the clock asks for: one verb, of this moment, in one transaction."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import asyncpg

Asked = Callable[[asyncpg.Connection, datetime], Awaitable[Any]]


async def now(url: str, verb: Asked) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await verb(connection, datetime.now(UTC))
    finally:
        await connection.close()
