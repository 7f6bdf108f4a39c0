"""The limit of writes: bare ASGI, the statements that earning points is made of, by asyncpg. Nobody signs in."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from actions import changes, ledger, once, points, recording
from bench.reads_sides.earning import POINTS, REASON
from bench.reads_sides.limit import SESSION
from bench.serving import free_port, served

CONNECTIONS = 10
WHO = "limit"
CLAIM = f"""
    WITH claimed AS ({once.CLAIM.format("$1", "$2", "$3", "$4")})
    SELECT (SELECT id FROM claimed) AS claim, (SELECT id FROM member WHERE member_no = $5) AS member"""
ANSWER = f"""
    WITH kept AS ({once.KEEP.format("$2::text::jsonb", "$3")})
    SELECT '{{"pointsEarn":{{"entry":' || row_to_json(e)::text || ',"member":{{"points":{{"available":'
        || e."balanceAfter" || '}}}},"userErrors":[]}}}}'
    FROM (SELECT delta, balance_after AS "balanceAfter" FROM ledger_entry WHERE id = $1) e
"""
STATEMENTS = {
    "claim": CLAIM, "owner": points.OWNER, "post": ledger.POST_LOTS,
    "audit": recording.ADD, "change": changes.KEEP, "answer": ANSWER,
}  # fmt: skip
Connection = tuple[asyncpg.Connection, dict[str, Any]]


async def opened(url: str) -> Connection:
    connection = await asyncpg.connect(url, server_settings=SESSION | {"memberdesk.ledger_check": "statement"})
    return connection, {name: await connection.prepare(sql) for name, sql in STATEMENTS.items()}


async def earn(held: Connection, number: str, key: str) -> str:
    """The answer's data as JSON."""
    connection, does = held
    async with connection.transaction():
        digest = sha256(dumps({"no": number}).encode()).digest()
        claim, member = await does["claim"].fetchrow(WHO, "pointsEarn", key, digest, number)
        owner, at = await does["owner"].fetchrow(member), datetime.now(UTC)
        rows = await does["post"].fetch(
            "points.earned", WHO, key, REASON, WHO, None, None, None, None, None, at,
            [owner["account"], owner["outside"]], ["EARN", "EARN"], [POINTS, -POINTS],
            [None, None], [None, None], [None, None], WHO, [at],
        )  # fmt: skip
        return await _told(does, rows[0]["id"], member, claim, at)


async def _told(does: dict[str, Any], entry: UUID, member: UUID, claim: UUID, at: datetime) -> str:
    await does["audit"].fetch(at, WHO, None, "points.earned", "Member", member, dumps({"entry": str(entry)}))
    steps = dumps([{"undo": "points.reverse", "entry": str(entry)}])
    change = await does["change"].fetchval("pointsEarn", "+10 points", steps, WHO, None, at, None)
    written = {"member": member, "entry": entry, "changeSet": change}
    return await does["answer"].fetchval(entry, once.kept(written), claim)


def create() -> Any:
    """The ASGI application; LIMIT_URL is the database."""
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _live(free, receive, send)
            return
        asked = orjson.loads((await receive())["body"])["variables"]
        held = await free.get()
        try:
            text = await earn(held, asked["no"], asked["key"])
        finally:
            free.put_nowait(held)
        body = b'{"data":' + text.encode() + b"}"
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def _live(free: asyncio.LifoQueue[Connection], receive: Any, send: Any) -> None:
    while (message := await receive())["type"] == "lifespan.startup":
        for _ in range(CONNECTIONS):
            free.put_nowait(await opened(os.environ["LIMIT_URL"]))
        await send({"type": "lifespan.startup.complete"})
    while not free.empty():
        await free.get_nowait()[0].close()
    await send({"type": f"{message['type']}.complete"})


@contextmanager
def limit_of_writes(url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Its address and process id."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", f"{__name__}:create", "--factory", "--port", str(port)]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    command += ["--no-server-header", "--timeout-keep-alive", "30"]
    with served(command, port, folder / "limit.log", LIMIT_URL=url) as pid:
        yield f"http://127.0.0.1:{port}/graphql", pid
