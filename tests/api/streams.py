"""One stream of server-sent events from the application in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.types import ASGIApp

LONGEST = 30
"Seconds; a slow machine is no failure."


class Stream:
    def __init__(self) -> None:
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.status = 0
        self.beats = 0
        self._rest: list[tuple[str, Any]] = []

    async def begin(self) -> None:
        """Until the subscription is open: its first beat says so."""
        self.status = (await asyncio.wait_for(self.outbox.get(), LONGEST))["status"]
        await self._more()

    async def next(self, within: float = LONGEST) -> tuple[str, Any]:
        """The kind and the data of the next event. Raises TimeoutError if none comes."""
        async with asyncio.timeout(within):
            while not self._rest:
                await self._more()
        return self._rest.pop(0)

    async def silence(self, seconds: float = 0.3) -> bool:
        try:
            await self.next(seconds)
        except TimeoutError:
            return True
        return False

    async def _more(self) -> None:
        part = (await self.outbox.get())["body"].decode()
        for block in part.split("\n\n"):
            if block.startswith("event: "):
                kind, _, data = block.removeprefix("event: ").partition("\ndata: ")
                self._rest.append((kind, orjson.loads(data) if data else None))
            elif block:
                self.beats += 1


@asynccontextmanager
async def stream(
    app: ASGIApp, query: str, variables: dict[str, Any] | None = None, **headers: str
) -> AsyncIterator[Stream]:
    found = Stream()
    given = {"host": "desk", "accept": "text/event-stream"} | headers
    asked = {"query": query, "variables": orjson.dumps(variables or {}).decode()}
    scope = {
        "type": "http", "method": "GET", "path": "/graphql", "raw_path": b"/graphql", "scheme": "http",
        "query_string": urlencode(asked).encode(), "headers": [(n.encode(), v.encode()) for n, v in given.items()],
        "client": ("127.0.0.1", 1), "server": ("desk", 80), "root_path": "", "http_version": "1.1", "extensions": {},
    }  # fmt: skip
    task = asyncio.create_task(app(scope, found.inbox.get, found.outbox.put))
    await found.begin()
    yield found
    await found.inbox.put({"type": "http.disconnect"})
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), LONGEST)
