from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from actions.imports import complete_journey
from actions.imports.reports import Summary
from tests.actions.imports.journey import write_journey
from tests.conftest import database


@dataclass
class Journey:
    """A database into which the small journey was imported. Tests only read it, or import what changes nothing."""

    url: str
    folder: Path
    summary: Summary
    connection: asyncpg.Connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_journey(tmp_path / "journey")


@pytest_asyncio.fixture(scope="session")
async def journey(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    folder = write_journey(tmp_path_factory.mktemp("journey"))
    async with database(empty_url, empty_url) as url:
        summary = await complete_journey.load(url, folder, until=date(2026, 3, 4))
        connection = await asyncpg.connect(url)
        yield Journey(url, folder, summary, connection)
        await connection.close()
