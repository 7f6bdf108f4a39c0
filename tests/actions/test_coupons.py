import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from actions import coupons
from actions.once import Written
from models.invariants import INVARIANTS
from rules.refusals import Refused
from tests import make
from tests.conftest import viewer

BY = viewer("admin")


class Till:
    """Calls verbs of coupons, each in a transaction and on a connection of its own."""

    def __init__(self, url: str, connection: asyncpg.Connection) -> None:
        self.url = url
        self.connection = connection
        self.member: UUID

    async def template(self, code: str = "TEN", **values: Any) -> None:
        given = {"name": "Ten off", "kind": "AMOUNT_OFF", "value": 10}
        await make.insert(self.connection, "coupon_template", code=code, **given | values)

    async def __call__(self, verb: Any, *given: Any, **named: Any) -> Any:
        own = await asyncpg.connect(self.url)
        try:
            async with own.transaction():
                return await verb(own, BY, *given, **named)
        finally:
            await own.close()

    async def code(self, verb: Any, *given: Any, **named: Any) -> str:
        with pytest.raises(Refused) as refused:
            await self(verb, *given, **named)
        return refused.value.code

    async def issue(self, template: str = "TEN", at: datetime = make.NOW) -> UUID:
        written: Written = await self(coupons.issue, template, self.member, at)
        return written["coupon"]

    async def told(self, coupon: UUID) -> str:
        return await self.connection.fetchval("SELECT status FROM coupon WHERE id = $1", coupon)

    async def counted(self) -> tuple[int, int]:
        return tuple(await self.connection.fetchrow("SELECT issued_count, redeemed_count FROM coupon_template"))


@pytest_asyncio.fixture
async def till(fresh_url: str, connection: asyncpg.Connection) -> AsyncIterator[Till]:
    found = Till(fresh_url, connection)
    async with connection.transaction():
        found.member = await make.member(connection, "M1", order_count=1, total_spend=5000)
    await make.order(connection, "A-1", found.member, 5000)
    yield found
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name


async def test_a_coupon_is_valid_for_the_days_of_its_template_but_not_longer_than_it(till: Till) -> None:
    await till.template(valid_days=30, valid_until=make.NOW + timedelta(days=10))
    coupon = await till.issue()
    row = await till.connection.fetchrow("SELECT * FROM coupon WHERE id = $1", coupon)
    assert (row["valid_from"], row["valid_until"]) == (make.NOW, make.NOW + timedelta(days=10))
    assert (len(row["code"]), row["member_id"], await till.counted()) == (12, till.member, (1, 0))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"is_active": False}, "STATE"),
        ({"valid_until": make.LONG_AGO}, "EXPIRED"),
    ],
)
async def test_a_template_that_is_off_or_over_issues_nothing(till: Till, values: Any, code: str) -> None:
    await till.template(**values)
    assert await till.code(coupons.issue, "TEN", till.member, make.NOW) == code
    assert await till.counted() == (0, 0)


async def test_an_unknown_template_is_said(till: Till) -> None:
    assert await till.code(coupons.issue, "NONE", till.member, make.NOW) == "NOT_FOUND"


