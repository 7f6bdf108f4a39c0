"""One WebSocket to the application in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from starlette.types import ASGIApp

PROTOCOL = "graphql-transport-ws"
LONGEST = 30
"Seconds; a slow machine is no failure."


class Refused(Exception):
    """The server closed the socket; `code` says why."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Socket:
    def __init__(self) -> None:
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send(self, **message: Any) -> None:
        await self.inbox.put({"type": "websocket.receive", "text": orjson.dumps(message).decode()})

    async def answer(self) -> dict[str, Any]:
        """The next message. Raises Refused if the server hangs up instead."""
        message = await asyncio.wait_for(self.outbox.get(), LONGEST)
        if message["type"] == "websocket.close":
            raise Refused(message.get("code", 1000))
        return orjson.loads(message["text"]) if message["type"] == "websocket.send" else message


@asynccontextmanager
async def socket(app: ASGIApp, **headers: str) -> AsyncIterator[Socket]:
    """Opens it; `answer` raises Refused if the server does not accept."""
    open_socket = Socket()
    given = {"host": "desk", "sec-websocket-protocol": PROTOCOL} | headers
    scope = {
        "type": "websocket", "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "scheme": "ws",
        "headers": [(n.encode(), v.encode()) for n, v in given.items()], "subprotocols": [PROTOCOL],
        "client": ("127.0.0.1", 1), "server": ("desk", 80), "root_path": "", "extensions": {},
    }  # fmt: skip
    task = asyncio.create_task(app(scope, open_socket.inbox.get, open_socket.outbox.put))
    await open_socket.inbox.put({"type": "websocket.connect"})
    yield open_socket
    await open_socket.inbox.put({"type": "websocket.disconnect", "code": 1000})
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), LONGEST)
