"""Connections for reads: few, warm, without session state, taken last-in first-out."""

import asyncio
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

WAIT_SECONDS = 2.0
STATEMENT_SECONDS = 10
"Unless somebody may take longer, or must be quicker; the database ends what is forgotten after"
LONGEST_SECONDS = 65
STATEMENTS_KEPT = 500
GONE = (
    OSError, asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError, asyncpg.InternalClientError,
)  # fmt: skip
"After these a connection is of no use, even if it does not say yet that it is closed."


class Unavailable(Exception):
    """The database is away, or every connection stayed busy for too long. The caller should try again soon."""


@dataclass(slots=True, eq=False)
class _Kept:
    """A connection and its prepared statements, those used last at the end."""

    connection: asyncpg.Connection
    prepared: OrderedDict[str, PreparedStatement] = field(default_factory=OrderedDict)

    async def fetch(self, statement: str, values: list[Any], seconds: float) -> Any:
        prepared = self.prepared.get(statement)
        if prepared is None:
            prepared = await self._prepare(statement)
        else:
            self.prepared.move_to_end(statement)
        try:
            return await prepared.fetchval(*values, timeout=seconds)
        except asyncpg.InvalidCachedStatementError:
            del self.prepared[statement]
            return await (await self._prepare(statement)).fetchval(*values, timeout=seconds)

    async def _prepare(self, statement: str) -> PreparedStatement:
        prepared = self.prepared[statement] = await self.connection.prepare(statement, name=True)
        if len(self.prepared) > STATEMENTS_KEPT:
            self.prepared.popitem(last=False)
        return prepared


class ReadConnections:
    """A stack of connections on which nobody sets, locks or listens, so that none needs a reset after use.

    One that is given back while others wait goes to who has waited longest. `plan_mode` is PostgreSQL's
    plan_cache_mode: `force_generic_plan` for statements that are planned once and reused, `force_custom_plan` for those
    whose best plan depends on the values (searches).
    """

    def __init__(self, url: str, size: int, plan_mode: str) -> None:
        self._url = url
        self._size = size
        self._plan_mode = plan_mode
        self._free: list[_Kept] = []
        self._waiting: deque[tuple[float, asyncio.Future[_Kept | None]]] = deque()
        self._sweep_comes = False
        self._open = 0

    async def fetch(self, statement: str, values: list[Any], seconds: float = STATEMENT_SECONDS) -> Any:
        """The first column of the first row. Raises Unavailable, TimeoutError, or what PostgreSQL says."""
        kept = self._idle() or await self._another()
        try:
            return await kept.fetch(statement, values, seconds)
        except TimeoutError:
            raise
        except asyncpg.InterfaceError as error:
            if not kept.connection.is_closed():
                raise
            raise Unavailable("The database went away.") from error
        except GONE as error:
            kept.connection.terminate()
            raise Unavailable("The database went away.") from error
        finally:
            self._give_back(kept)

    async def close(self) -> None:
        free, self._free = self._free, []
        for kept in free:
            with suppress(Exception):
                await kept.connection.close(timeout=2)
            self._open -= 1

    def _idle(self) -> _Kept | None:
        """One that is open: those that died while nobody used them are forgotten."""
        while self._free:
            kept = self._free.pop()
            if not kept.connection.is_closed():
                return kept
            self._open -= 1
        return None

    async def _another(self) -> _Kept:
        if self._open < self._size:
            return await self._connect()
        waiter = self._queue()
        try:
            given = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._hand_on(waiter.result())
            raise
        return given or await self._another()

    def _queue(self) -> "asyncio.Future[_Kept | None]":
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[_Kept | None] = loop.create_future()
        self._waiting.append((loop.time() + WAIT_SECONDS, waiter))
        if not self._sweep_comes:
            self._sweep_comes = True
            loop.call_later(WAIT_SECONDS, self._sweep, loop)
        return waiter

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """Sends away who waited too long: one timer for everybody, since the first in the queue is the first to go."""
        while self._waiting and (self._waiting[0][0] <= loop.time() or self._waiting[0][1].done()):
            _, waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(Unavailable("Every database connection is busy."))
        self._sweep_comes = bool(self._waiting)
        if self._waiting:
            loop.call_at(self._waiting[0][0], self._sweep, loop)

    async def _connect(self) -> _Kept:
        self._open += 1
        try:
            connection = await asyncpg.connect(
                self._url,
                timeout=WAIT_SECONDS,
                statement_cache_size=0,
                server_settings={
                    "application_name": "memberdesk reads",
                    "timezone": "UTC",
                    "jit": "off",
                    "max_parallel_workers_per_gather": "0",
                    "plan_cache_mode": self._plan_mode,
                    "default_transaction_read_only": "on",
                    "statement_timeout": str(LONGEST_SECONDS * 1000),
                },
            )
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            self._open -= 1
            raise Unavailable("The database cannot be reached.") from error
        except BaseException:
            self._open -= 1
            raise
        return _Kept(connection)

    def _give_back(self, kept: _Kept) -> None:
        broken = kept.connection.is_closed() or kept.connection.is_in_transaction()
        self._open -= broken
        self._hand_on(None if broken else kept)

    def _hand_on(self, kept: _Kept | None) -> None:
        """To who has waited longest; None tells him that there is room for a new one."""
        while self._waiting:
            _, waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(kept)
                return
        if kept is not None:
            self._free.append(kept)
