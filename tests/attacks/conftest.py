"""The whole application over HTTP, on a world in which every text is an attack; and one browser for it."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import httpx
import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from actions.staff import create, create_token
from app import Front, create_app
from schema.build import catalog
from settings import Settings
from tests.attacks.poison import poison
from tests.conftest import database
from tests.make import world

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PASSWORD = "a quiet green lake"


@dataclass
class Site:
    address: str
    changed: int
    token: str
    ids: dict[str, str]
    "One of each type."


class Quiet(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Signals belong to the test run."""


class Serving(threading.Thread):
    """Everything that belongs to the site's own loop: its database, its application, its server."""

    def __init__(self, settings: Settings, template: str) -> None:
        super().__init__(daemon=True)
        self._settings, self._template = settings, template
        self.site: Site | None = None
        self.failed: BaseException | None = None
        self.is_up, self.is_over = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self.failed = error
        self.is_up.set()

    async def _serve(self) -> None:
        async with database(self._template, self._template) as url:
            about = await _poisoned(url)
            front: Any = Front(create_app(replace(self._settings, database_url=url)))
            server = Quiet(uvicorn.Config(front, port=0, log_level="error", lifespan="off"))
            serving = asyncio.create_task(server.serve())
            while not server.started:  # noqa: ASYNC110 (it tells nobody)
                await asyncio.sleep(0.01)
            self.site = Site(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", *about)
            self.is_up.set()
            await asyncio.to_thread(self.is_over.wait)
            server.should_exit = True
            await serving
            for part in (front.state.desk.planner, front.state.callers, front.state.writes):
                await part.close()


async def _poisoned(url: str) -> tuple[int, str, dict[str, str]]:
    connection = await asyncpg.connect(url)
    try:
        await world(connection)
        changed = await poison(connection)
        await create(connection, "test", "olga", "admin", PASSWORD, "Olga")
        token = await create_token(connection, "test", "a program", "admin")
        return changed, token, {kind: key async for kind, key in _ids(connection)}
    finally:
        await connection.close()


async def _ids(connection: asyncpg.Connection) -> AsyncIterator[tuple[str, str]]:
    for entity in catalog().entities.values():
        if not entity.is_inner:
            key = await connection.fetchval(f'SELECT {entity.key} FROM "{entity.table}" ORDER BY 1 LIMIT 1')
            yield entity.type_name, f"{entity.prefix}_{key}"


@pytest.fixture(scope="package")
def site(settings: Settings, empty_url: str) -> Iterator[Site]:
    serving = Serving(settings, empty_url)
    serving.start()
    serving.is_up.wait()
    if serving.site is None:
        raise AssertionError("the site does not start") from serving.failed
    yield serving.site
    serving.is_over.set()
    serving.join()


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[httpx.Client]:
    """That of an administrator, without scripts."""
    with httpx.Client(base_url=site.address, timeout=20) as client:
        client.post("/login", data={"username": "olga", "password": PASSWORD})
        yield client


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
