"""What `memberdesk demo` does before it serves."""

import asyncio
import shutil
from pathlib import Path

from rich.console import Console

from api.progress import Bars
from database.server import NoDatabase, database_url
from database.setup import migrate
from jobs.demo import STAFF_ROLES, load
from settings import Settings

ACCOUNTS = "\n".join(f"  {code:<18} demo-{code}" for code in STAFF_ROLES)


def prepare(settings: Settings, source: Path | None, sample: bool, reset: bool) -> None:
    """Database, tables, data; each only if it is missing."""
    if reset:
        _throw_away(settings)
    url = database_url(settings)
    asyncio.run(migrate(url))
    with Bars() as bars:
        summary = asyncio.run(load(url, settings, source, sample, bars))
    print(summary)


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
