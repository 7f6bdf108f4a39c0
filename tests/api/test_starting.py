"""What is ready when the server begins to listen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

import app as parts
from app import Front, create_app
from settings import Settings

from .conftest import HOME, House, sign_in

AWAY = "postgresql://nobody@127.0.0.1:9/nothing"
PAGES = ("/", "/members", "/members/M-0000001", "/orders", "/tickets")


@asynccontextmanager
async def started(settings: Settings, url: str) -> AsyncIterator[Starlette]:
    """The application as the server has it when it begins to listen."""
    app = create_app(replace(settings, database_url=url))
    async with app.router.lifespan_context(app):
        yield app


@pytest_asyncio.fixture
async def fresh(settings: Settings, house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Starlette]:
    """However slow the machine is, everything is made ready."""
    monkeypatch.setattr(parts, "START_SECONDS", 60.0)
    async with started(settings, house.url) as app:
        yield app


def templates(app: Starlette) -> int:
    return sum(len(pages.cache) for pages in app.state.admin_ui.pages.values())


async def test_the_first_visit_makes_no_plan_and_no_template(fresh: Starlette) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Front(fresh)), base_url=HOME) as client:
        await sign_in(client)
        known = fresh.state.desk.planner.plans_kept(), templates(fresh)
        for path in PAGES:
            assert (await client.get(path)).status_code == 200, path
            assert (fresh.state.desk.planner.plans_kept(), templates(fresh)) == known, path


async def test_every_template_is_compiled_at_the_start(fresh: Starlette) -> None:
    for pages in fresh.state.admin_ui.pages.values():
        assert len(pages.cache) == len(pages.list_templates())


async def test_the_start_waits_only_so_long(settings: Settings, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "START_SECONDS", 0.0)
    async with started(settings, house.url) as app:
        assert not app.state.desk.planner.plans_kept()


async def test_the_start_does_not_need_the_database(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "START_SECONDS", 60.0)
    async with started(settings, AWAY) as app:
        assert templates(app)
