"""Stands between a client and PostgreSQL and counts what is executed."""

import asyncio
import tempfile
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

EXECUTES = (b"E", b"Q")
"Messages of the protocol that run a statement: Execute and Query."


class Wire:
    """A Unix socket of its own in front of the server's."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._folder = tempfile.TemporaryDirectory()
        self.executed = 0

    @property
    def url(self) -> str:
        query = f"host={quote(self._folder.name, safe='')}"
        return urlunsplit(self._parts._replace(netloc=self._parts.username + "@", query=query))

    async def __aenter__(self) -> Self:
        path = str(Path(self._folder.name) / ".s.PGSQL.5432")
        self._server = await asyncio.start_unix_server(self._connected, path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()
        self._folder.cleanup()

    async def _connected(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, forth = await self._open()
        answers = asyncio.create_task(_copy(server, back))
        try:
            await self._count(client, forth)
        except asyncio.IncompleteReadError:
            forth.close()
        await answers

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = parse_qs(self._parts.query).get("host")
        port = self._parts.port or 5432
        if folder:
            return await asyncio.open_unix_connection(str(Path(folder[0]) / f".s.PGSQL.{port}"))
        return await asyncio.open_connection(self._parts.hostname, port)

    async def _count(self, client: asyncio.StreamReader, forth: asyncio.StreamWriter) -> None:
        kind = b""
        while True:
            size = await client.readexactly(4)
            rest = await client.readexactly(int.from_bytes(size) - 4)
            self.executed += kind in EXECUTES
            forth.write(kind + size + rest)
            kind = await client.readexactly(1)


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(65536):
        target.write(piece)
    target.close()