@pytest.mark.parametrize("limit", ["total_limit", "per_member_limit"])
async def test_a_limit_is_reached_and_never_passed_by_many_at_once(till: Till, limit: str) -> None:
    await till.template(**{limit: 5})
    tries = [till(coupons.issue, "TEN", till.member, make.NOW) for _ in range(12)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(getattr(each, "code", "issued") for each in found) == ["LIMIT_REACHED"] * 7 + ["issued"] * 5
    assert await till.counted() == (5, 0)


async def test_a_frozen_member_gets_none(till: Till) -> None:
    await till.template()
    await till.connection.execute("UPDATE member SET status = 'FROZEN'")
    assert await till.code(coupons.issue, "TEN", till.member, make.NOW) == "STATE"


async def test_a_coupon_is_used_once_however_many_try(till: Till) -> None:
    await till.template()
    coupon, order = await till.issue(), await till.connection.fetchval("SELECT id FROM orders")
    tries = [till(coupons.redeem, coupon, order, 1000, make.NOW, member=till.member) for _ in range(8)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(getattr(each, "code", "used") for each in found) == ["STATE"] * 7 + ["used"]
    used = await till.connection.fetchrow("SELECT * FROM coupon_redemption")
    assert (used["order_id"], used["discount"], used["member_id"]) == (order, 1000, till.member)
    assert await till.counted() == (1, 1)


async def test_a_use_that_is_taken_back_leaves_the_coupon_as_before(till: Till) -> None:
    await till.template()
    coupon = await till.issue()
    await till(coupons.redeem, coupon, None, None, make.NOW)
    await till(coupons.release, coupon, make.NOW)
    assert (await till.told(coupon), await till.counted()) == ("ISSUED", (1, 0))
    await till(coupons.redeem, coupon, None, None, make.NOW)
    assert await till.connection.fetchval("SELECT count(*) FROM coupon_redemption") == 2


async def test_a_use_taken_back_too_late_leaves_an_expired_coupon(till: Till) -> None:
    await till.template(valid_days=1)
    coupon = await till.issue()
    await till(coupons.redeem, coupon, None, None, make.NOW)
    await till(coupons.release, coupon, make.NOW + timedelta(days=2))
    assert await till.told(coupon) == "EXPIRED"


@pytest.mark.parametrize(("day", "code"), [(-1, "NOT_STARTED"), (8, "EXPIRED")])
async def test_a_coupon_is_used_in_its_time_only(till: Till, day: int, code: str) -> None:
    await till.template(valid_days=7)
    coupon = await till.issue()
    assert await till.code(coupons.redeem, coupon, None, None, make.NOW + timedelta(days=day)) == code
    assert await till.counted() == (1, 0)


async def test_a_coupon_of_somebody_else_cannot_be_used(till: Till) -> None:
    await till.template()
    async with till.connection.transaction():
        other = await make.member(till.connection, "M2")
    coupon = await till.issue()
    assert await till.code(coupons.redeem, coupon, None, None, make.NOW, member=other) == "NOT_ELIGIBLE"


async def test_a_reserved_coupon_is_used_for_its_reference_only_until_the_time_is_over(till: Till) -> None:
    await till.template()
    coupon, soon = await till.issue(), make.NOW + timedelta(minutes=15)
    await till(coupons.reserve, coupon, "cart-1", soon, make.NOW)
    assert await till.code(coupons.redeem, coupon, None, None, make.NOW) == "STATE"
    assert await till.code(coupons.reserve, coupon, "cart-2", soon, make.NOW) == "STATE"
    await till(coupons.redeem, coupon, None, None, make.NOW, reference="cart-1")
    await till(coupons.release, coupon, make.NOW)
    await till(coupons.reserve, coupon, "cart-1", soon, make.NOW)
    await till(coupons.redeem, coupon, None, None, soon)
    assert await till.told(coupon) == "REDEEMED"


async def test_an_order_gives_back_the_coupons_whose_template_says_so(till: Till) -> None:
    await till.template()
    await till.template("GONE", returns_with_order=False)
    back, gone = await till.issue(), await till.issue("GONE")
    order = await till.connection.fetchval("SELECT id FROM orders")
    for coupon in (back, gone):
        await till(coupons.redeem, coupon, order, 500, make.NOW, member=till.member)
    assert await till(coupons.give_back, order, make.NOW, "Returned") == [back]
    assert [await till.told(coupon) for coupon in (back, gone)] == ["ISSUED", "REDEEMED"]


async def test_what_nobody_used_cannot_be_released(till: Till) -> None:
    await till.template()
    assert await till.code(coupons.release, await till.issue(), make.NOW) == "STATE"
