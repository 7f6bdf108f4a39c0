"""How long an event needs to reach those who listen: the real server, so many streams, so many changes a second.

`python -m bench.live [--listeners N] [--rate N] [--seconds N] [--json FILE]` makes tickets and opens the streams: half
of one role, half of another, so that events are read for each. Then it changes tickets one by one, and measures from
the moment of a change to its arrival. Exit status 1 if it is slower than its bar, or if an event is lost.
"""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import asyncpg
import orjson

from actions.roles import ship
from actions.staff import create_token
from bench import cpu
from bench.imports import fresh
from bench.machine import machine
from bench.serving import memberdesk
from bench.statistics import Bar, percentile
from bench.tables import table
from database.server import database_url
from settings import Settings

TICKETS = 500
BAR_MS = 1_000
QUERY = "subscription { ticketChanged { number version updatedAt subject status assignee { name } } }"
MAKE = """
    INSERT INTO ticket (number, subject, channel, opened_at, updated_at)
    SELECT 'L-' || n, 'Ticket ' || n, 'WEB', now(), now() FROM generate_series(1, $1::int) n
"""
CHANGE = """
    UPDATE ticket SET version = version + 1, updated_at = clock_timestamp() WHERE number = $1 RETURNING version
"""


@dataclass
class Figures:
    listeners: int
    rate: int
    changes: int
    events: int
    lost: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    server_cpu: float


class Listener:
    """One stream; `last` has the newest version of each ticket that arrived."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self.last: dict[str, int] = {}
        self.is_open = asyncio.Event()

    async def listen(self, address: str, token: str) -> None:
        parts = urlsplit(address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**20)
        body = json.dumps({"query": QUERY}).encode()
        head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {token}\r\n"
            f"Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        try:
            while line := await reader.readline():
                self._hear(line)
        finally:
            writer.close()

    def _hear(self, line: bytes) -> None:
        if line.startswith(b":"):
            self.is_open.set()
        if not line.startswith(b"data: {"):
            return
        told = orjson.loads(line[6:])["data"]["ticketChanged"]
        at = datetime.fromisoformat(told["updatedAt"])
        self.delays.append((datetime.now(UTC) - at).total_seconds() * 1000)
        self.last[told["number"]] = told["version"]


async def change(connection: asyncpg.Connection, rate: int, seconds: int) -> dict[str, int]:
    """Evenly, one ticket after the other; the version of each at the end."""
    versions, begin = {}, perf_counter()
    for n in range(rate * seconds):
        await asyncio.sleep(max(0.0, begin + n / rate - perf_counter()))
        number = f"L-{n % TICKETS + 1}"
        versions[number] = await connection.fetchval(CHANGE, number)
    return versions


async def measure(server: str, folder: Path, listeners: int, rate: int, seconds: int) -> Figures:
    url = await fresh(server, "bench_live")
    connection = await asyncpg.connect(url)
    await ship(connection)
    await connection.execute(MAKE, TICKETS)
    tokens = [await create_token(connection, "bench", f"bench {role}", role) for role in ("admin", "auditor")]
    with memberdesk(url, folder) as (address, process):
        heard = [Listener() for _ in range(listeners)]
        tasks = [asyncio.create_task(one.listen(address, tokens[n % 2])) for n, one in enumerate(heard)]
        await asyncio.wait_for(asyncio.gather(*(one.is_open.wait() for one in heard)), 60)
        before = cpu.seconds(process)
        versions = await change(connection, rate, seconds)
        await asyncio.sleep(3)
        used = cpu.seconds(process) - before
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await connection.close()
    delays = [delay for one in heard for delay in one.delays]
    lost = sum(one.last.get(number) != version for one in heard for number, version in versions.items())
    return Figures(
        listeners, rate, rate * seconds, len(delays), lost, percentile(delays, 0.5), percentile(delays, 0.95),
        max(delays), used / (seconds + 3),
    )  # fmt: skip


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.live", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--listeners", type=int, default=200)
    parser.add_argument("--rate", type=int, default=50, help="changes a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    print(f"{machine()}\n")
    found = asyncio.run(measure(server, folder, given.listeners, given.rate, given.seconds))
    bars = [
        Bar("p95", BAR_MS, found.p95_ms, " ms", at_least=False),
        Bar("lost", 0, found.lost, at_least=False),
    ]
    title = f"{found.listeners} streams, {found.rate} changes a second"
    print(table(title, ["", "bar", "measured", "holds", ""], [bar.cells() for bar in bars]))
    print(
        f"{found.events:,} events for {found.changes:,} changes; median {found.median_ms:.0f} ms, worst "
        f"{found.worst_ms:.0f} ms; the server used {found.server_cpu:.2f} of a core."
    )
    if given.json:
        given.json.write_text(json.dumps(asdict(found) | {"machine": machine()}))
    sys.exit(not all(bar.holds for bar in bars))


if __name__ == "__main__":
    main()
