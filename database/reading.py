"""Connections for reads: few, warm, without session state, taken last-in first-out."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

import asyncpg

WAIT_SECONDS = 2.0
STATEMENT_SECONDS = 10
STATEMENTS_KEPT = 500


class Unavailable(Exception):
    """The database is away, or every connection stayed busy for too long. The caller should try again soon."""


class ReadConnections:
    """A stack of connections on which nobody sets, locks or listens, so that none needs a reset after use.

    `plan_mode` is PostgreSQL's plan_cache_mode: `force_generic_plan` for statements that are planned once and reused,
    `force_custom_plan` for those whose best plan depends on the values (searches).
    """

    def __init__(self, url: str, size: int, plan_mode: str) -> None:
        self._url = url
        self._size = size
        self._plan_mode = plan_mode
        self._free: list[asyncpg.Connection] = []
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._open = 0

    async def fetch(self, statement: str, values: list[Any]) -> Any:
        """The first column of the first row. Raises Unavailable, or what PostgreSQL says."""
        connection = self._free.pop() if self._free else await self._another()
        try:
            return await connection.fetchval(statement, *values)
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError) as error:
            if isinstance(error, asyncpg.InterfaceError) and not connection.is_closed():
                raise
            raise Unavailable("The database went away.") from error
        finally:
            self._give_back(connection)

    async def close(self) -> None:
        connections, self._free = self._free, []
        for connection in connections:
            with suppress(Exception):
                await connection.close(timeout=2)
            self._open -= 1

    async def _another(self) -> asyncpg.Connection:
        if self._open < self._size:
            return await self._connect()
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await asyncio.wait_for(waiter, WAIT_SECONDS)
        except TimeoutError:
            raise Unavailable("Every database connection is busy.") from None
        finally:
            with suppress(ValueError):
                self._waiting.remove(waiter)
        return self._free.pop() if self._free else await self._another()

    async def _connect(self) -> asyncpg.Connection:
        self._open += 1
        try:
            return await asyncpg.connect(
                self._url,
                timeout=WAIT_SECONDS,
                statement_cache_size=STATEMENTS_KEPT,
                max_cached_statement_lifetime=0,
                server_settings={
                    "application_name": "memberdesk reads",
                    "timezone": "UTC",
                    "jit": "off",
                    "max_parallel_workers_per_gather": "0",
                    "plan_cache_mode": self._plan_mode,
                    "default_transaction_read_only": "on",
                    "statement_timeout": str(STATEMENT_SECONDS * 1000),
                },
            )
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            self._open -= 1
            raise Unavailable("The database cannot be reached.") from error
        except BaseException:
            self._open -= 1
            raise

    def _give_back(self, connection: asyncpg.Connection) -> None:
        if connection.is_closed() or connection.is_in_transaction():
            self._open -= 1
        else:
            self._free.append(connection)
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
