"""The limit: bare ASGI, one hand-written prepared statement per question, its text sent as it is. Nobody signs in."""

import asyncio
import os
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from bench.reads_sides.statements import BY_DOCUMENT
from bench.serving import free_port, served

CONNECTIONS = 10
SESSION = {
    "timezone": "UTC",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_generic_plan",
}
Prepared = dict[str, Any]


class Connections:
    """A stack of connections with every statement prepared; one that is given back goes to who waits longest."""

    def __init__(self) -> None:
        self._free: list[Prepared] = []
        self._waiting: deque[asyncio.Future[Prepared]] = deque()
        self._open: list[asyncpg.Connection] = []

    async def open(self, url: str) -> None:
        for _ in range(CONNECTIONS):
            connection = await asyncpg.connect(url, server_settings=SESSION)
            self._open.append(connection)
            self._free.append({document: await connection.prepare(sql) for document, (sql, _) in BY_DOCUMENT.items()})

    async def close(self) -> None:
        for connection in self._open:
            await connection.close()

    async def fetch(self, document: str, values: list[Any]) -> str:
        prepared = self._free.pop() if self._free else await self._next()
        try:
            return await prepared[document].fetchval(*values)
        finally:
            if self._waiting:
                self._waiting.popleft().set_result(prepared)
            else:
                self._free.append(prepared)

    async def _next(self) -> Prepared:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        return await waiter


def create() -> Any:
    """The ASGI application; LIMIT_URL is the database."""
    connections = Connections()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _live(connections, receive, send)
            return
        asked = orjson.loads((await receive())["body"])
        document = asked["query"]
        text = await connections.fetch(document, BY_DOCUMENT[document][1](asked["variables"]))
        body = b'{"data":' + text.encode() + b"}"
        length = str(len(body)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def _live(connections: Connections, receive: Any, send: Any) -> None:
    while (message := await receive())["type"] == "lifespan.startup":
        await connections.open(os.environ["LIMIT_URL"])
        await send({"type": "lifespan.startup.complete"})
    await connections.close()
    await send({"type": f"{message['type']}.complete"})


@contextmanager
def limit(url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Its address and process id."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.reads_sides.limit:create", "--factory", "--port", str(port)]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    command += ["--no-server-header", "--timeout-keep-alive", "30"]
    with served(command, port, folder / "limit.log", LIMIT_URL=url) as pid:
        yield f"http://127.0.0.1:{port}/graphql", pid
