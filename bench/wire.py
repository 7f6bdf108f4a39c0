"""A client as thin as can be, so that many at once measure the server: one kept connection, one question at a time."""

import asyncio
from urllib.parse import urlsplit

import orjson

HEAD = "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n"
LENGTH = b"content-length:"


class Wire:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        self._reader = reader
        self._writer = writer
        self._head = head

    @classmethod
    async def open(cls, address: str, token: str) -> "Wire":
        parts = urlsplit(address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        return cls(reader, writer, HEAD.format(path=parts.path, host=parts.netloc, token=token).encode())

    async def ask(self, query: str, variables: dict[str, object]) -> dict[str, object]:
        """The answer, whatever its status."""
        body = orjson.dumps({"query": query, "variables": variables})
        self._writer.write(self._head + b"content-length: %d\r\n\r\n" % len(body) + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(LENGTH))
        return orjson.loads(await self._reader.readexactly(int(length[len(LENGTH) :])))

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()
