from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from actions.approvals import policies
from api.planning import desk_for
from models.invariants import INVARIANTS
from settings import Settings
from tests import make
from tests.actions.office import Office, furnish
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


@pytest_asyncio.fixture
async def office(settings: Settings, fresh_url: str, connection: asyncpg.Connection) -> AsyncIterator[Office]:
    """With the shipped policies. Every invariant is checked afterwards."""
    async with connection.transaction():
        await policies.ship(connection)
        people, member = await furnish(connection)
    desk = desk_for(settings, fresh_url)
    yield Office(desk, connection, people, member)
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name
    await desk.close()
