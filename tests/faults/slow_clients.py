"""Many who open connections and dawdle, while others go on.

python -m tests.faults.slow_clients [--full] [--seed N]
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

import asyncpg
import httpx

from actions.staff import create_token
from bench.serving import UNBOUNDED
from bench.statistics import percentile
from settings import Settings
from tests import make
from tests.faults.processes import Web, free_port
from tests.faults.running import main

HEAD = b"POST /graphql HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\nauthorization: Bearer %s\r\n"
SCHEMA = b"GET /graphql/schema.graphql HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer %s\r\n\r\n"
PAUSE = 0.5
FACTOR, LEEWAY_MS = 2.0, 15.0
"How much slower others may become, and what the chance of a loaded machine is granted beside it."
Dawdle = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


async def slow_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter, token: bytes) -> None:
    writer.write(HEAD % token)
    while True:
        writer.write(b"x-%d: y\r\n" % random.randrange(10**6))
        await writer.drain()
        await asyncio.sleep(PAUSE)


async def slow_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter, token: bytes) -> None:
    writer.write(HEAD % token + b"content-length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(PAUSE)


async def slow_read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: bytes) -> None:
    """Asks again and again for something long, and takes a byte at a time."""
    writer.write(SCHEMA % token * 20)
    while await reader.read(1):  # noqa: ASYNC110
        await asyncio.sleep(PAUSE)


async def silent(reader: asyncio.StreamReader, *_: object) -> None:
    await reader.read(1)


WAYS: tuple[Dawdle, ...] = (slow_headers, slow_body, slow_read, silent)


class Dawdlers:
    """So many connections, each opened again when it is cut; `cut` counts how often."""

    def __init__(self, port: int, token: str, count: int) -> None:
        self.cut = 0
        self._tasks = [asyncio.create_task(self._one(port, token.encode(), WAYS[n % 4])) for n in range(count)]

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _one(self, port: int, token: bytes, way: Dawdle) -> None:
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2)
            try:
                with suppress(OSError):
                    await way(reader, writer, token)
                self.cut += 1
            finally:
                writer.transport.abort()


async def others(client: httpx.AsyncClient, seconds: float) -> float:
    """The p95 of those who ask in earnest, in milliseconds."""
    took, ends = [], monotonic() + seconds
    while monotonic() < ends:
        began = monotonic()
        answer = await client.post("/graphql", json={"query": "{ members(first: 20) { nodes { id name } } }"})
        assert answer.json()["data"], answer.text
        took.append((monotonic() - began) * 1000)
        await asyncio.sleep(0.01)
    return percentile(took, 0.95)


async def dawdle(settings: Settings, url: str, count: int, idle: float, seconds: float) -> tuple[float, float, int]:
    """p95 before and meanwhile, and how many connections were cut."""
    connection, port = await asyncpg.connect(url), free_port()
    await make.world(connection)
    token = await create_token(connection, "test", "till", "admin")
    await connection.execute(UNBOUNDED)
    await connection.close()
    headers = {"authorization": f"Bearer {token}"}
    with Web(url, port) as web:
        await web.listens()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20) as client:
            await others(client, 1)
            before = await others(client, idle)
            slow = Dawdlers(port, token, count)
            await asyncio.sleep(1)
            meanwhile = await others(client, seconds)
            await slow.end()
    return before, meanwhile, slow.cut


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Slow headers, slow bodies, slow readers and silence, all at once."""
    count, seconds = (800, 600.0) if full else (200, 60.0)
    before, meanwhile, cut = await dawdle(settings, url, count, 10, seconds)
    assert cut >= count / 2, cut
    assert meanwhile <= FACTOR * before + LEEWAY_MS, (before, meanwhile)
    return f"{count} who dawdle for {seconds:.0f} s: p95 of others {before:.1f} → {meanwhile:.1f} ms, {cut} cut"


if __name__ == "__main__":
    main(measure)
