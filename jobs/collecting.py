"""Fetches mail that comes in: from folders of mails and from mailboxes, each mail once it is kept marked as read."""

import asyncio
import imaplib
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import asyncpg

from actions import inbound
from actions.inbound import Door, Taken
from rules.inbound import LARGEST_KEPT, InboundSource

EVERY_SECONDS = 15.0
TIMEOUT_SECONDS = 30
AT_ONCE = 50
"Mails of one look; the others follow at once."
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
log = logging.getLogger("memberdesk.mail")


class Box(Protocol):
    """Where mails lie. `names` are those that were not taken yet; all of it waits for discs and servers."""

    source: InboundSource

    def opened(self) -> "AbstractContextManager[Box]": ...

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes | None: ...

    def taken(self, name: str) -> None: ...


class Maildir:
    """A folder as mail servers write it: what lies in `new` is taken, and lies in `cur` then."""

    source = InboundSource.MAILDIR

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def opened(self) -> "Iterator[Maildir]":
        (self._folder / "cur").mkdir(parents=True, exist_ok=True)
        yield self

    def names(self) -> list[str]:
        folder = self._folder / "new"
        return sorted(one.name for one in folder.iterdir() if one.is_file())[:AT_ONCE] if folder.is_dir() else []

    def read(self, name: str) -> bytes | None:
        """None for one that is too large to be taken at all; it stays there."""
        path = self._folder / "new" / name
        return path.read_bytes() if path.stat().st_size <= LARGEST_KEPT else None

    def taken(self, name: str) -> None:
        os.replace(self._folder / "new" / name, self._folder / "cur" / f"{name.partition(':')[0]}:2,S")


class Mailbox:
    """An IMAP mailbox, `imaps://user:password@host:993/INBOX`: what is unseen is taken, and is seen then."""

    source = InboundSource.IMAP

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._imap: imaplib.IMAP4 | None = None

    @contextmanager
    def opened(self) -> "Iterator[Mailbox]":
        parts, has_tls = self._parts, self._parts.scheme == "imaps"
        kind = imaplib.IMAP4_SSL if has_tls else imaplib.IMAP4
        imap = kind(parts.hostname or "", parts.port or (993 if has_tls else 143), timeout=TIMEOUT_SECONDS)
        try:
            imap.login(unquote(parts.username or ""), unquote(parts.password or ""))
            imap.select(unquote(parts.path.strip("/")) or "INBOX")
            self._imap = imap
            yield self
        finally:
            self._imap = None
            with suppress(imaplib.IMAP4.error, OSError):
                imap.logout()
            with suppress(OSError):
                imap.shutdown()

    def names(self) -> list[str]:
        return [uid.decode() for uid in self._ask("SEARCH", "UNSEEN")[0].split()[:AT_ONCE]]

    def read(self, name: str) -> bytes | None:
        said = self._ask("FETCH", name, "(RFC822.SIZE)")[0]
        found = SIZE.search(said if isinstance(said, bytes) else said[0])
        if found is None or int(found[1]) > LARGEST_KEPT:
            return None
        return next((part[1] for part in self._ask("FETCH", name, "(BODY.PEEK[])") if isinstance(part, tuple)), None)

    def taken(self, name: str) -> None:
        self._ask("STORE", name, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        assert self._imap is not None
        said, found = self._imap.uid(*words)
        if said != "OK":
            raise imaplib.IMAP4.error(f"{words[0]} was refused")
        return [part for part in found if part is not None]


async def collect_for_ever(url: str, boxes: Sequence[Box], door: Door) -> None:
    """Until cancelled. A box that cannot be reached does not keep the others waiting, and is tried again."""
    while True:
        for box in boxes:
            try:
                await collect(url, box, door)
            except (OSError, imaplib.IMAP4.error, TimeoutError) as error:
                log.warning("mail could not be fetched (%s): %s", box.source, type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def collect(url: str, box: Box, door: Door) -> int:
    """How many mails were taken in. One that two workers fetch at once is one all the same."""
    connection = await asyncpg.connect(url)
    try:
        return await asyncio.to_thread(_look, box, asyncio.get_running_loop(), connection, door)
    finally:
        await connection.close()


def _look(box: Box, loop: asyncio.AbstractEventLoop, connection: asyncpg.Connection, door: Door) -> int:
    """In a thread: boxes wait, and the database is asked in the loop that it belongs to."""
    done, left = 0, set[str]()
    with box.opened():
        for name in _names(box, left):
            content = box.read(name)
            if content is None:
                left.add(name)
                log.warning("a mail is larger than %s bytes, and stays where it is", LARGEST_KEPT)
                continue
            asyncio.run_coroutine_threadsafe(_take(connection, content, box.source, door), loop).result()
            box.taken(name)
            done += 1
    return done


def _names(box: Box, left: set[str]) -> Iterator[str]:
    """As long as there are some beside those that are left lying."""
    while names := [name for name in box.names() if name not in left]:
        yield from names


async def _take(connection: asyncpg.Connection, content: bytes, source: InboundSource, door: Door) -> Taken:
    return await inbound.take(connection, content, source, door, datetime.now(UTC))
