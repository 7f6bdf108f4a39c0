"""Rules for a unit hold in its stores and in those of all units below it."""

from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests import make
from tests.actions.teller import Teller

RECORD = """mutation ($input: OrderRecordInput!, $key: String!) { orderRecord(input: $input, idempotencyKey: $key) {
    order { pointsEarned total { amount } } member { memberNo } userErrors { code message } } }"""
PRICE = """mutation ($input: PriceSaveInput!) { priceSave(input: $input) {
    price { unit { code } store { code } } changeSet { id } userErrors { code path } } }"""
RULE = """mutation ($input: EarningRuleSaveInput!) { earningRuleSave(input: $input) { userErrors { code } } }"""
TEMPLATE = """mutation ($input: CouponTemplateSaveInput!) { couponTemplateSave(input: $input) {
    userErrors { code path } } }"""
REDEEM = """mutation ($code: String!, $order: String!, $key: String!) {
    couponRedeem(code: $code, orderNumber: $order, idempotencyKey: $key) { userErrors { code message } } }"""
TREE = {"HQ": None, "EAST": "HQ", "WEST": "HQ", "SHOP": "EAST"}
STORES = {"S1": "SHOP", "S2": "EAST", "S3": "WEST"}


@pytest_asyncio.fixture
async def shop(teller: Teller) -> Teller:
    """HQ has EAST and WEST, EAST has SHOP; each of the three lower ones has a store. Tea is 30.00."""
    c = teller.connection
    keys: dict[str | None, Any] = {None: None}
    paths = {None: ""}
    for code, above in TREE.items():
        paths[code] = f"{paths[above]}/{code}".strip("/")
        unit = {"name": code, "parent_id": keys[above], "path": paths[code]}
        keys[code] = await make.insert(c, "organization_unit", code=code, **unit)
    for code, unit in STORES.items():
        await make.insert(c, "store", code=code, name=code, unit_id=keys[unit])
    await make.insert(c, "product", code="TEA", name="Tea", price=3_000)
    return teller


async def buy(shop: Teller, store: str | None, **given: Any) -> Any:
    cart = {"storeCode": store, "lines": [{"productCode": "TEA", "quantity": "1"}]}
    who = {} if "customerReference" in given else {"member": {"memberNo": "M1"}}
    about = {"number": uuid4().hex, "cart": cart | who} | given
    payload = await shop(RECORD, input=about)
    assert payload["userErrors"] == []
    return payload


@pytest.mark.parametrize(
    ("unit", "points"), [("HQ", [30, 30, 30, 0]), ("EAST", [30, 30, 0, 0]), ("SHOP", [30, 0, 0, 0])]
)
async def test_a_rule_of_a_unit_earns_in_all_stores_below_it(shop: Teller, unit: str, points: list[int]) -> None:
    rule = {"code": "r", "name": "R", "asset": "POINTS", "trigger": "ORDER", "perUnit": "1"}
    assert (await shop(RULE, input=rule | {"conditions": {"units": [unit]}}))["userErrors"] == []
    earned = [(await buy(shop, store))["order"]["pointsEarned"] for store in (*STORES, None)]
    assert earned == points


async def test_the_price_of_the_lowest_unit_wins(shop: Teller) -> None:
    for unit, amount in (("HQ", "25"), ("EAST", "27"), ("SHOP", "29")):
        price = {"name": unit, "productCode": "TEA", "amount": amount, "unitCode": unit}
        assert (await shop(PRICE, input=price))["price"] == {"unit": {"code": unit}, "store": None}
    totals = [(await buy(shop, store))["order"]["total"]["amount"] for store in (*STORES, None)]
    assert totals == ["29.00", "27.00", "25.00", "30.00"]


async def test_the_price_of_a_store_wins_over_that_of_its_unit(shop: Teller) -> None:
    for place in ({"unitCode": "SHOP", "amount": "20"}, {"storeCode": "S1", "amount": "29"}):
        await shop(PRICE, input={"name": "P", "productCode": "TEA"} | place)
    assert (await buy(shop, "S1"))["order"]["total"]["amount"] == "29.00"


@pytest.mark.parametrize(
    ("place", "code"), [({"unitCode": "NONE"}, "NOT_FOUND"), ({"unitCode": "HQ", "storeCode": "S1"}, "INVALID")]
)
async def test_a_place_that_cannot_be_is_refused(shop: Teller, place: dict[str, str], code: str) -> None:
    before = await shop.state()
    payload = await shop(PRICE, input={"name": "P", "productCode": "TEA", "amount": "1"} | place)
    assert payload["userErrors"] == [{"code": code, "path": ["input", "unitCode"]}]
    assert await shop.state() == before
    assert await shop.connection.fetchval("SELECT count(*) FROM price") == 0


async def test_a_coupon_of_a_unit_is_good_below_it(shop: Teller) -> None:
    terms = {"code": "T", "name": "T", "kind": "AMOUNT_OFF", "value": "1", "conditions": {"units": ["EAST"]}}
    assert (await shop(TEMPLATE, input=terms))["userErrors"] == []
    template = await shop.connection.fetchval("SELECT id FROM coupon_template")
    for code in ("C1", "C2"):
        await make.insert(shop.connection, "coupon", code=code, template_id=template, issued_at=make.NOW)
    await shop.connection.execute("UPDATE coupon_template SET issued_count = 2")
    for number, store in (("A-1", "S3"), ("A-2", "S1")):
        await buy(shop, store, number=number)
    assert (await shop(REDEEM, code="C1", order="A-1"))["userErrors"][0]["message"] == "It is good in EAST only."
    assert (await shop(REDEEM, code="C2", order="A-2"))["userErrors"] == []


async def test_a_template_names_units_that_are_there(shop: Teller) -> None:
    terms = {"code": "T", "name": "T", "kind": "AMOUNT_OFF", "value": "1", "conditions": {"units": ["NONE"]}}
    payload = await shop(TEMPLATE, input=terms)
    assert payload["userErrors"] == [{"code": "NOT_FOUND", "path": ["input", "conditions", "units"]}]


async def test_a_policy_of_joining_counts_what_was_bought_in_its_units(shop: Teller) -> None:
    await make.insert(shop.connection, "tier", code="BASIC", name="Basic", rank=1)
    await make.insert(shop.connection, "customer", reference="K1", name="Wu")
    policy = """mutation ($input: JoiningPolicySaveInput!) { joiningPolicySave(input: $input) {
        userErrors { code } } }"""
    levels = [{"least": "10", "tierCode": "BASIC"}]
    given = {"code": "p", "name": "P", "trigger": "SPEND_ONCE", "levels": levels, "conditions": {"units": ["EAST"]}}
    assert (await shop(policy, input=given))["userErrors"] == []
    assert (await buy(shop, "S3", customerReference="K1"))["member"] is None
    assert (await buy(shop, "S2", customerReference="K1"))["member"] is not None
