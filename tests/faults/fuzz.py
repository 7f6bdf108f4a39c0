"""Every argument of every field, as several roles, with values that nobody means: never a fault of ours.

python -m tests.faults.fuzz [--minutes 3] [--seed N]
"""

import argparse
import logging
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from api.answering import Desk
from app import Front, create_app
from bench.serving import UNBOUNDED
from models.invariants import INVARIANTS
from settings import Settings
from tests import make
from tests.api.abuses import ABUSES
from tests.conftest import viewer
from tests.faults.running import begin
from tests.faults.wild import Wild

ROLES = ("admin", "operations", "customer_service", "finance", "cashier", "storefront", "member")
OURS = {"INTERNAL", "UNAVAILABLE", "TIMEOUT", "RATE_LIMITED"}
"What no value may be answered with."
KNOWN = """
    SELECT code FROM tier UNION SELECT username FROM staff UNION SELECT code FROM store
    UNION SELECT member_no FROM member
"""
KINDS = ("application/json", "application/json; charset=utf-16", "text/x")
TOKENS = ("Bearer x", "Basic eA==", "Bearer", "bearer \\x00")
METHODS = ("POST", "POST", "GET", "PUT")
DOORS = ("/graphql", "/graphql?query=%00%ff")
EVERY = 300
"Operations between two looks at the invariants."


class Fuzz:
    def __init__(self, desk: Desk, connection: asyncpg.Connection, chance: random.Random, known: list[str]) -> None:
        self.desk = desk
        self.connection = connection
        self.chance = chance
        self.known = known
        self.codes: Counter[str] = Counter()
        self.faults: dict[str, str] = {}
        self.before: dict[str, list[asyncpg.Record]] = {}

    async def broken(self) -> dict[str, list[asyncpg.Record]]:
        """The invariants that do not hold, with the rows: the small world is made of rows that no verb wrote."""
        found = {name: await self.connection.fetch(query) for name, query in INVARIANTS.items()}
        return {name: rows for name, rows in found.items() if rows}

    async def check(self) -> None:
        assert await self.broken() == self.before

    async def ask(self, number: int) -> None:
        """The operation of a number is the same in every run of a seed."""
        who = viewer(ROLES[number % len(ROLES)])
        kind = "mutation" if number // len(ROLES) % 3 else "query"
        document, variables = Wild(self.chance, self.desk.view(who), self.known).operation(kind)
        answer = await self.desk.ask(who, document, variables)
        self.note(answer.errors, answer.data, f"{number} {who.roles}: {document}\n{str(variables)[:1500]}")

    def note(self, errors: list[dict[str, Any]], data: Any, told: str) -> None:
        codes = [error["extensions"]["code"] for error in errors] or ["answered" if _is_done(data) else "refused"]
        self.codes.update(codes[:1])
        if OURS & set(codes):
            self.faults.setdefault(f"{codes[0]} {told.partition(' { ')[2][:40]}", told)


def _is_done(data: dict[str, Any] | None) -> bool:
    return not any(isinstance(part, dict) and part.get("userErrors") for part in (data or {}).values())


@asynccontextmanager
async def ground(settings: Settings, url: str, chance: random.Random) -> AsyncIterator[tuple[Fuzz, Front]]:
    """The small world, with nobody's minute bounded; every invariant is checked at the end."""
    connection = await asyncpg.connect(url)
    await make.world(connection)
    await connection.execute(UNBOUNDED)
    app = create_app(replace(settings, database_url=url))
    desk = app.state.desk
    desk.rates.check = desk.rates.charge = lambda *_: None
    known = [row[0] for row in await connection.fetch(KNOWN)]
    for entity in desk.planner.catalog.entities.values():
        if entity.prefix and not entity.is_inner:
            rows = await connection.fetch(f'SELECT "{entity.key}" AS key FROM {entity.table} ORDER BY 1 LIMIT 3')
            known += [f"{entity.prefix}_{row['key']}" for row in rows]
    try:
        fuzz = Fuzz(desk, connection, chance, [*sorted(known), uuid4().hex])
        fuzz.before = await fuzz.broken()
        yield fuzz, Front(app)
        await fuzz.check()
    finally:
        state = app.state
        for part in (state.live, desk.planner, desk.changer, state.callers, state.writes, desk.rates):
            await part.close()
        await connection.close()


async def malformed(front: Front, chance: random.Random, count: int) -> int:
    """Bodies cut, turned over and glued together, with and without a token: how many were sent. None is a fault."""
    bodies = [abuse.body for abuse in ABUSES.values() if 0 < len(abuse.body) < 5_000]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://127.0.0.1:8000") as client:
        for _ in range(count):
            body = bytearray(chance.choice(bodies) + chance.choice(bodies)[: chance.randint(0, 40)])
            for _ in range(chance.randint(0, 6)):
                body[chance.randrange(len(body))] = chance.randrange(256)
            headers = {"content-type": chance.choice(KINDS), "authorization": chance.choice(TOKENS)}
            method, path = chance.choice(METHODS), chance.choice(DOORS)
            answer = await client.request(method, path, content=bytes(body), headers=headers)
            assert answer.status_code < 500, (answer.status_code, bytes(body)[:300])
    return count


async def measure(settings: Settings, url: str, chance: random.Random, full: bool, *, minutes: float = 3) -> str:
    ends, number = monotonic() + minutes * 60, 0
    async with ground(settings, url, chance) as (fuzz, front):
        while monotonic() < ends:
            await fuzz.ask(number)
            number += 1
            if number % EVERY == 0:
                await fuzz.check()
        sent = await malformed(front, chance, 2_000)
    for told in fuzz.faults.values():
        print(told, "\n", file=sys.stderr)
    assert not fuzz.faults, f"{len(fuzz.faults)} kinds of faults"
    return f"{number} operations {dict(fuzz.codes.most_common())} and {sent} malformed requests: 0 faults"


if __name__ == "__main__":
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--minutes", type=float, default=3)
    said.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = said.parse_args()
    logging.getLogger("memberdesk").propagate = True
    begin(partial(measure, minutes=asked.minutes), asked.seed, full=False)
