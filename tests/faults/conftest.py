from collections.abc import AsyncIterator

import pytest_asyncio

from settings import Settings
from tests.faults.ground import Ground, ground


@pytest_asyncio.fixture
async def shop(settings: Settings, fresh_url: str) -> AsyncIterator[Ground]:
    """Every invariant is checked afterwards."""
    async with ground(settings, fresh_url) as found:
        yield found
