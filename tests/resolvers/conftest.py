"""A town to ask, with callers of every kind."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from api.rates import Rates
from settings import Settings
from tests.conftest import database
from tests.resolvers.people import Place, open_place, roles_of
from tests.resolvers.town import build


@pytest_asyncio.fixture(scope="session")
async def place(settings: Settings, empty_url: str) -> AsyncIterator[Place]:
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        await build(connection)
        await connection.close()
        connection = await asyncpg.connect(url)
        await connection.execute("ANALYZE")
        await connection.close()
        async with open_place(settings, url, roles_of()) as place:
            yield place


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tests asks more in a minute than anybody else."""
    monkeypatch.setattr(Rates, "_take", lambda *_, **__: None)
