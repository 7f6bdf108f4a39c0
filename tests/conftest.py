"""A real PostgreSQL for every test run: tables once, then copies of them as tests need."""

import asyncio
import atexit
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from actions.roles import ship
from api.answering import Desk
from api.planning import desk_for
from database.server import database_url
from database.setup import migrate
from rules.permissions import union
from rules.roles import grants_of, shipped
from rules.viewer import Viewer
from settings import Settings
from tests import make

TRIES = 50
ROOM = 8 * 2**30
"Bytes that all databases of a run may take."


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of an installation in a folder of its own; DATABASE_URL is used if it is set."""
    folder = Path(tempfile.mkdtemp(prefix="memberdesk-test-", dir=_memory()))
    # The embedded server stops at exit too, and before this: last registered is first called.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["MEMBERDESK_DATA"] = str(folder)
    return Settings.load(env_file=None)


@pytest_asyncio.fixture(scope="session")
async def empty_url(settings: Settings) -> AsyncIterator[str]:
    """A database with the tables and the shipped roles, to copy from; nobody may stay connected to it."""
    async with database(database_url(settings), None) as url:
        if settings.database_url is None:
            await hasten(url)
        await migrate(url)
        connection = await asyncpg.connect(url)
        await ship(connection)
        await connection.close()
        yield url


@pytest_asyncio.fixture(scope="session")
async def world_url(empty_url: str) -> AsyncIterator[str]:
    """A database with the small world of tests/make.py, for tests that only read."""
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        await make.world(connection)
        await connection.execute("ANALYZE")
        await connection.close()
        yield url


@pytest_asyncio.fixture
async def fresh_url(empty_url: str) -> AsyncIterator[str]:
    """A database of the test's own."""
    async with database(empty_url, empty_url) as url:
        yield url


@pytest_asyncio.fixture
async def connection(fresh_url: str) -> AsyncIterator[asyncpg.Connection]:
    found = await asyncpg.connect(fresh_url)
    yield found
    await found.close()


@pytest_asyncio.fixture(scope="session")
async def desk(settings: Settings, world_url: str) -> AsyncIterator[Desk]:
    """Asks the small world."""
    found = desk_for(settings, world_url)
    yield found
    await found.planner.close()


def viewer(*roles: str, **about: str) -> Viewer:
    """Somebody with these shipped roles."""
    access = union([grants_of(role, shipped()[role]) for role in roles])
    return Viewer(kind="STAFF", name=roles[0], roles=roles, access=access, fingerprint=access.fingerprint(), **about)


def _memory() -> Path | None:
    """A folder in memory, where a database is copied five times faster; None if this machine has no room for one."""
    folder = Path("/dev/shm")
    has_room = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
    return folder if has_room else None


async def _insist(connection: asyncpg.Connection, statement: str) -> None:
    """A template is in use for a moment when the server itself looks after it."""
    for _ in range(TRIES):
        try:
            await connection.execute(statement)
        except asyncpg.ObjectInUseError:
            await asyncio.sleep(0.1)
        else:
            return
    await connection.execute(statement)


class database:
    """A database that is dropped at the end, empty or copied from another."""

    def __init__(self, server: str, template: str | None) -> None:
        self._server = server
        self._template = template and _name(template)
        self._name = f"t{uuid4().hex[:12]}"

    async def __aenter__(self) -> str:
        copied = f" TEMPLATE {self._template} STRATEGY FILE_COPY" if self._template else ""
        await self._tell(f"CREATE DATABASE {self._name}{copied}")
        return _called(self._server, self._name)

    async def __aexit__(self, *_: object) -> None:
        await self._tell(f"DROP DATABASE {self._name} WITH (FORCE)")

    async def _tell(self, statement: str) -> None:
        connection = await asyncpg.connect(_called(self._server, "postgres"))
        try:
            await _insist(connection, statement)
        finally:
            await connection.close()


async def hasten(url: str) -> None:
    """The server lives as long as the tests, whom no power cut hurts: it need not wait for the disk."""
    connection = await asyncpg.connect(url)
    for setting in ("fsync", "full_page_writes"):
        await connection.execute(f"ALTER SYSTEM SET {setting} = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


def _called(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")
