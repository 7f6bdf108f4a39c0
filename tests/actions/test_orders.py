"""Orders: recorded with every consequence, returned and cancelled as if only the rest had been bought."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests import make
from tests.actions.teller import Teller

RECORD = """mutation ($input: OrderRecordInput!, $key: String!) {
    orderRecord(input: $input, idempotencyKey: $key) {
        order { number status total { amount } pointsEarned pointsSpent effects { kind sourceCode amount points } }
        member { memberNo points { available } growthValue wallet { total { amount } } metrics { orderCount } }
        userErrors { code message path }
    }
}"""
RETURN = """mutation ($number: String!, $lines: [ReturnLineInput!]!, $key: String!) {
    orderReturn(number: $number, lines: $lines, reason: "Too small", idempotencyKey: $key) {
        order { status } member { points { available } growthValue metrics { orderCount totalSpend { amount } } }
        orderReturn { number amount { amount } } userErrors { code message path }
    }
}"""
CANCEL = """mutation ($number: String!, $key: String!) {
    orderCancel(number: $number, reason: "Not wanted", idempotencyKey: $key) {
        order { status } member { points { available } } userErrors { code message }
    }
}"""
QUOTE = """query ($cart: CartInput!) {
    quote(cart: $cart) {
        total { amount } payable { amount } pointsToEarn growthToEarn pointsSpent
        lines { productCode unitPrice { amount } discount { amount } total { amount } }
        effects { kind sourceKind sourceCode amount points message } rejections { sourceCode code message }
    }
}"""


@pytest_asyncio.fixture
async def shop(teller: Teller) -> Teller:
    """A store, two products, a rule of earning and a ladder of savings."""
    c = teller.connection
    unit = await make.insert(c, "organization_unit", id=uuid4(), code="HQ", name="HQ", path="HQ/")
    await make.insert(c, "store", code="S1", name="First", unit_id=unit)
    await make.insert(c, "product", code="MILK", name="Milk", price=1_000)
    await make.insert(c, "product", code="TEA", name="Tea", price=3_000)
    rule = {"name": "Purchases", "uses_tier_multiplier": True, "expiry": "END_OF_MONTH", "expiry_count": 12}
    await make.insert(c, "earning_rule", code="purchase", asset="POINTS", per_unit=1, **rule)
    await make.insert(c, "earning_rule", code="growth", asset="GROWTH", per_unit=1, name="Growth")
    ladder = {"steps": [{"spend": "50", "off": "5"}]}
    await make.insert(
        c, "campaign", code="SAVE", name="Save 5", kind="SPEND_AND_SAVE", status="RUNNING", rules=ladder, budget=100_000
    )
    return teller


def cart(**more: Any) -> dict[str, Any]:
    lines = [{"productCode": "MILK", "quantity": "3"}, {"productCode": "TEA", "quantity": "1"}]
    return {"member": {"memberNo": "M1"}, "storeCode": "S1", "lines": lines} | more


def at_till(**given: str) -> dict[str, Any]:
    """A line of which the till took something off."""
    return {"lines": [{"productCode": "MILK", "quantity": "1"} | given]}


def order(number: str = "A-1", payment: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"number": number, "cart": cart(**more)} | (payment or {})


async def quoted(shop: Teller, **more: Any) -> dict[str, Any]:
    answer = await shop.desk.ask(shop.admin, QUOTE, {"cart": cart(**more)})
    assert not answer.errors, answer.errors
    return answer.data["quote"]


async def refused(shop: Teller, document: str = RECORD, **given: Any) -> dict[str, Any]:
    """The one error; proves that nothing was written."""
    before = await shop.state()
    payload = await shop(document, **given)
    assert await shop.state() == before
    assert payload["order"] is None
    (error,) = payload["userErrors"]
    return error


async def test_a_quote_says_what_the_order_then_does(shop: Teller) -> None:
    quote = await quoted(shop)
    done = await shop(RECORD, input=order())
    assert (quote["total"]["amount"], quote["pointsToEarn"]) == ("55.00", 55)
    assert done["order"]["total"]["amount"] == "55.00"
    assert done["order"]["pointsEarned"] == 55
    assert [effect["sourceCode"] for effect in quote["effects"]] == [e["sourceCode"] for e in done["order"]["effects"]]


async def test_an_order_earns_counts_and_takes_from_the_budget(shop: Teller) -> None:
    done = await shop(RECORD, input=order())
    assert done["member"] == {
        "memberNo": "M1", "points": {"available": 155}, "growthValue": 55, "wallet": {"total": {"amount": "0.00"}},
        "metrics": {"orderCount": 1},
    }  # fmt: skip
    assert await shop.connection.fetchval("SELECT spent FROM campaign") == 500
    expires = await shop.connection.fetchval("SELECT max(expires_at) FROM points_lot")
    assert (expires.day, expires.hour) != (0, 1)


async def test_asking_changes_nothing(shop: Teller) -> None:
    before = await shop.state()
    await quoted(shop)
    assert await shop.state() == before


async def test_a_quote_of_something_unknown_says_what_to_give(shop: Teller) -> None:
    lines = [{"productCode": "CAKE", "quantity": "1"}]
    answer = await shop.desk.ask(shop.admin, QUOTE, {"cart": cart(lines=lines)})
    assert answer.errors[0]["message"] == "There is no product CAKE. Give its unitPrice to sell it all the same."


async def test_a_product_that_nobody_described_is_sold_with_its_price(shop: Teller) -> None:
    lines = [{"productCode": "CAKE", "quantity": "2", "unitPrice": "12.50"}]
    quote = await quoted(shop, lines=lines)
    assert quote["lines"][0]["productCode"] == "CAKE"
    done = await shop(RECORD, input=order(lines=lines))
    assert done["order"]["total"]["amount"] == "25.00"
    assert await shop.connection.fetchval("SELECT is_placeholder FROM product WHERE code = 'CAKE'")


async def test_points_pay_part_of_an_order_and_lower_what_it_earns(shop: Teller) -> None:
    done = await shop(RECORD, input=order(pointsToSpend=100))
    assert (done["order"]["pointsSpent"], done["order"]["pointsEarned"]) == (100, 54)
    assert done["member"]["points"]["available"] == 54


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"pointsToSpend": 101}, "LIMIT_REACHED", ["input", "cart", "pointsToSpend"]),
        ({"couponCodes": ["NONE"]}, "NOT_FOUND", ["input", "cart", "couponCodes"]),
        ({"storeCode": "S9"}, "NOT_FOUND", ["input", "cart", "storeCode"]),
        ({"lines": []}, "INVALID", ["input", "cart", "lines"]),
        ({"lines": [{"productCode": "MILK", "quantity": "0"}]}, "INVALID", ["input", "cart", "lines", "0", "quantity"]),
        ({"at": "2099-01-01T00:00:00Z"}, "INVALID", ["input", "cart", "at"]),
        (at_till(discount="1", reimbursed="1.01"), "INVALID", ["input", "cart", "lines", "0", "discount"]),
        (at_till(discount="1.001"), "INVALID", ["input", "cart", "lines", "0", "discount"]),
        (at_till(discount="10.01"), "INVALID", ["cart", "lines"]),
        ({"member": {"memberNo": "M9"}}, "NOT_FOUND", ["input", "cart", "member"]),
    ],
)
async def test_what_cannot_be_recorded_is_refused(
    shop: Teller, given: dict[str, Any], code: str, path: list[str]
) -> None:
    error = await refused(shop, input=order(**given))
    assert (error["code"], error["path"]) == (code, path)


async def test_what_the_till_took_off_is_kept_and_what_is_reimbursed_earns_nothing(shop: Teller) -> None:
    done = await shop(RECORD, input=order(**at_till(discount="4.00", reimbursed="1.00")))
    assert (done["order"]["total"]["amount"], done["order"]["pointsEarned"]) == ("7.00", 6)
    row = await shop.connection.fetchrow("SELECT subtotal, discount_total, reimbursed, total FROM orders")
    assert tuple(row) == (1_000, 400, 100, 700)
    line = await shop.connection.fetchrow("SELECT discount, reimbursed, total, points_value FROM order_line")
    assert tuple(line) == (400, 100, 700, 0)
    assert done["order"]["effects"][0] | {"points": None} == {
        "kind": "DISCOUNT", "sourceCode": "till", "amount": "4.00", "points": None
    }  # fmt: skip
    await shop(RETURN, number="A-1", lines=[{"productCode": "MILK", "quantity": "1"}])
    assert await shop.balance() == 100


async def test_another_price_than_expected_is_refused(shop: Teller) -> None:
    error = await refused(shop, input=order(payment={"expectedPayable": "60.00"}))
    assert (error["code"], error["message"]) == ("CONFLICT", "The cart costs 55.00 USD now, not 60.00. Quote it again.")


async def test_more_stored_value_than_is_to_be_paid_is_refused(shop: Teller) -> None:
    assert (await refused(shop, input=order(payment={"payWithWallet": "55.01"})))["code"] == "INVALID"
    assert (await refused(shop, input=order(payment={"payWithWallet": "5.00"})))["code"] == "INSUFFICIENT_BALANCE"


async def test_a_number_is_recorded_once(shop: Teller) -> None:
    await shop(RECORD, input=order())
    assert (await refused(shop, input=order()))["code"] == "DUPLICATE"


async def test_one_key_records_once_however_often_it_is_sent(shop: Teller) -> None:
    first = await shop(RECORD, input=order(), key="k")
    answers = await asyncio.gather(*(shop(RECORD, input=order(), key="k") for _ in range(8)))
    assert all(answer["order"] == first["order"] for answer in answers)
    assert await shop.balance() == 155


async def test_orders_at_once_never_pass_a_budget(shop: Teller) -> None:
    await shop.connection.execute("UPDATE campaign SET budget = 1200")
    answers = await asyncio.gather(*(shop(RECORD, input=order(f"A-{n}")) for n in range(6)))
    assert sorted(answer["order"]["total"]["amount"] for answer in answers) == ["55.00"] * 2 + ["60.00"] * 4
    assert await shop.connection.fetchval("SELECT spent FROM campaign") == 1_000


async def test_a_return_leaves_the_state_of_what_was_kept(shop: Teller) -> None:
    await shop(RECORD, input=order())
    back = await shop(RETURN, number="A-1", lines=[{"productCode": "MILK", "quantity": "3"}])
    assert back["orderReturn"] == {"number": "A-1-R1", "amount": {"amount": "27.50"}}
    assert back["member"] == {
        "points": {"available": 127}, "growthValue": 27, "metrics": {"orderCount": 1, "totalSpend": {"amount": "27.50"}}
    }  # fmt: skip
    assert back["order"]["status"] == "PARTLY_RETURNED"
    assert await shop.connection.fetchval("SELECT spent FROM campaign") == 250


async def test_piece_by_piece_ends_like_all_at_once(shop: Teller) -> None:
    for number, parts in (("A-1", ["3"]), ("A-2", ["1", "1", "1"])):
        await shop(RECORD, input=order(number))
        for part in parts:
            await shop(RETURN, number=number, lines=[{"productCode": "MILK", "quantity": part}])
    rows = await shop.connection.fetch(
        "SELECT sum(amount) AS amount, sum(points_taken_back) AS taken FROM order_return GROUP BY order_id"
    )
    assert rows[0] == rows[1]


async def test_a_whole_return_is_exactly_zero(shop: Teller) -> None:
    await shop(RECORD, input=order(pointsToSpend=77))
    for product, quantity in (("TEA", "1"), ("MILK", "2"), ("MILK", "1")):
        back = await shop(RETURN, number="A-1", lines=[{"productCode": product, "quantity": quantity}])
    assert back["order"]["status"] == "RETURNED"
    assert back["member"] == {
        "points": {"available": 100}, "growthValue": 0, "metrics": {"orderCount": 0, "totalSpend": {"amount": "0.00"}}
    }  # fmt: skip
    assert await shop.connection.fetchval("SELECT spent FROM campaign") == 0


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"productCode": "MILK", "quantity": "4"}], "LIMIT_REACHED"),
        ([{"productCode": "MILK", "quantity": "2"}] * 2, "LIMIT_REACHED"),
        ([{"productCode": "CAKE", "quantity": "1"}], "NOT_FOUND"),
        ([{"productCode": "MILK", "quantity": "-1"}], "INVALID"),
        ([], "REQUIRED"),
    ],
)
async def test_what_was_not_bought_does_not_come_back(shop: Teller, lines: list[Any], code: str) -> None:
    await shop(RECORD, input=order())
    assert (await refused(shop, RETURN, number="A-1", lines=lines))["code"] == code


async def test_an_order_is_returned_within_its_window_only(shop: Teller) -> None:
    await shop(RECORD, input=order(at="2026-01-05T10:00:00Z"))
    error = await refused(shop, RETURN, number="A-1", lines=[{"productCode": "MILK", "quantity": "1"}])
    assert error["message"] == "An order can be returned for 30 days; this one is from 2026-01-05."


async def test_the_same_goods_come_back_once_however_many_ask(shop: Teller) -> None:
    await shop(RECORD, input=order())
    lines = [{"productCode": "MILK", "quantity": "3"}]
    answers = await asyncio.gather(*(shop(RETURN, number="A-1", lines=lines) for _ in range(5)))
    assert sum(not answer["userErrors"] for answer in answers) == 1
    assert await shop.balance() == 127


@pytest.mark.parametrize(
    ("policy", "balance", "missing"), [("WITHIN_BALANCE", 0, 50), ("ONLY_PENDING", 5, 55), ("ALLOW_DEBT", -50, 0)]
)
async def test_points_that_were_spent_are_taken_back_as_the_policy_says(
    shop: Teller, policy: str, balance: int, missing: int
) -> None:
    await shop.connection.execute(
        "UPDATE policy SET value = value || jsonb_build_object('spentPoints', $1::text) WHERE code = 'RETURNS'", policy
    )
    await shop(RECORD, input=order())
    spend = """mutation ($no: String!, $key: String!) {
        pointsSpend(member: {memberNo: $no}, points: 150, reason: "Gift", idempotencyKey: $key) { userErrors { code } }
    }"""
    await shop(spend)
    await shop(RETURN, number="A-1", lines=cart()["lines"])
    assert await shop.balance() == balance
    assert await shop.connection.fetchval("SELECT points_not_taken FROM order_return") == missing


async def test_stored_value_goes_back_to_the_parts_it_came_from(shop: Teller) -> None:
    recharge = """mutation ($no: String!, $key: String!) {
        walletRecharge(member: {memberNo: $no}, amount: "30.00", bonus: "20.00", idempotencyKey: $key) {
            userErrors { code } } }"""
    await shop(recharge)
    done = await shop(RECORD, input=order(payment={"payWithWallet": "45.00"}))
    assert done["member"]["wallet"]["total"]["amount"] == "5.00"
    for quantity in ("1", "2"):
        await shop(RETURN, number="A-1", lines=[{"productCode": "MILK", "quantity": quantity}])
    await shop(RETURN, number="A-1", lines=[{"productCode": "TEA", "quantity": "1"}])
    parts = "SELECT sum(refunded_principal) AS principal, sum(refunded_bonus) AS bonus FROM order_return"
    assert dict(await shop.connection.fetchrow(parts)) == {"principal": 3_000, "bonus": 1_500}


async def test_a_cancelled_order_was_never(shop: Teller) -> None:
    await shop(RECORD, input=order())
    gone = await shop(CANCEL, number="A-1")
    assert (gone["order"]["status"], gone["member"]["points"]["available"]) == ("CANCELLED", 100)
    assert (await refused(shop, CANCEL, number="A-1"))["code"] == "STATE"
    assert (await refused(shop, RETURN, number="A-1", lines=cart()["lines"]))["code"] == "STATE"


async def test_a_frozen_member_buys_without_benefits(shop: Teller) -> None:
    await shop.connection.execute("UPDATE member SET status = 'FROZEN'")
    done = await shop(RECORD, input=order())
    assert (done["order"]["total"]["amount"], done["order"]["pointsEarned"]) == ("60.00", 0)
    assert done["member"]["growthValue"] == 60


async def test_what_a_cancelled_member_buys_waits_until_resumed(shop: Teller) -> None:
    await shop.connection.execute("UPDATE member SET status = 'CANCELLED'")
    done = await shop(RECORD, input=order())
    assert done["member"]["growthValue"] == 0
    held = await shop.connection.fetch("SELECT matter FROM held_effect WHERE status = 'HELD' ORDER BY matter")
    assert [row["matter"] for row in held] == ["COUNT_SPEND", "EARN_GROWTH"]
    resume = """mutation ($id: ID!) { memberResume(id: $id, input: {clearPoints: false, clearAccumulation: false,
        reason: "Back"}) { member { growthValue } userErrors { message } } }"""
    member = await shop.connection.fetchval("SELECT id FROM member WHERE member_no = 'M1'")
    assert (await shop(resume, id=f"mem_{member}"))["member"]["growthValue"] == 60


async def test_an_order_without_a_member_earns_nothing(shop: Teller) -> None:
    done = await shop(RECORD, input=order(member=None))
    assert (done["member"], done["order"]["pointsEarned"]) == (None, 0)


async def coupon(shop: Teller, code: str, **template: Any) -> None:
    """One of the member's, worth 10.00 unless told otherwise."""
    given = {"kind": "AMOUNT_OFF", "value": 10, "issued_count": 1} | template
    key = await make.insert(shop.connection, "coupon_template", code=f"T-{code}", name=f"Template {code}", **given)
    member = await shop.connection.fetchval("SELECT id FROM member WHERE member_no = 'M1'")
    await make.insert(shop.connection, "coupon", code=code, template_id=key, member_id=member, issued_at=make.LONG_AGO)


