"""GraphQL over server-sent events, each operation on a connection of its own."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from api.answering import Failed, errors_body
from api.callers import Caller, Callers
from api.live.subscriptions import Live
from api.origins import foreign_origin, may_use
from api.requests import caller_of, header, is_metered, spoken_to

EVENTS = "text/event-stream"
HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
COMPLETE = b"event: complete\ndata: \n\n"
BEAT = b":\n\n"
STUCK_SECONDS = 30
"Whoever takes nothing for so long is let go."
Asked = tuple[str, str | None, dict[str, Any]]


def wants_events(scope: Scope) -> bool:
    return EVENTS in header(scope, b"accept")


async def caller_again(scope: Scope, callers: Callers) -> Caller | None:
    """Who is asking now, though the connection was opened long ago."""
    found = await caller_of(scope, callers)
    return spoken_to(scope, found) if found and may_use(found, foreign_origin(scope)) else None


class Streams:
    """Any operation may ask for events; all but subscriptions have one."""

    def __init__(self, live: Live, callers: Callers) -> None:
        self._live = live
        self._callers = callers

    async def send(self, scope: Scope, receive: Receive, send: Send, caller: Caller, asked: Asked) -> None:
        head = [*HEAD, (b"x-schema-fingerprint", caller.viewer.fingerprint.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        if self._live.desk.kind_of(caller.view, *asked[:2]) is not OperationType.SUBSCRIPTION:
            answer = self._live.desk.answer(caller.view, caller.viewer, *asked, metered=is_metered(scope))
            text, _ = await answer
            await _write(send, _next(text) + COMPLETE, is_last=True)
            return
        stream = asyncio.create_task(self._stream(scope, send, asked))
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait((stream, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (stream, gone):
                task.cancel()
            found = await asyncio.gather(stream, gone, return_exceptions=True)
        if isinstance(found[0], Exception) and not isinstance(found[0], TimeoutError | OSError):
            raise found[0]

    async def _stream(self, scope: Scope, send: Send, asked: Asked) -> None:
        async with aclosing(self._parts(scope, asked)) as parts:
            async for part in parts:
                await _write(send, part)
        await _write(send, COMPLETE, is_last=True)

    async def _parts(self, scope: Scope, asked: Asked) -> AsyncGenerator[bytes, None]:
        try:
            subscription = await self._live.open(partial(caller_again, scope, self._callers), *asked)
            try:
                yield BEAT
                async for told in subscription:
                    yield b"".join(_next(b'{"data":' + data + b"}") for data in told) or BEAT
            finally:
                self._live.leave(subscription)
        except Failed as failed:
            yield _next(errors_body(failed.errors))


def _next(text: bytes) -> bytes:
    return b"event: next\ndata: " + text + b"\n\n"


async def _write(send: Send, part: bytes, *, is_last: bool = False) -> None:
    """Waits for a slow reader, but not for ever. Raises TimeoutError."""
    async with asyncio.timeout(STUCK_SECONDS):
        await send({"type": "http.response.body", "body": part, "more_body": not is_last})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
