from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from api.planning import desk_for
from settings import Settings
from tests import make
from tests.actions.teller import Teller


@pytest_asyncio.fixture
async def teller(settings: Settings, fresh_url: str, connection: asyncpg.Connection) -> AsyncIterator[Teller]:
    """For member M1 with 100 points. Every invariant is checked afterwards."""
    async with connection.transaction():
        await make.member(connection, "M1", points=100)
    desk = desk_for(settings, fresh_url)
    found = Teller(desk, connection)
    yield found
    await found.check()
    await desk.close()
