"""Whoever dawdles is let go, whoever does not is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest
import pytest_asyncio
import uvicorn
from starlette.types import Receive, Scope, Send

from api import patience
from api.patience import Patient
from tests.faults.processes import free_port

SOON = 5.0
"Within which a test wants a connection to be cut; the waits are shortened to a fraction of it."
TRIES = 100
SIZE = 12_000_000
HEAD = b"POST / HTTP/1.1\r\nhost: desk\r\n"


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(SIZE).encode())]})
    for _ in range(SIZE // 100_000):
        await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest_asyncio.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[uvicorn.Server]:
    waits = {"HEADERS_SECONDS": 0.3, "BODY_SECONDS": 0.6, "READER_SECONDS": 0.5, "SWEEP_SECONDS": 0.1}
    for name, seconds in waits.items():
        monkeypatch.setattr(patience, name, seconds)
    config = uvicorn.Config(large, port=free_port(), http=Patient, log_config=None, lifespan="off")
    found = uvicorn.Server(config)
    task = asyncio.create_task(found.serve())
    while not found.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    yield found
    found.should_exit = True
    await task


async def is_let_go(server: uvicorn.Server, sent: bytes, drop: bytes) -> bool:
    """Whether the server is rid of a connection soon, though a little is sent again and again and nothing is read."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.config.port, limit=1)
    writer.write(sent)
    try:
        for _ in range(TRIES):
            await asyncio.sleep(0.05)
            with suppress(OSError):
                writer.write(drop)
            if not server.server_state.connections:
                return True
        return False
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(
    ("sent", "drop"),
    [
        (b"", b""),
        (HEAD, b"x: y\r\n"),
        (HEAD + b"content-length: 9999\r\n\r\n", b" "),
        (HEAD + b"content-length: 0\r\n\r\n", b""),
    ],
    ids=["silence", "slow headers", "slow body", "a reader who does not read"],
)
async def test_who_dawdles_is_let_go(server: uvicorn.Server, sent: bytes, drop: bytes) -> None:
    assert await is_let_go(server, sent, drop)


async def test_headers_have_an_end(server: uvicorn.Server) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.config.port)
    writer.write(HEAD + b"x: " + b"y" * 65_600)
    assert (await asyncio.wait_for(reader.read(), SOON)).startswith(b"HTTP/1.1 431")
    writer.close()


async def test_who_does_not_dawdle_is_answered_again_and_again(server: uvicorn.Server) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.config.port}") as client:
        for _ in range(3):
            assert len((await client.post("/", content=b"x" * 1000)).content) == SIZE
            await asyncio.sleep(0.35)
