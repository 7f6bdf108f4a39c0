"""A whole application in memory, over a database with the small world, and those who come in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import httpx
import pytest_asyncio

from actions.staff import create, create_token
from app import Front, create_app
from settings import Settings
from tests import make
from tests.conftest import database

HOME = "http://127.0.0.1:8000"
PASSWORD = "correct horse battery"
COUNT = "{ tiers { code } }"


@dataclass
class House:
    """The running application; `token` is that of a program with every right."""

    url: str
    front: Front
    token: str

    def client(self, **more: Any) -> httpx.AsyncClient:
        """A caller with cookies of its own."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.front), base_url=HOME, **more)

    async def post(self, body: Any = None, **headers: str) -> httpx.Response:
        """One POST to /graphql with the token; headers are given with underscores."""
        given = {"authorization": f"Bearer {self.token}"} | {n.replace("_", "-"): v for n, v in headers.items()}
        async with self.client() as client:
            if isinstance(body, bytes):
                return await client.post("/graphql", content=body, headers={"content-type": "application/json"} | given)
            return await client.post("/graphql", json=body, headers=given)

    async def tell(self, statement: str, *values: Any) -> Any:
        """Something done to the database behind the application's back."""
        connection = await asyncpg.connect(self.url)
        try:
            return await connection.fetchval(statement, *values)
        finally:
            await connection.close()

    async def new_token(self, role: str = "admin", member: str | None = None) -> str:
        connection = await asyncpg.connect(self.url)
        try:
            return await create_token(connection, "test", "a program", role, "S1", member)
        finally:
            await connection.close()


@asynccontextmanager
async def opened(settings: Settings, url: str, token: str = "") -> AsyncIterator[House]:
    app = create_app(replace(settings, database_url=url))
    yield House(url, Front(app), token)
    state = app.state
    for part in (state.live, state.desk, state.callers, state.writes, state.desk.rates):
        await part.close()


@pytest_asyncio.fixture(scope="session")
async def house(settings: Settings, empty_url: str) -> AsyncIterator[House]:
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        await make.world(connection)
        await create(connection, "test", "olga", "admin", PASSWORD, "Olga")
        token = await create_token(connection, "test", "a program", "admin")
        await connection.close()
        async with opened(settings, url, token) as house:
            yield house


async def sign_in(client: httpx.AsyncClient, username: str = "olga", **more: str) -> httpx.Response:
    return await client.post("/login", data={"username": username, "password": PASSWORD} | more)


async def csrf_of(house: House) -> str:
    """The token of the last session that was begun."""
    return await house.tell("SELECT csrf_token FROM staff_session ORDER BY created_at DESC LIMIT 1")
