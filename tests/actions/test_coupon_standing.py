"""Coupons of members who are frozen or cancelled, and codes that are tried in carts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from actions.coupons import guessing
from models.invariants import INVARIANTS
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_coupon_changes import ISSUE, REDEEM, RESERVE

POLICY = """mutation ($status: MemberStatus!, $matter: Matter!, $treatment: Treatment!) {
    statusPolicySave(status: $status, matter: $matter, treatment: $treatment) { userErrors { code } } }"""
QUOTE = "query ($cart: CartInput!) { quote(cart: $cart) { total { amount } rejections { code message } } }"
RECORD = """mutation ($input: OrderRecordInput!, $key: String!) { orderRecord(input: $input, idempotencyKey: $key) {
    order { number } userErrors { code message } } }"""
TRIES = "SELECT coalesce(sum(tries), 0) FROM coupon_guess"
STATUSES = pytest.mark.parametrize("status", ["FROZEN", "CANCELLED"])


@pytest_asyncio.fixture
async def shop(teller: Teller) -> Teller:
    """A template TEN, and tea for 30.00."""
    about = {"name": "Ten", "kind": "AMOUNT_OFF", "value": 10, "per_member_limit": 3}
    await make.insert(teller.connection, "coupon_template", code="TEN", **about)
    await make.insert(teller.connection, "product", code="TEA", name="Tea", price=3_000)
    return teller


async def stand(shop: Teller, status: str, matter: str, treatment: str) -> None:
    await shop.connection.execute("UPDATE member SET status = $1", status)
    given = {"status": status, "matter": matter, "treatment": treatment}
    assert (await shop(POLICY, **given))["userErrors"] == []


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


@STATUSES
@pytest.mark.parametrize("treatment", ["HOLD", "IGNORE"])
async def test_nothing_is_issued_to_whom_the_policy_gives_nothing(shop: Teller, status: str, treatment: str) -> None:
    await stand(shop, status, "BENEFITS", treatment)
    before = await shop.state()
    assert codes(await shop(ISSUE, template="TEN")) == ["STATE"]
    assert await shop.state() == before
    assert await shop.connection.fetchval("SELECT count(*) FROM coupon") == 0


@STATUSES
async def test_a_coupon_is_issued_where_the_policy_allows_it(shop: Teller, status: str) -> None:
    await stand(shop, status, "BENEFITS", "ALLOW")
    assert codes(await shop(ISSUE, template="TEN")) == []


@STATUSES
@pytest.mark.parametrize("document", [REDEEM, RESERVE])
@pytest.mark.parametrize(("treatment", "said"), [("ALLOW", []), ("HOLD", ["STATE"]), ("IGNORE", ["STATE"])])
async def test_a_coupon_is_used_as_the_policy_says(
    shop: Teller, status: str, document: str, treatment: str, said: list[str]
) -> None:
    code = (await shop(ISSUE, template="TEN"))["coupon"]["code"]
    await stand(shop, status, "USE_COUPONS", treatment)
    assert codes(await shop(document, code=code, reference="cart-1")) == said
    kept = await shop.connection.fetchval("SELECT status FROM coupon")
    assert (kept == "ISSUED") == bool(said)


async def test_a_closed_file_gets_and_uses_none(shop: Teller) -> None:
    code = (await shop(ISSUE, template="TEN"))["coupon"]["code"]
    await shop.connection.execute("UPDATE member SET status = 'ERASED'")
    assert codes(await shop(ISSUE, template="TEN")) == ["STATE"]
    assert codes(await shop(REDEEM, code=code)) == ["STATE"]


def cart(*coupons: str) -> dict[str, Any]:
    lines = [{"productCode": "TEA", "quantity": "1"}]
    return {"lines": lines, "couponCodes": list(coupons), "member": {"memberNo": "M1"}}


async def ask(shop: Teller, *coupons: str) -> Any:
    return await shop.desk.ask(shop.admin, QUOTE, {"cart": cart(*coupons)})


async def test_unknown_codes_of_a_cart_are_counted(shop: Teller) -> None:
    own = (await shop(ISSUE, template="TEN"))["coupon"]["code"]
    answer = await ask(shop, own, "NO-ONE", "NO-TWO")
    assert [each["code"] for each in answer.data["quote"]["rejections"]] == ["NOT_FOUND"] * 2
    assert await shop.connection.fetchval(TRIES) == 2
    await ask(shop, own)
    assert await shop.connection.fetchval(TRIES) == 2


async def test_the_coupon_of_somebody_else_counts_as_unknown(shop: Teller) -> None:
    async with shop.connection.transaction():
        await make.member(shop.connection, "M2")
    others = (await shop(ISSUE, template="TEN", no="M2"))["coupon"]["code"]
    await ask(shop, others)
    assert await shop.connection.fetchval(TRIES) == 1


async def test_whoever_tried_too_many_learns_nothing_more(shop: Teller) -> None:
    own = (await shop(ISSUE, template="TEN"))["coupon"]["code"]
    for number in range(guessing.MOST_OTHERWISE):
        await ask(shop, f"NO-{number}")
    for code in (own, "NO-X"):
        (error,) = (await ask(shop, code)).errors
        assert error["extensions"]["code"] == "LIMIT_REACHED"
    assert not (await ask(shop)).errors
    await shop.connection.execute("UPDATE coupon_guess SET minute = minute - $1::interval", timedelta(minutes=3))
    assert (await ask(shop, own)).data["quote"]["total"] == {"amount": "20.00"}


async def test_codes_tried_by_recording_orders_count_too(shop: Teller) -> None:
    for number in range(guessing.MOST_OTHERWISE):
        given = {"number": uuid4().hex, "cart": cart(f"NO-{number}")}
        assert codes(await shop(RECORD, input=given)) == ["NOT_FOUND"]
    before = await shop.state()
    assert codes(await shop(RECORD, input={"number": "A-1", "cart": cart("NO-X")})) == ["LIMIT_REACHED"]
    assert codes(await shop(REDEEM, code="NO-X")) == ["LIMIT_REACHED"]
    assert await shop.state() == before
    assert codes(await shop(RECORD, input={"number": "A-2", "cart": cart()})) == []


async def test_too_many_coupons_of_one_member_are_found(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        member = await make.member(connection, "M1")
    about = {"name": "Ten", "kind": "AMOUNT_OFF", "value": 10, "per_member_limit": 1, "issued_count": 2}
    template = await make.insert(connection, "coupon_template", code="TEN", **about)
    for code in ("C1", "C2"):
        held = {"template_id": template, "member_id": member, "issued_at": make.NOW}
        await make.insert(connection, "coupon", code=code, **held)
    found = [name for name, query in INVARIANTS.items() if await connection.fetch(query)]
    assert found == ["no member has more coupons of a template than one member can have, but by joining two files"]
    await connection.execute("UPDATE coupon SET status = 'REVOKED' WHERE code = 'C1'")
    assert not [name for name, query in INVARIANTS.items() if await connection.fetch(query)]
