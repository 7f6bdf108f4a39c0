"""Customers on file become members by what they buy."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests import make
from tests.actions.teller import Teller

CUSTOMER = """mutation ($input: CustomerSaveInput!, $version: Int) {
    customerSave(input: $input, expectedVersion: $version) {
        customer { reference name phone email version member { memberNo } } userErrors { code message path }
    }
}"""
POLICY = """mutation ($input: JoiningPolicySaveInput!, $version: Int) {
    joiningPolicySave(input: $input, expectedVersion: $version) {
        policy { code version conditions levels { least { amount } most { amount } tierCode } }
        userErrors { code message path }
    }
}"""
LEVELS = [{"least": "100", "most": "500", "tierCode": "BASIC"}, {"least": "500", "tierCode": "GOLD"}]
ONCE = {"code": "once", "name": "Buys enough", "trigger": "SPEND_ONCE", "levels": LEVELS}


@pytest_asyncio.fixture
async def shop(teller: Teller) -> Teller:
    """Two tiers, two stores, two products for 100.00 and one customer with a phone number."""
    c = teller.connection
    await make.insert(c, "tier", code="BASIC", name="Basic", rank=1)
    await make.insert(c, "tier", code="GOLD", name="Gold", rank=2, spend_threshold=10**9)
    unit = await make.insert(c, "organization_unit", id=uuid4(), code="HQ", name="HQ", path="HQ/")
    for number in (1, 2):
        await make.insert(c, "store", code=f"S{number}", name=f"Store {number}", unit_id=unit)
    for code in ("MILK", "TEA"):
        await make.insert(c, "product", code=code, name=code, price=10_000)
    await make.insert(c, "customer", reference="K1", name="Wu", phone="+8613700001111")
    return teller


async def refused(shop: Teller, document: str, given: Any, version: int | None = None) -> dict[str, Any]:
    """The one error; proves that nothing was written."""
    before = await shop.state()
    payload = await shop(document, input=given, version=version)
    assert await shop.state() == before
    (error,) = payload["userErrors"]
    return error


async def test_a_customer_is_put_on_file_and_changed(shop: Teller) -> None:
    made = await shop(CUSTOMER, input={"reference": " K2 ", "phone": "137 0000 2222", "email": "Wu@Example.com"})
    customer = made["customer"]
    assert (customer["reference"], customer["phone"], customer["email"]) == ("K2", "13700002222", "wu@example.com")
    changed = (await shop(CUSTOMER, input={"reference": "K2", "name": "Wu", "email": None}, version=1))["customer"]
    assert (changed["name"], changed["phone"], changed["email"], changed["version"]) == ("Wu", "13700002222", None, 2)
    told = await shop.connection.fetchval("SELECT string_agg(changes::text, '') FROM audit_event")
    assert "wu@example.com" not in told
    assert "13700002222" not in told


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"reference": " "}, "INVALID", "reference"), ({"reference": "K" * 101}, "INVALID", "reference"),
        ({"reference": "K2", "phone": "12"}, "INVALID", "phone"),
        ({"reference": "K2", "email": "wu"}, "INVALID", "email"),
    ],
)  # fmt: skip
async def test_what_cannot_be_kept_of_a_customer_is_named(shop: Teller, given: Any, code: str, field: str) -> None:
    error = await refused(shop, CUSTOMER, given)
    assert (error["code"], error["path"]) == (code, ["input", field])
    assert await shop.connection.fetchval("SELECT count(*) FROM customer") == 1


async def test_a_customer_who_was_changed_since_is_not_overwritten(shop: Teller) -> None:
    await shop(CUSTOMER, input={"reference": "K1", "name": "Wu Lei"}, version=1)
    assert (await refused(shop, CUSTOMER, {"reference": "K1", "name": "Wu"}, 1))["code"] == "CONFLICT"
    assert await shop.connection.fetchval("SELECT name FROM customer") == "Wu Lei"


async def test_a_policy_is_saved_with_its_levels(shop: Teller) -> None:
    policy = (await shop(POLICY, input=ONCE))["policy"]
    spans = [(level["least"], level["most"], level["tierCode"]) for level in policy["levels"]]
    low, high = {"amount": "100.00"}, {"amount": "500.00"}
    assert spans == [(low, high, "BASIC"), (high, None, "GOLD")]
    again = (await shop(POLICY, input=ONCE | {"levels": LEVELS[1:]}, version=1))["policy"]
    assert (len(again["levels"]), again["version"]) == (1, 2)
    told = await shop.connection.fetchval("SELECT changes::text FROM audit_event ORDER BY at DESC, id DESC LIMIT 1")
    assert "100.00–500.00: BASIC" in told


async def test_levels_that_are_not_given_stay(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    given = {name: ONCE[name] for name in ("code", "name", "trigger")}
    policy = (await shop(POLICY, input=given | {"isActive": False}, version=1))["policy"]
    assert (len(policy["levels"]), policy["version"]) == (2, 2)


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"code": "a b"}, "INVALID", ["code"]), ({"levels": []}, "REQUIRED", ["levels"]),
        ({"levels": [{"least": "1", "tierCode": "MOON"}]}, "NOT_FOUND", ["levels", "0", "tierCode"]),
        ({"levels": [{"least": "5", "most": "5", "tierCode": "GOLD"}]}, "INVALID", ["levels", "0", "most"]),
        ({"levels": [LEVELS[0], {"least": "499.99", "tierCode": "GOLD"}]}, "INVALID", ["levels", "1", "least"]),
        ({"trigger": "SPEND_CUMULATIVE"}, "REQUIRED", ["periodDays"]), ({"periodDays": 0}, "INVALID", ["periodDays"]),
        ({"conditions": {"tiers": ["GOLD"]}}, "INVALID", ["conditions", "tiers"]),
        ({"conditions": {"moon": 1}}, "INVALID", ["conditions", "moon"]),
        ({"trigger": "FEE"}, "REQUIRED", ["fee"]), ({"trigger": "FEE", "fee": "9"}, "REQUIRED", ["conditions"]),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_in_a_policy_is_named(shop: Teller, given: Any, code: str, path: list[str]) -> None:
    error = await refused(shop, POLICY, ONCE | given)
    assert (error["code"], error["path"]) == (code, ["input", *path])
    assert await shop.connection.fetchval("SELECT count(*) FROM joining_policy") == 0


async def test_a_policy_that_was_changed_since_is_not_overwritten(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    await shop(POLICY, input=ONCE | {"levels": LEVELS[:1]}, version=1)
    assert (await refused(shop, POLICY, ONCE, 1))["code"] == "CONFLICT"


RECORD = """mutation ($input: OrderRecordInput!, $key: String!) {
    orderRecord(input: $input, idempotencyKey: $key) {
        order { number member { memberNo } pointsEarned }
        member {
            memberNo name phone tier { code } tierFloor { code } points { available }
            metrics { orderCount totalSpend { amount } }
        }
        userErrors { code message path }
    }
}"""
RETURN = """mutation ($key: String!) {
    orderReturn(
        number: "A-1", lines: [{productCode: "MILK", quantity: "1"}], reason: "Sour", idempotencyKey: $key
    ) { userErrors { code message } }
}"""
NOW = datetime.now(UTC).replace(microsecond=0)
PERIOD = {"code": "period", "name": "Comes back", "trigger": "SPEND_CUMULATIVE", "periodDays": 30, "levels": LEVELS}


async def buys(shop: Teller, pieces: int, product: str = "MILK", **more: Any) -> dict[str, Any] | None:
    """The member of the order, if it made one."""
    about = {"storeCode": more.pop("store", "S1"), "at": more.pop("at", NOW).isoformat()}
    lines = [{"productCode": product, "quantity": str(pieces)}]
    given = {
        "number": more.pop("number", uuid4().hex),
        "customerReference": more.pop("customer", "K1"),
        "cart": {"lines": lines} | about,
    }
    payload = await shop(RECORD, input=given, **more)
    assert payload["userErrors"] == []
    return payload["member"]


async def nobody_joined(shop: Teller) -> bool:
    joined = await shop.connection.fetchval("SELECT count(*) FROM joining")
    return joined == 0 and await shop.connection.fetchval("SELECT count(*) FROM member") == 1


async def test_one_order_within_a_level_makes_a_member_with_its_tier(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    member = await buys(shop, 1)
    assert (member["name"], member["phone"], member["tier"]) == ("Wu", "+8613700001111", {"code": "BASIC"})
    assert (member["tierFloor"], member["points"]["available"]) == ({"code": "BASIC"}, 0)
    assert member["metrics"] == {"orderCount": 1, "totalSpend": {"amount": "100.00"}}
    row = await shop.connection.fetchrow("""
        SELECT j.way, p.code, o.customer_id = c.id AND o.member_id = c.member_id AND c.member_id = j.member_id AS one
        FROM joining j JOIN joining_policy p ON p.id = j.policy_id JOIN orders o ON o.id = j.order_id, customer c""")
    assert tuple(row) == ("POLICY", "once", True)


async def test_the_amount_decides_the_level(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    assert (await buys(shop, 5))["tierFloor"] == {"code": "GOLD"}


async def test_of_several_policies_the_highest_tier_counts(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    await shop(POLICY, input=ONCE | {"code": "a", "levels": [{"least": "100", "tierCode": "GOLD"}]})
    assert (await buys(shop, 1))["tierFloor"] == {"code": "GOLD"}


async def test_an_amount_outside_of_every_level_lets_nobody_in(shop: Teller) -> None:
    await shop(POLICY, input=ONCE | {"levels": [{"least": "150", "most": "300", "tierCode": "BASIC"}]})
    assert await buys(shop, 1) is None
    assert await buys(shop, 3) is None
    assert await nobody_joined(shop)


async def test_one_order_counts_nothing_that_was_bought_before(shop: Teller) -> None:
    await shop(POLICY, input=ONCE | {"levels": LEVELS[1:]})
    assert [await buys(shop, 3), await buys(shop, 3)] == [None, None]
    assert await nobody_joined(shop)


async def test_orders_of_a_period_add_up_to_its_edge(shop: Teller) -> None:
    await shop(POLICY, input=PERIOD | {"levels": LEVELS[1:]})
    assert await buys(shop, 4, at=NOW - timedelta(days=31)) is None
    assert await buys(shop, 1, at=NOW - timedelta(days=1)) is None
    member = await buys(shop, 4)
    assert member["tierFloor"] == {"code": "GOLD"}
    assert member["metrics"]["orderCount"] == 1


async def test_an_order_exactly_so_many_days_ago_is_outside_of_the_period(shop: Teller) -> None:
    await shop(POLICY, input=PERIOD | {"levels": LEVELS[1:]})
    assert await buys(shop, 4, at=NOW - timedelta(days=30)) is None
    assert await buys(shop, 4, at=NOW) is None
    assert await nobody_joined(shop)


async def test_what_came_back_does_not_count(shop: Teller) -> None:
    await shop(POLICY, input=PERIOD | {"levels": LEVELS[1:]})
    assert await buys(shop, 4, at=NOW - timedelta(days=1), number="A-1") is None
    assert (await shop(RETURN))["userErrors"] == []
    assert await buys(shop, 1) is None
    assert await nobody_joined(shop)


async def test_only_the_places_and_products_of_the_policy_count(shop: Teller) -> None:
    await shop(POLICY, input=ONCE | {"conditions": {"stores": ["S1"], "products": ["TEA"]}})
    assert await buys(shop, 5, "TEA", store="S2") is None
    assert await buys(shop, 5, "MILK") is None
    assert await nobody_joined(shop)
    assert (await buys(shop, 5, "TEA"))["tierFloor"] == {"code": "GOLD"}


@pytest.mark.parametrize("change", [{"isActive": False}, {"validFrom": (NOW + timedelta(days=1)).isoformat()}])
async def test_a_policy_that_is_not_in_force_lets_nobody_in(shop: Teller, change: Any) -> None:
    await shop(POLICY, input=ONCE | change)
    assert await buys(shop, 5) is None
    assert await nobody_joined(shop)


async def test_a_customer_who_is_not_known_by_anything_stays_outside(shop: Teller) -> None:
    await make.insert(shop.connection, "customer", reference="K2")
    await shop(POLICY, input=ONCE)
    assert await buys(shop, 5, customer="K2") is None
    assert await nobody_joined(shop)


async def test_a_phone_that_a_member_has_makes_no_second_member(shop: Teller) -> None:
    await shop.connection.execute("UPDATE member SET phone = '+8613700001111'")
    await shop(POLICY, input=ONCE)
    assert await buys(shop, 5) is None
    assert await nobody_joined(shop)


async def test_two_orders_at_once_make_one_member(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    made = await asyncio.gather(*(buys(shop, 1) for _ in range(4)))
    assert sorted(member is not None for member in made) == [False, False, False, True]
    assert await shop.connection.fetchval("SELECT count(*) FROM joining") == 1


async def test_two_orders_at_once_add_up(shop: Teller) -> None:
    await shop(POLICY, input=PERIOD | {"levels": LEVELS[1:]})
    made = await asyncio.gather(*(buys(shop, 3) for _ in range(2)))
    assert [member["tierFloor"] for member in made if member] == [{"code": "GOLD"}]


async def test_one_key_twice_makes_one_member(shop: Teller) -> None:
    await shop(POLICY, input=ONCE)
    lines = [{"productCode": "MILK", "quantity": "1"}]
    given = {"number": "A-1", "customerReference": "K1", "cart": {"lines": lines, "storeCode": "S1"}}
    made = await asyncio.gather(*(shop(RECORD, input=given, key="till-1") for _ in range(2)))
    made.append(await shop(RECORD, input=given, key="till-1"))
    assert len({each["member"]["memberNo"] for each in made}) == 1
    assert await shop.connection.fetchval("SELECT count(*) FROM orders") == 1


async def test_buying_what_the_fee_is_paid_by_makes_a_member(shop: Teller) -> None:
    fee = {"code": "fee", "name": "Fee", "trigger": "FEE", "fee": "100", "conditions": {"products": ["TEA"]}}
    await shop(POLICY, input=fee)
    assert await buys(shop, 9, "MILK") is None
    member = await buys(shop, 1, "TEA")
    assert member["tierFloor"] is None
    assert tuple(await shop.connection.fetchrow("SELECT way, fee FROM joining")) == ("PAYMENT", 10_000)


async def test_the_order_that_makes_a_member_counts_for_the_tier(shop: Teller) -> None:
    await make.insert(shop.connection, "tier", code="TOP", name="Top", rank=3, spend_threshold=90_000)
    await shop(POLICY, input=ONCE)
    member = await buys(shop, 9, number="A-1")
    assert (member["tier"], member["tierFloor"]) == ({"code": "TOP"}, {"code": "GOLD"})
    change = "SELECT o.number FROM tier_change c JOIN orders o ON o.id = c.order_id WHERE c.kind = 'UPGRADE'"
    assert await shop.connection.fetchval(change) == "A-1"


ELIGIBLE = """query { eligibleCustomers { reference policy { code } tier { code } customer { name } lastBoughtAt } }"""
ADMIT = """mutation ($reference: String!) { customerAdmit(reference: $reference) {
    member { memberNo name phone tierFloor { code } } customer { member { memberNo } } userErrors { code path } } }"""


async def _bought(shop: Teller, total: int, reference: str = "K1") -> None:
    """Before any policy was there."""
    c = shop.connection
    customer = await c.fetchval("SELECT id FROM customer WHERE reference = $1", reference)
    at = datetime.now(UTC) - timedelta(days=3)
    async with c.transaction():
        order = await make.order(c, f"O-{reference}-{total}", None, total, customer_id=customer, at=at)
        product = await c.fetchval("SELECT id FROM product WHERE code = 'TEA'")
        line = {"unit_price": total / 100, "discount": 0, "total": total}
        await make.insert(c, "order_line", order_id=order, position=1, product_id=product, quantity=1, **line)


async def test_who_bought_enough_before_the_policy_is_on_the_list(shop: Teller) -> None:
    await make.insert(shop.connection, "customer", reference="K2", name="Li")
    await make.insert(shop.connection, "customer", reference="K3")
    for reference, total in (("K1", 60_000), ("K2", 5_000), ("K3", 60_000)):
        await _bought(shop, total, reference)
    assert await shop(ELIGIBLE) == []
    await shop(POLICY, input=ONCE)
    (found,) = await shop(ELIGIBLE)
    told = (found["reference"], found["customer"], found["policy"], found["tier"])
    assert told == ("K1", {"name": "Wu"}, {"code": "once"}, {"code": "GOLD"})


async def test_who_is_on_the_list_is_let_in_by_hand_once(shop: Teller) -> None:
    await _bought(shop, 20_000)
    await shop(POLICY, input=ONCE)
    payload = await shop(ADMIT, reference="K1")
    member = payload["member"]
    assert (member["name"], member["phone"], member["tierFloor"]) == ("Wu", "+8613700001111", {"code": "BASIC"})
    assert payload["customer"] == {"member": {"memberNo": member["memberNo"]}}
    assert await shop(ELIGIBLE) == []
    assert (await shop(ADMIT, reference="K1"))["userErrors"] == [{"code": "DUPLICATE", "path": ["reference"]}]
    way = await shop.connection.fetchrow("SELECT way, policy_id IS NOT NULL FROM joining ORDER BY at DESC LIMIT 1")
    assert tuple(way) == ("POLICY", True)


async def test_two_who_let_a_customer_in_at_once_make_one_member(shop: Teller) -> None:
    await _bought(shop, 20_000)
    await shop(POLICY, input=ONCE)
    payloads = await asyncio.gather(*(shop(ADMIT, reference="K1") for _ in range(4)))
    assert sum(payload["member"] is not None for payload in payloads) == 1


async def test_whom_no_policy_takes_is_not_let_in(shop: Teller) -> None:
    await _bought(shop, 5_000)
    await shop(POLICY, input=ONCE)
    before = await shop.state()
    assert (await shop(ADMIT, reference="K1"))["userErrors"] == [{"code": "NOT_ELIGIBLE", "path": ["reference"]}]
    assert await shop.state() == before


async def test_orders_of_a_period_together_put_somebody_on_the_list(shop: Teller) -> None:
    await shop(POLICY, input=ONCE | {"code": "sum", "trigger": "SPEND_CUMULATIVE", "periodDays": 30})
    await _bought(shop, 6_000)
    assert await shop(ELIGIBLE) == []
    await _bought(shop, 6_001)
    assert [found["tier"] for found in await shop(ELIGIBLE)] == [{"code": "BASIC"}]
