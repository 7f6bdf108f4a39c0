"""The bench of orders: its carts are recorded, its check finds books that are wrong."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import orjson

from actions.orders.recording import Till, record_order
from actions.program import Programs
from api.working import WORKER
from bench import orders


async def sold(connection: asyncpg.Connection, count: int) -> None:
    """So many carts of the bench, recorded one after the other."""
    programs = Programs("CNY", ZoneInfo("Asia/Shanghai"))
    bodies = orders.bodies(orders.RECORD, 1, key=True).splitlines()[:count]
    for n, body in enumerate(bodies):
        cart = orjson.loads(body)["variables"]["cart"]
        cart["lines"] = [line | {"quantity": Decimal(line["quantity"])} for line in cart["lines"]]
        member: UUID = await connection.fetchval(
            "SELECT id FROM member WHERE member_no = $1", cart["member"]["memberNo"]
        )
        till = Till(WORKER, programs, datetime.now(UTC), f"k{n}")
        async with connection.transaction():
            await record_order(connection, till, {"number": f"n{n}", "cart": cart}, member)


async def test_a_budget_is_spent_to_the_last_unit(fresh_url: str, connection: asyncpg.Connection) -> None:
    await orders.fill(fresh_url)
    await orders.heat(fresh_url)
    await orders.narrow(fresh_url)
    await sold(connection, orders.LEFT + 5)
    assert await orders.recorded(fresh_url) == orders.LEFT + 5
    assert await orders.wrong(fresh_url) == []


async def test_a_budget_that_does_not_agree_is_found(fresh_url: str, connection: asyncpg.Connection) -> None:
    await orders.fill(fresh_url)
    await orders.heat(fresh_url)
    await sold(connection, 3)
    assert len(await orders.wrong(fresh_url)) == 1
