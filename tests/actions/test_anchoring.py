"""The end of the audit chain is told to a file and an address outside the database."""

import http.server
import threading
from collections.abc import Iterator
from json import loads
from pathlib import Path

import asyncpg
import pytest

from actions.anchoring import Anchor, broken
from actions.recording import record, seal


async def _event(connection: asyncpg.Connection) -> None:
    await record(connection, "tester", "member.updated", "Member")
    await seal(connection)


@pytest.fixture
def witness() -> Iterator[tuple[str, list[bytes]]]:
    """An address that keeps what it is sent."""
    kept: list[bytes] = []

    class Keeper(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Keeper) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", kept
        server.shutdown()
        thread.join()


async def test_a_head_is_told_once_and_only_added(connection: asyncpg.Connection, tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "heads")
    assert await anchor.tell(connection) is None
    for _ in range(2):
        await _event(connection)
        assert await anchor.tell(connection) is not None
        assert await anchor.tell(connection) is None
    assert [head.sequence for head in anchor.heads()] == [1, 2]
    assert await Anchor(tmp_path / "heads").tell(connection) is None


async def test_a_head_is_sent_to_the_address(
    connection: asyncpg.Connection, tmp_path: Path, witness: tuple[str, list[bytes]]
) -> None:
    url, kept = witness
    await _event(connection)
    head = await Anchor(tmp_path / "heads", url).tell(connection)
    assert loads(kept[0])["hash"] == head.hash


async def test_a_head_that_could_not_be_sent_is_sent_later(connection: asyncpg.Connection, tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "heads", "http://127.0.0.1:9/")
    await _event(connection)
    assert await anchor.tell(connection) is None
    anchor.url = None
    assert [head.sequence for head in anchor.heads()] == [1]


async def test_a_line_that_is_no_head_is_told(connection: asyncpg.Connection, tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "heads")
    anchor.file.write_text('{"sequence": "x"}\n')
    with pytest.raises(ValueError, match="Line 1 of"):
        [link async for link in broken(connection, anchor)]
