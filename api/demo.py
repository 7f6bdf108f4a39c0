"""What `memberdesk demo` does before it serves."""

import asyncio
import shutil

import asyncpg
from rich.console import Console

from actions.demo.accounts import STAFF_ROLES
from api.planning import desk_for
from api.progress import Bars
from api.working import Counting
from database.server import NoDatabase, database_url
from database.setup import migrate
from jobs.demo import is_loaded, load
from jobs.segments import count_segments
from settings import Settings

ACCOUNTS = "\n".join(f"  {code:<18} demo-{code}" for code in STAFF_ROLES)


def prepare(settings: Settings, sample: bool, reset: bool) -> None:
    """Database, tables, data; each only if it is missing."""
    if reset:
        _throw_away(settings)
    url = database_url(settings)
    asyncio.run(migrate(url))
    if asyncio.run(is_loaded(url)):
        return
    with Bars() as bars:
        summary = asyncio.run(_fill(settings, url, sample, bars))
    print(summary)


async def _fill(settings: Settings, url: str, sample: bool, bars: Bars) -> object:
    summary = await load(url, settings, sample, bars)
    desk = desk_for(settings, url)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("ANALYZE")
        await count_segments(connection, Counting(desk))
    finally:
        await connection.close()
        await desk.planner.close()
    return summary


def welcome(port: int) -> None:
    console = Console(highlight=False)
    console.print(f"\n[bold]Memberdesk[/bold] is at [bold]http://127.0.0.1:{port}[/bold]   (Ctrl-C stops it)\n")
    console.print(f"  username           password\n{ACCOUNTS}\n")


def _throw_away(settings: Settings) -> None:
    if settings.database_url:
        raise NoDatabase("--reset is for the embedded database only. Empty the database of DATABASE_URL yourself.")
    folder = settings.data / "postgres"
    if (folder / "postmaster.pid").exists():
        raise NoDatabase(f"The database in {folder} is in use. Stop the running Memberdesk first.")
    shutil.rmtree(folder, ignore_errors=True)