async def test_a_coupon_is_used_with_the_order_and_comes_back_with_all_of_it(shop: Teller) -> None:
    await coupon(shop, "TEN")
    done = await shop(RECORD, input=order(couponCodes=["ten"]))
    assert done["order"]["total"]["amount"] == "45.00"
    status = "SELECT status FROM coupon"
    assert await shop.connection.fetchval(status) == "REDEEMED"
    await shop(RETURN, number="A-1", lines=[{"productCode": "MILK", "quantity": "1"}])
    assert await shop.connection.fetchval(status) == "REDEEMED"
    await shop(CANCEL, number="A-1")
    assert await shop.connection.fetchval(status) == "ISSUED"


async def test_one_coupon_pays_one_of_many_orders_at_once(shop: Teller) -> None:
    await coupon(shop, "TEN")
    answers = await asyncio.gather(*(shop(RECORD, input=order(f"A-{n}", couponCodes=["TEN"])) for n in range(6)))
    assert sum(answer["order"] is not None for answer in answers) == 1
    assert await shop.connection.fetchval("SELECT count(*) FROM orders") == 1


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ({"min_spend": 8_350}, "It needs 83.50 USD; 23.50 more would do."),
        ({"conditions": {"tiers": ["GOLD"]}}, "It is for members of GOLD only."),
        ({"conditions": {"products": ["CAKE"]}}, "Nothing in the cart is of CAKE."),
    ],
)
async def test_a_coupon_that_does_not_fit_says_what_would_have_to_change(
    shop: Teller, template: dict[str, Any], told: str
) -> None:
    await coupon(shop, "TEN", **template)
    (rejection,) = (await quoted(shop, couponCodes=["TEN"]))["rejections"]
    assert (rejection["sourceCode"], rejection["message"]) == ("TEN", told)
    assert (await refused(shop, input=order(couponCodes=["TEN"])))["message"] == rejection["message"]


