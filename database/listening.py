"""One connection that hears what transactions tell when they commit, and comes back by itself when it was lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncpg

from database.reading import GONE, WAIT_SECONDS, Unavailable

PROVED_SECONDS = 10.0
"A connection that died without a word is found out by then."
AGAIN_SECONDS = 0.5
Heard = Callable[[str], None]
Back = Callable[[asyncpg.Connection, datetime], Awaitable[None]]
log = logging.getLogger("memberdesk")


class Listener:
    """Listens from the first `ready` until `close`.

    `heard` gets every payload. After a gap `back` gets the connection and the last moment (of the database's clock) at
    which it surely heard everything, before anything new is heard of as usual.
    """

    def __init__(self, url: str, channel: str, heard: Heard, back: Back) -> None:
        self._url = url
        self._channel = channel
        self._heard = heard
        self._back = back
        self._task: asyncio.Task[None] | None = None
        self._up = asyncio.Event()
        self._since: datetime | None = None

    @property
    def is_up(self) -> bool:
        return self._up.is_set()

    async def ready(self) -> None:
        """Raises Unavailable if the database cannot be reached."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen())
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._up.wait()
        except TimeoutError:
            raise Unavailable("The database cannot be reached.") from None

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _listen(self) -> None:
        while True:
            try:
                await self._while_open()
            except (*GONE, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("what is live is not heard for a moment: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _while_open(self) -> None:
        lost = asyncio.Event()
        connection = await asyncpg.connect(
            self._url, timeout=WAIT_SECONDS, server_settings={"application_name": "memberdesk listens"}
        )
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(self._channel, self._pass_on)
            if self._since is not None:
                await self._back(connection, self._since)
            self._up.set()
            while not lost.is_set():
                self._since = await connection.fetchval("SELECT now()", timeout=WAIT_SECONDS)
                await _within(PROVED_SECONDS, lost)
        finally:
            self._up.clear()
            connection.terminate()

    def _pass_on(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        self._heard(payload)


async def _within(seconds: float, happens: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await happens.wait()
