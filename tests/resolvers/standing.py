"""A town outside of pytest: an embedded database in a temporary folder, for commands."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from actions.roles import ship
from database.server import database_url
from database.setup import migrate
from settings import Settings
from tests.conftest import database
from tests.resolvers.people import Place, open_place, roles_of
from tests.resolvers.town import build


@asynccontextmanager
async def town(made_up: int, seed: int) -> AsyncIterator[Place]:
    with tempfile.TemporaryDirectory(prefix="memberdesk-town-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("MEMBERDESK_DATA", folder)
        settings = Settings.load(env_file=None)
        async with database(database_url(settings), None) as url:
            await migrate(url)
            connection = await asyncpg.connect(url)
            await ship(connection)
            await build(connection)
            await connection.execute("ANALYZE")
            await connection.close()
            async with open_place(settings, url, roles_of(made_up, seed)) as place:
                yield place
