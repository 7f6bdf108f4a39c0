"""Connections for verbs: each call is one transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg

from database.reading import GONE, STATEMENT_SECONDS, WAIT_SECONDS, Unavailable

After = Callable[[asyncpg.Connection, BaseException], Awaitable[None]]
AWAY = (
    TimeoutError, OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError, asyncpg.InterfaceError,
)  # fmt: skip
"What getting a connection says if there is none: the last of them when the application is about to end."
UNLOCK = "SELECT pg_advisory_unlock_all()"


async def _nothing(_: asyncpg.Connection) -> None:
    """Verbs leave nothing in a session: what they set and lock ends with the transaction, or with `_undone` after one
    that failed. A reset is a trip more."""


class WriteConnections:
    """A pool, opened at first use, that waits for a free connection only so long. Statements are planned once.

    A verb posts all sides of a ledger transaction in one statement, which is then checked as a whole.
    """

    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._size = size
        self._pool: asyncpg.Pool | None = None

    @asynccontextmanager
    async def transaction(self, after: After | None = None) -> AsyncIterator[asyncpg.Connection]:
        """A connection inside a transaction. Raises Unavailable.

        If it fails, `after` runs in a transaction of its own, on the same connection and before any lock of its session
        is given back.
        """
        pool = await self._opened()
        try:
            connection = await pool.acquire(timeout=WAIT_SECONDS)
        except AWAY as error:
            raise Unavailable("The database cannot be reached, or every connection is busy.") from error
        try:
            async with connection.transaction():
                yield connection
        except BaseException as failure:
            await _undone(connection, failure, after)
            raise
        finally:
            await pool.release(connection)

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _opened(self) -> asyncpg.Pool:
        if self._pool is None:
            try:
                self._pool = await asyncpg.create_pool(
                    self._url,
                    min_size=0,
                    max_size=self._size,
                    timeout=WAIT_SECONDS,
                    reset=_nothing,
                    server_settings={
                        "application_name": "memberdesk writes",
                        "timezone": "UTC",
                        "jit": "off",
                        "plan_cache_mode": "force_generic_plan",
                        "memberdesk.ledger_check": "statement",
                        "statement_timeout": str(STATEMENT_SECONDS * 1000),
                    },
                )
            except (OSError, TimeoutError, asyncpg.PostgresError) as error:
                raise Unavailable("The database cannot be reached.") from error
        return self._pool


async def _undone(connection: asyncpg.Connection, failure: BaseException, after: After | None) -> None:
    if connection.is_closed():
        return
    try:
        if after is not None:
            async with connection.transaction():
                await after(connection, failure)
    finally:
        with suppress(*GONE):
            await connection.execute(UNLOCK)
