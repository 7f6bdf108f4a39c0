"""Answers that are lost after the commit; who asks again gets the first one: `python -m tests.faults.lost_answers`."""

import asyncio
import random
from dataclasses import replace
from typing import Any

import httpx
import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.staff import create_token
from app import Front, create_app
from bench.serving import UNBOUNDED
from settings import Settings
from tests.faults import documents as say
from tests.faults.ground import Ground, ground
from tests.faults.running import main

SHARE = 0.2
WRITERS = 8
BUSY = 503
"Nothing was done; who is patient asks again."


class Lossy:
    """Does what it is asked, and loses a share of the answers."""

    def __init__(self, inner: ASGIApp, chance: random.Random) -> None:
        self._inner = inner
        self._chance = chance
        self.lost = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        await self._inner(scope, receive, keep)
        if self._chance.random() < SHARE:
            self.lost += 1
            raise ConnectionResetError
        for message in kept:
            await send(message)


class Intents:
    """What clients want once each, and the answers that they got."""

    def __init__(self, client: httpx.AsyncClient, chance: random.Random, count: int) -> None:
        self.client = client
        self.todo = [(f"intent-{n}", chance.choice(["earn", "earn", "spend", "recharge"])) for n in range(count)]
        self.answers: dict[str, Any] = {}
        self.again = 0

    async def write(self) -> None:
        while self.todo:
            key, kind = self.todo.pop()
            self.answers[key] = (kind, await self._until_answered(key, kind))

    async def repeat(self) -> None:
        """Each is asked once more, and gets the first answer."""
        for key, (kind, answer) in self.answers.items():
            assert await self._until_answered(key, kind) == answer

    async def _until_answered(self, key: str, kind: str) -> Any:
        while True:
            try:
                return await self._ask(key, kind)
            except ConnectionResetError:
                self.again += 1

    async def _ask(self, key: str, kind: str) -> Any:
        given = {"earn": {"points": 10}, "spend": {"points": 3}, "recharge": {"amount": "2.50"}}[kind]
        document = {"earn": say.EARN, "spend": say.SPEND, "recharge": say.RECHARGE}[kind]
        body = {"query": document, "variables": given | {"no": "M1", "key": key}}
        response = await self.client.post("/graphql", json=body)
        while response.status_code == BUSY:
            response = await self.client.post("/graphql", json=body)
        answer = orjson.loads(response.content)
        payload = next(iter(answer["data"].values()))
        assert payload["userErrors"] == [], payload
        return payload["entry"]


async def lose(shop: Ground, settings: Settings, url: str, chance: random.Random, count: int) -> tuple[int, int]:
    """How many answers were lost, how often somebody asked again. Raises AssertionError if a balance is wrong."""
    await shop.connection.execute(UNBOUNDED)
    token = await create_token(shop.connection, "test", "till", "admin")
    app = create_app(replace(settings, database_url=url))
    lossy = Lossy(Front(app), chance)
    headers = {"authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(lossy)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
            intents = Intents(client, chance, count)
            await asyncio.gather(*(intents.write() for _ in range(WRITERS)))
            await _exact(shop, intents)
            await intents.repeat()
            await _exact(shop, intents)
    finally:
        for part in (app.state.desk, app.state.callers, app.state.writes):
            await part.close()
    return lossy.lost, intents.again


async def _exact(shop: Ground, intents: Intents) -> None:
    kinds = [kind for kind, _ in intents.answers.values()]
    wanted = 1_000 + 10 * kinds.count("earn") - 3 * kinds.count("spend"), 250 * kinds.count("recharge")
    balance = "SELECT balance FROM ledger_account WHERE member_id IS NOT NULL AND asset = $1 AND bucket = 'AVAILABLE'"
    found = await shop.one(balance, "POINTS"), await shop.one(balance, "PRINCIPAL")
    assert found == wanted, f"balances {found}, not {wanted}"


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Intents whose answers are lost one time in five."""
    count = 10_000 if full else 1_000
    async with ground(settings, url) as shop:
        lost, again = await lose(shop, settings, url, chance, count)
    return f"{count} intents, {lost} answers lost after the commit, {again} asked again, balances exact"


if __name__ == "__main__":
    main(measure)