async def test_a_campaign_gives_a_coupon_after_payment(shop: Teller) -> None:
    await make.insert(shop.connection, "coupon_template", code="NEXT", name="Next time", kind="AMOUNT_OFF", value=3)
    await shop.connection.execute("UPDATE campaign SET rules = '{\"template\": \"NEXT\"}', kind = 'COUPON_GIVEAWAY'")
    done = await shop(RECORD, input=order())
    assert [effect["kind"] for effect in done["order"]["effects"]] == ["COUPON", "POINTS", "GROWTH"]
    assert await shop.connection.fetchval("SELECT count(*) FROM coupon WHERE campaign_id IS NOT NULL") == 1


async def test_an_order_lifts_a_member_and_a_return_keeps_the_books(shop: Teller) -> None:
    await make.insert(shop.connection, "tier", code="BASE", name="Base", rank=0)
    await make.insert(shop.connection, "tier", code="GOLD", name="Gold", rank=1, spend_threshold=5_000)
    await shop(RECORD, input=order())
    tier = "SELECT code FROM tier JOIN member ON member.tier_id = tier.id"
    assert await shop.connection.fetchval(tier) == "GOLD"
    change = await shop.connection.fetchrow("SELECT kind, order_id IS NOT NULL AS by_order FROM tier_change")
    assert dict(change) == {"kind": "UPGRADE", "by_order": True}
