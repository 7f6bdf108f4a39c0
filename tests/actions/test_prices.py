"""Prices by product, store, tier and day: kept, edited, taken back, and used by quotes."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests import make
from tests.actions.teller import Teller

SAVE = """mutation ($input: PriceSaveInput!, $version: Int, $key: String) {
    priceSave(input: $input, expectedVersion: $version, idempotencyKey: $key) {
        price { id name product { code } store { code } tier { code } isMembersOnly amount startsOn endsOn isActive
            version versions { body } }
        changeSet { id isUndoable summary }
        userErrors { code message path ... on ConflictError { currentVersion } }
    }
}"""
UNDO = "mutation ($id: ID!) { changeSetUndo(id: $id) { changeSet { id } skipped userErrors { code } } }"
QUOTE = "query ($cart: CartInput!) { quote(cart: $cart) { total { amount } } }"
LIST = """query ($where: PriceWhere) { prices(first: 9, where: $where, orderBy: {field: NAME}) {
    nodes { name } totalCount { value } } }"""
PRICE = {"name": "Gold tea", "productCode": "TEA", "storeCode": "S1", "tierCode": "GOLD", "amount": "7.1234"}
DAYS = {"startsOn": "2026-03-01", "endsOn": "2026-03-03"}


@pytest_asyncio.fixture
async def shop(teller: Teller) -> Teller:
    """Two stores, tea at 30.00, and member M1 in tier GOLD."""
    c = teller.connection
    unit = await make.insert(c, "organization_unit", code="HQ", name="HQ", path="HQ/")
    for code in ("S1", "S2"):
        await make.insert(c, "store", code=code, name=code, unit_id=unit)
    await make.insert(c, "product", code="TEA", name="Tea", price=3_000)
    gold = await make.insert(c, "tier", code="GOLD", name="Gold", rank=1)
    await c.execute("UPDATE member SET tier_id = $1 WHERE member_no = 'M1'", gold)
    return teller


async def save(shop: Teller, version: int | None = None, key: str | None = None, **given: Any) -> Any:
    return await shop(SAVE, input=PRICE | given, version=version, key=key)


async def total(shop: Teller, at: str = "2026-03-02T12:00:00Z", store: str = "S1", member: str | None = "M1") -> str:
    """Of 10 pieces of tea."""
    cart = {"storeCode": store, "at": at, "lines": [{"productCode": "TEA", "quantity": "10"}]}
    who = {"member": {"memberNo": member}} if member else {}
    answer = await shop.desk.ask(shop.admin, QUOTE, {"cart": cart | who})
    assert not answer.errors, answer.errors
    return answer.data["quote"]["total"]["amount"]


async def rows(shop: Teller) -> list[Any]:
    return [*map(tuple, await shop.connection.fetch("SELECT * FROM price ORDER BY id")), *await shop.state()]


async def refused(shop: Teller, version: int | None = None, **given: Any) -> dict[str, Any]:
    """The one error; proves that nothing was written."""
    before = await rows(shop)
    payload = await save(shop, version, **given)
    assert await rows(shop) == before
    assert payload["price"] is payload["changeSet"] is None
    (error,) = payload["userErrors"]
    return error


async def test_a_price_is_made_and_told(shop: Teller) -> None:
    price = (await save(shop, **DAYS))["price"]
    assert (price["product"]["code"], price["store"]["code"], price["tier"]["code"]) == ("TEA", "S1", "GOLD")
    assert (Decimal(price["amount"]), price["version"], price["isActive"]) == (Decimal("7.1234"), 1, True)
    told = await shop.connection.fetchval(
        "SELECT changes::jsonb -> 'product' FROM audit_event WHERE action = 'price.saved'"
    )
    assert told == '[null, "TEA"]'


async def test_an_edit_is_told_with_what_was_before(shop: Teller) -> None:
    made = (await save(shop))["price"]
    changed = (await save(shop, 1, id=made["id"], amount="6", storeCode=None))["price"]
    assert (Decimal(changed["amount"]), changed["store"], changed["version"]) == (6, None, 2)
    assert len(changed["versions"]) == 2
    told = await shop.connection.fetchval("SELECT changes FROM audit_event ORDER BY id DESC LIMIT 1")
    assert told == '{"store": ["S1", null], "amount": ["7.1234", "6"]}'


async def test_what_is_not_given_stays(shop: Teller) -> None:
    made = (await save(shop, isMembersOnly=True, **DAYS))["price"]
    given = {"id": made["id"], "name": "Tea", "productCode": "TEA", "amount": "7"}
    changed = (await shop(SAVE, input=given, version=1))["price"]
    kept = ("store", "tier", "isMembersOnly", "startsOn", "endsOn", "isActive")
    assert {name: changed[name] for name in kept} == {name: made[name] for name in kept}


async def test_saving_it_as_it_is_changes_nothing(shop: Teller) -> None:
    made = (await save(shop))["price"]
    before = await rows(shop)
    payload = await save(shop, 1, id=made["id"])
    assert (payload["price"]["version"], payload["changeSet"]) == (1, None)
    assert (await rows(shop))[:-1] == before[:-1]


@pytest.mark.parametrize(("given", "code", "path"), [
    ({"productCode": "NONE"}, "NOT_FOUND", "productCode"), ({"storeCode": "S9"}, "NOT_FOUND", "storeCode"),
    ({"tierCode": "NONE"}, "NOT_FOUND", "tierCode"), ({"amount": "-0.01"}, "INVALID", "amount"),
    ({"amount": "1.23456"}, "INVALID", "amount"), ({"amount": "1000000000"}, "INVALID", "amount"),
    ({"name": " "}, "REQUIRED", "name"), ({"startsOn": "2026-03-02", "endsOn": "2026-03-01"}, "INVALID", "endsOn"),
    ({"id": "prc_0190a5d1-0000-7000-8000-00000000dead"}, "NOT_FOUND", "id"),
])  # fmt: skip
async def test_a_price_that_makes_no_sense_is_refused(
    shop: Teller, given: dict[str, Any], code: str, path: str
) -> None:
    error = await refused(shop, **given)
    assert (error["code"], error["path"]) == (code, ["input", path])


async def test_who_has_not_seen_the_last_version_is_told(shop: Teller) -> None:
    made = (await save(shop))["price"]
    await save(shop, 1, id=made["id"], amount="6")
    error = await refused(shop, 1, id=made["id"], amount="5")
    assert (error["code"], error["currentVersion"]) == ("CONFLICT", 2)


async def test_of_two_edits_at_once_one_is_refused(shop: Teller) -> None:
    made = (await save(shop))["price"]
    both = await asyncio.gather(*(save(shop, 1, id=made["id"], amount=amount) for amount in ("5", "6")))
    assert sorted(e["code"] for payload in both for e in payload["userErrors"]) == ["CONFLICT"]
    assert await shop.connection.fetchval("SELECT version FROM price") == 2


async def test_one_key_makes_one_price_in_a_row_and_at_once(shop: Teller) -> None:
    key = uuid4().hex
    first = await save(shop, key=key)
    again = await asyncio.gather(*(save(shop, key=key) for _ in range(2)))
    assert {payload["price"]["id"] for payload in (first, *again)} == {first["price"]["id"]}
    other = uuid4().hex
    await asyncio.gather(*(save(shop, key=other) for _ in range(2)))
    assert await shop.connection.fetchval("SELECT count(*) FROM price") == 2


async def test_an_edit_is_taken_back(shop: Teller) -> None:
    made = (await save(shop, **DAYS))["price"]
    change = (await save(shop, 1, id=made["id"], amount="6", storeCode=None, endsOn=None))["changeSet"]
    assert change["summary"] == "Save price 'Gold tea' of TEA"
    undone = await shop(UNDO, id=change["id"])
    assert undone["skipped"] == []
    row = await shop.connection.fetchrow("SELECT amount, store_id, ends_on::text, version FROM price")
    assert (row["amount"], row["store_id"] is None, row["ends_on"], row["version"]) == (
        Decimal("7.1234"), False, "2026-03-03", 3
    )  # fmt: skip


async def test_an_edit_that_was_edited_since_is_not_taken_back(shop: Teller) -> None:
    made = (await save(shop))["price"]
    change = (await save(shop, 1, id=made["id"], amount="6"))["changeSet"]
    await save(shop, 2, id=made["id"], amount="5")
    assert len((await shop(UNDO, id=change["id"]))["skipped"]) == 1
    assert await shop.connection.fetchval("SELECT amount FROM price") == 5


async def test_taking_a_new_price_back_switches_it_off(shop: Teller) -> None:
    change = (await save(shop))["changeSet"]
    assert await total(shop) == "71.23"
    await shop(UNDO, id=change["id"])
    assert await total(shop) == "300.00"


@pytest.mark.parametrize(("when", "expected"), [
    ({}, "71.23"), ({"at": "2026-03-01T00:00:00Z"}, "71.23"), ({"at": "2026-03-03T23:59:59Z"}, "71.23"),
    ({"at": "2026-02-28T23:59:59Z"}, "300.00"), ({"at": "2026-03-04T00:00:00Z"}, "300.00"),
    ({"store": "S2"}, "300.00"), ({"member": None}, "300.00"), ({"member": "M2"}, "300.00"),
])  # fmt: skip
async def test_a_quote_uses_it_on_its_days_at_its_store_for_its_tier(
    shop: Teller, when: dict[str, Any], expected: str
) -> None:
    async with shop.connection.transaction():
        await make.member(shop.connection, "M2")
    await save(shop, **DAYS)
    assert await total(shop, **when) == expected


async def test_the_price_of_a_holiday_is_for_members_and_goes_by_itself(shop: Teller) -> None:
    holiday = {"name": "Holiday", "storeCode": None, "tierCode": None, "isMembersOnly": True, "amount": "20"}
    await save(shop, **holiday, startsOn="2026-03-02", endsOn="2026-03-02")
    assert [await total(shop), await total(shop, member=None)] == ["200.00", "300.00"]
    assert await total(shop, at="2026-03-03T12:00:00Z") == "300.00"


async def test_an_order_costs_what_the_price_of_the_day_says(shop: Teller) -> None:
    await save(shop, storeCode=None, tierCode=None, amount="7.1234")
    document = """mutation ($input: OrderRecordInput!, $key: String!) {
        orderRecord(input: $input, idempotencyKey: $key) { order { total { amount } } userErrors { code } } }"""
    cart = {"storeCode": "S1", "lines": [{"productCode": "TEA", "quantity": "32.5"}]}
    done = await shop(document, input={"number": "F-1", "cart": cart})
    assert done["order"]["total"]["amount"] == "231.51"


async def test_prices_are_listed_by_product_store_and_whether_they_count(shop: Teller) -> None:
    await save(shop)
    await save(shop, name="Off", storeCode=None, isActive=False)
    for where, names in (
        ({}, ["Gold tea", "Off"]), ({"isActive": {"eq": True}}, ["Gold tea"]),
        ({"store": {"eq": "S1"}}, ["Gold tea"]), ({"product": {"eq": "MILK"}}, []),
    ):  # fmt: skip
        answer = await shop.desk.ask(shop.admin, LIST, {"where": where})
        assert [node["name"] for node in answer.data["prices"]["nodes"]] == names
