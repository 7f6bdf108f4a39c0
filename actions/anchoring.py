"""The end of the audit chain, told to a place outside the database, so that a chain written anew is found out."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from json import dumps, loads
from pathlib import Path
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from asyncpg import Connection

from actions.recording import LAST, broken_links

FILE = "audit_heads.jsonl"
"In the data folder: one line for each head, only ever added to."
ANSWER_SECONDS = 5
AT_ONCE = 5_000
HASHES = "SELECT sequence, hash FROM audit_event WHERE sequence = ANY($1::bigint[])"
log = logging.getLogger("memberdesk.audit")


class Unmoved(HTTPRedirectHandler):
    """Heads go to the address that was set, and to no other one."""

    def redirect_request(self, *_: object) -> None:
        """Nowhere: the answer is then no success."""


OPENER = build_opener(Unmoved, ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of the chain at a time."""

    sequence: int
    hash: str
    at: str

    def line(self) -> str:
        return dumps({"sequence": self.sequence, "hash": self.hash, "at": self.at})


@dataclass(slots=True)
class Anchor:
    """Where heads are told: a file, and an address that is sent each as JSON, if there is one."""

    file: Path
    url: str | None = None
    told: int = 0

    async def tell(self, connection: Connection) -> Head | None:
        """The head, if it was not told before. What cannot be told now is told with the next one."""
        head = await head_of(connection)
        if head is None or head.sequence == (self.told or self._last()):
            return None
        await asyncio.to_thread(self._write, head)
        if self.url and not await asyncio.to_thread(_sent, self.url, head):
            return None
        self.told = head.sequence
        return head

    def heads(self) -> Iterator[Head]:
        """Those of the file, oldest first. Raises ValueError if a line is not one."""
        if not self.file.exists():
            return
        with self.file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    said = loads(line)
                    yield Head(int(said["sequence"]), str(said["hash"]), str(said["at"]))
                except (ValueError, KeyError, TypeError):
                    raise ValueError(f"Line {number} of {self.file} is not a head of the audit chain.") from None

    def _last(self) -> int:
        """Of the file, from its end; 0 without one."""
        if not self.file.exists():
            return 0
        with self.file.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1_000))
            lines = file.read().splitlines()
        try:
            return int(loads(lines[-1])["sequence"])
        except (IndexError, ValueError, KeyError, TypeError):
            return 0

    def _write(self, head: Head) -> None:
        """On the disk when this returns."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{head.line()}\n".encode())
            os.fsync(file)
        finally:
            os.close(file)


def _sent(url: str, head: Head) -> bool:
    asked = Request(url, head.line().encode(), {"content-type": "application/json"}, method="POST")
    try:
        with OPENER.open(asked, timeout=ANSWER_SECONDS) as answer:
            return 200 <= answer.status < 300
    except OSError as error:
        log.warning("the head of the audit chain could not be sent: %s", type(error).__name__)
        return False


async def head_of(connection: Connection) -> Head | None:
    last = await connection.fetchrow(LAST)
    return last and Head(last["sequence"], last["hash"].hex(), datetime.now(UTC).isoformat(timespec="seconds"))


async def broken(connection: Connection, anchor: Anchor) -> AsyncIterator[tuple[int, str]]:
    """Every event that breaks the chain or is not what was told of it: its sequence number, and what is wrong."""
    async for link in broken_links(connection):
        yield link
    heads = anchor.heads()
    while some := list(islice(heads, AT_ONCE)):
        rows = await connection.fetch(HASHES, [head.sequence for head in some])
        known = {row["sequence"]: row["hash"].hex() for row in rows}
        for head in some:
            if head.sequence not in known:
                yield head.sequence, f"is missing; it was the last one at {head.at}"
            elif known[head.sequence] != head.hash:
                yield head.sequence, f"is not the one that was told to the outside at {head.at}"
