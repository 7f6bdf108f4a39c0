"""A shop in a database of its own, whose every row can be compared before and after."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import orjson

from api.answering import Desk
from api.planning import desk_for
from models.invariants import INVARIANTS
from rules.viewer import Viewer
from settings import Settings
from tests import make
from tests.conftest import viewer

TABLES = """
    SELECT format('SELECT %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM %I t',
                  relname, relname)
    FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = 'public'::regnamespace
    ORDER BY relname"""
AWAY = {"UNAVAILABLE", "TIMEOUT", "INTERNAL"}
TRIES = 40


class Away(Exception):
    """No answer, or one that says nothing about the effect."""


class Ground:
    """Asks as an administrator, of member M1 unless told otherwise."""

    def __init__(self, desk: Desk, connection: asyncpg.Connection, by: Viewer) -> None:
        self.desk = desk
        self.connection = connection
        self.by = by
        self._tables = ""

    async def ask(self, document: str, **given: Any) -> dict[str, Any]:
        """The payload. Raises Away."""
        answer = await self.desk.ask(self.by, document, {"no": "M1", "key": uuid4().hex} | given)
        if answer.errors:
            raise Away(orjson.dumps(answer.errors).decode())
        return next(iter(answer.data.values()))

    async def insist(self, document: str, **given: Any) -> dict[str, Any]:
        """Asks with one key until there is an answer."""
        given = {"key": uuid4().hex} | given
        for _ in range(TRIES):
            try:
                return await self.ask(document, **given)
            except Away as away:
                last = away
                await asyncio.sleep(0.1)
        raise last

    async def must(self, document: str, **given: Any) -> dict[str, Any]:
        payload = await self.insist(document, **given)
        assert payload["userErrors"] == [], payload
        return payload

    async def state(self) -> list[Any]:
        """A number for each table, which another row or another value changes."""
        if not self._tables:
            parts = [row[0] for row in await self.connection.fetch(TABLES)]
            self._tables = " UNION ALL ".join(parts)
        return sorted(tuple(row) for row in await self.connection.fetch(self._tables))

    async def one(self, question: str, *values: Any) -> Any:
        return await self.connection.fetchval(question, *values)

    async def check(self) -> None:
        await check(self.connection)


async def check(connection: asyncpg.Connection) -> None:
    """Raises AssertionError with the name of the invariant that does not hold."""
    for name, query in INVARIANTS.items():
        found = await connection.fetch(query)
        assert found == [], f"{name}: {found}"


@asynccontextmanager
async def ground(settings: Settings, url: str) -> AsyncIterator[Ground]:
    """A furnished shop; every invariant is checked at the end."""
    connection = await asyncpg.connect(url)
    desk = desk_for(settings, url)
    try:
        async with connection.transaction():
            await furnish(connection)
        found = Ground(desk, connection, viewer("admin"))
        yield found
        await found.check()
    finally:
        await desk.close()
        await connection.close()


async def furnish(c: asyncpg.Connection) -> None:
    """A member with points and a wallet, tiers, products, rules of earning, a campaign, coupons, a reward."""
    unit = await make.insert(c, "organization_unit", id=uuid4(), code="HQ", name="HQ", path="HQ/")
    await make.insert(c, "store", code="S1", name="First", unit_id=unit)
    await make.insert(c, "product", code="MILK", name="Milk", price=1_000)
    await make.insert(c, "product", code="TEA", name="Tea", price=3_000)
    await make.insert(c, "tier", code="BASE", name="Base", rank=0)
    await make.insert(c, "tier", code="GOLD", name="Gold", rank=1, spend_threshold=4_000, points_multiplier=1)
    rule = {"expiry": "END_OF_MONTH", "expiry_count": 12}
    await make.insert(c, "earning_rule", code="purchase", name="Points", asset="POINTS", per_unit=1, **rule)
    await make.insert(c, "earning_rule", code="growth", name="Growth", asset="GROWTH", per_unit=1)
    running = {"status": "RUNNING", "starts_at": make.LONG_AGO}
    await make.insert(
        c, "campaign", code="SAVE", name="Save 5", kind="SPEND_AND_SAVE", budget=100_000_000,
        rules={"steps": [{"spend": "50", "off": "5"}]}, **running,
    )  # fmt: skip
    coupon = {"kind": "AMOUNT_OFF", "value": 10, "is_stackable": True}
    await make.insert(c, "coupon_template", code="TEN", name="Ten off", **coupon)
    await make.insert(c, "reward", code="MUG", name="Mug", kind="GOODS", points=10, stock=7, per_member_limit=50)
    await make.insert(c, "reward", code="CUP", name="Cup", kind="GOODS", points=25, stock=7, per_member_limit=50)
    await make.insert(
        c, "earning_rule", code="review", name="Reviews", asset="POINTS", trigger="REVIEW", fixed=5, expiry="NEVER"
    )
    await make.member(c, "M1", points=1_000)


def order(number: str, no: str | None = "M1", payment: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Three bottles of milk and a tea: 60.00, or 55.00 with the campaign."""
    lines = [{"productCode": "MILK", "quantity": "3"}, {"productCode": "TEA", "quantity": "1"}]
    cart = {"member": no and {"memberNo": no}, "storeCode": "S1", "lines": lines} | more
    return {"number": number, "cart": cart} | (payment or {})
