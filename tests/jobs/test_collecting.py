"""Mails are fetched from folders and mailboxes, and stay there until they are kept."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from jobs.collecting import Mailbox, Maildir, collect
from tests.actions.test_inbound import DOOR, mail

MAILS = [mail(f"Mail {n}", id=f"{n}@x") for n in range(3)]
BODIES = "SELECT array_agg(body ORDER BY body) FROM ticket_message"


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 as a client that fetches what is unseen speaks."""

    server: Any

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            self.server.asked.append(rest)
            for answer in self._answers(rest):
                self.wfile.write(answer)
            if rest.upper().startswith("UID STORE") and self.server.breaks:
                return
            self.wfile.write(f"{tag} OK done\r\n".encode())

    def _answers(self, rest: str) -> Iterator[bytes]:
        match rest.split():
            case ["CAPABILITY"]:
                yield b"* CAPABILITY IMAP4rev1\r\n"
            case ["SELECT", *_]:
                yield b"* %d EXISTS\r\n" % len(self.server.mails)
            case ["UID", "SEARCH", *_]:
                yield b"* SEARCH " + " ".join(str(n) for n in self.server.unseen()).encode() + b"\r\n"
            case ["UID", "FETCH", uid, "(RFC822.SIZE)"]:
                size = len(self.server.mails[int(uid)])
                yield f"* 1 FETCH (UID {uid} RFC822.SIZE {size})\r\n".encode()
            case ["UID", "FETCH", uid, *_]:
                content = self.server.mails[int(uid)]
                yield f"* 1 FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n"
            case ["UID", "STORE", uid, *_] if not self.server.breaks:
                self.server.seen.add(int(uid))
            case ["LOGOUT"]:
                yield b"* BYE\r\n"


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    breaks = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Imap)
        self.mails: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.asked: list[str] = []

    def unseen(self) -> list[int]:
        return [uid for uid in self.mails if uid not in self.seen]


@pytest.fixture
def imap() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def mailbox(imap: Server) -> Mailbox:
    return Mailbox(f"imap://li:pass%20word@127.0.0.1:{imap.server_address[1]}/INBOX")


async def test_what_is_unseen_is_fetched_and_seen_then(
    connection: asyncpg.Connection, fresh_url: str, imap: Server
) -> None:
    imap.mails = dict(enumerate(MAILS, 7))
    assert await collect(fresh_url, mailbox(imap), DOOR) == 3
    assert imap.seen == {7, 8, 9}
    assert await connection.fetchval(BODIES) == ["Mail 0", "Mail 1", "Mail 2"]
    assert 'LOGIN li "pass word"' in imap.asked
    assert await collect(fresh_url, mailbox(imap), DOOR) == 0


async def test_a_mail_that_could_not_be_marked_is_one_all_the_same(
    connection: asyncpg.Connection, fresh_url: str, imap: Server
) -> None:
    imap.mails, imap.breaks = {1: MAILS[0]}, True
    with pytest.raises(Exception, match=r"(?i)eof|abort|socket"):
        await collect(fresh_url, mailbox(imap), DOOR)
    imap.breaks = False
    assert await collect(fresh_url, mailbox(imap), DOOR) == 1
    assert (await connection.fetchval(BODIES), imap.seen) == (["Mail 0"], {1})


async def test_a_folder_is_emptied_into_what_was_read(
    connection: asyncpg.Connection, fresh_url: str, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    for n, raw in enumerate(MAILS):
        (tmp_path / "new" / f"17{n}.host").write_bytes(raw)
    assert await collect(fresh_url, Maildir(tmp_path), DOOR) == 3
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == [f"17{n}.host:2,S" for n in range(3)]
    assert await connection.fetchval(BODIES) == ["Mail 0", "Mail 1", "Mail 2"]


async def test_a_folder_that_is_not_there_yet_is_empty(fresh_url: str, tmp_path: Path) -> None:
    assert await collect(fresh_url, Maildir(tmp_path / "later"), DOOR) == 0
