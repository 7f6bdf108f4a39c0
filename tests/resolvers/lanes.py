"""The doors of the API in memory, for callers with tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from api.answering import Desk
from api.callers import Callers
from api.graphql import FastLane
from api.live import Live
from api.live.streams import Streams
from api.pipeline import Pipeline
from api.planning import desk_for
from api.trusted import Trusted
from schema.build import MASTER
from settings import Settings


@dataclass
class Lanes:
    desk: Desk
    callers: Callers
    client: httpx.AsyncClient
    lanes: FastLane

    async def fast(self, token: str, query: str, variables: dict[str, Any]) -> httpx.Response:
        return await self._post(token, {"query": query, "variables": variables})

    async def batch(self, token: str, *operations: dict[str, Any]) -> httpx.Response:
        return await self._post(token, list(operations))

    async def by_get(self, token: str, query: str, variables: dict[str, Any]) -> httpx.Response:
        given = {"query": query, "variables": orjson.dumps(variables).decode()}
        return await self.client.get("/graphql", params=given, headers={"Authorization": f"Bearer {token}"})

    async def _post(self, token: str, body: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return await self.client.post("/graphql", content=orjson.dumps(body), headers=headers)


@asynccontextmanager
async def open_lanes(settings: Settings, url: str) -> AsyncIterator[Lanes]:
    desk = desk_for(settings, url)
    callers = Callers(desk.planner, url)
    trusted = Trusted(desk, callers)
    live = Live(desk, callers, url, trusted)
    lanes = FastLane(desk, callers, Pipeline(MASTER, desk, callers, live), Streams(live, callers), trusted)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(lanes), base_url="http://desk") as client:
        yield Lanes(desk, callers, client, lanes)
    await live.close()
    await desk.planner.close()
    await callers.close()
    await desk.rates.close()
