"""Why a coupon or a campaign applies to a member or not: everything that stands against it, and what it takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_orders import RECORD, cart, order, shop
from tests.conftest import viewer

__all__ = ["shop"]
COUPON = """query ($code: String, $member: ID, $order: ID, $cart: CartInput) {
    why: explainCoupon(code: $code, memberId: $member, orderId: $order, cart: $cart) {
        applies off { amount } said conditions { code message change } } }"""
CAMPAIGN = """query ($id: ID!, $member: ID!, $at: DateTime) {
    why: explainCampaign(campaignId: $id, memberId: $member, at: $at) {
    includes said conditions { message change } asks { change } } }"""
LATER = datetime.now(UTC) + timedelta(days=9)


async def coupon(shop: Teller, code: str = "TEN-1", conditions: dict[str, Any] | None = None, **more: Any) -> None:
    c = shop.connection
    template = await make.insert(
        c, "coupon_template", code=f"T-{code}", name="Ten off", kind="AMOUNT_OFF", value=10, min_spend=7_000,
        issued_count=1, conditions=conditions or {},
    )  # fmt: skip
    await make.insert(c, "coupon", code=code, template_id=template, status="ISSUED", issued_at=make.NOW, **more)


async def key(shop: Teller, prefix: str, table: str, where: str) -> str:
    return f"{prefix}_{await shop.connection.fetchval(f'SELECT id FROM {table} WHERE {where}')}"


async def why(shop: Teller, document: str, by: Any = None, **given: Any) -> dict[str, Any]:
    answer = await shop.desk.ask(by or shop.admin, document, given)
    assert not answer.errors, answer.errors
    return answer.data["why"]


async def test_all_that_stands_against_a_coupon_is_told_with_what_it_takes(shop: Teller) -> None:
    await coupon(shop, conditions={"stores": ["S2"], "tiers": ["GOLD"]}, valid_until=make.NOW)
    told = await why(shop, COUPON, code="TEN-1", cart=cart())
    assert not told["applies"]
    changes = [each["change"] for each in told["conditions"]]
    assert changes[0].startswith("before ")
    assert changes[1:] == ["bought in S2", "tier GOLD", "10.00 USD more"]


async def test_a_coupon_of_somebody_else_is_said_to_be_one(shop: Teller) -> None:
    async with shop.connection.transaction():
        other = await make.member(shop.connection, "M2")
    await coupon(shop, member_id=other)
    mine = await key(shop, "mem", "member", "member_no = 'M1'")
    told = await why(shop, COUPON, code="TEN-1", cart=cart(pointsToSpend=0), member=mine)
    assert told["conditions"][0]["message"] == "It belongs to another member."


async def test_an_order_tells_what_the_coupon_gave_then(shop: Teller) -> None:
    await coupon(shop)
    lines = [{"productCode": "TEA", "quantity": "3"}]
    await shop(RECORD, input=order(lines=lines, couponCodes=["TEN-1"]))
    await shop.connection.execute("UPDATE coupon_template SET value = 1, min_spend = 100000")
    told = await why(shop, COUPON, code="TEN-1", order=await key(shop, "ord", "orders", "number = 'A-1'"))
    assert (told["applies"], told["off"]["amount"], told["conditions"]) == (True, "10.00", [])


async def test_a_coupon_that_was_not_shown_is_tried_on_the_order(shop: Teller) -> None:
    await coupon(shop)
    await shop(RECORD, input=order())
    told = await why(shop, COUPON, code="TEN-1", order=await key(shop, "ord", "orders", "number = 'A-1'"))
    assert [each["change"] for each in told["conditions"]] == ["10.00 USD more"]
    assert told["said"][1].startswith("It was not shown for order A-1")


async def campaign(shop: Teller, where: Any = None, **more: Any) -> dict[str, str]:
    c = shop.connection
    given = {"name": "Twice", "kind": "POINTS_MULTIPLIER", "status": "RUNNING", "rules": {"multiplier": "2"}}
    if where is not None:
        given["audience_id"] = await make.insert(c, "segment", code="a", name="A", where=where)
    made = await make.insert(c, "campaign", code="X2", **given | more)
    return {"id": f"cam_{made}", "member": await key(shop, "mem", "member", "member_no = 'M1'")}


async def test_a_campaign_tells_each_condition_of_its_audience_that_is_not_met(shop: Teller) -> None:
    where = {"and": [{"tier": {"code": {"eq": "GOLD"}}}, {"status": {"eq": "ACTIVE"}}, {"orderCount": {"gte": 3}}]}
    given = await campaign(shop, where, starts_at=LATER)
    told = await why(shop, CAMPAIGN, **given)
    changes = [each["change"] for each in told["conditions"]]
    assert (told["includes"], changes[0][:5], changes[1:]) == (
        False,
        "from ",
        ["a member with tier.code = GOLD", "a member with orderCount ≥ 3"],
    )


async def test_who_does_not_read_audiences_and_budgets_hears_only_that_they_stand_against_it(shop: Teller) -> None:
    given = await campaign(shop, {"tier": {"code": {"eq": "GOLD"}}}, budget=500, spent=500)
    told = await why(shop, CAMPAIGN, viewer("customer_service"), **given)
    messages = [each["message"] for each in told["conditions"]]
    assert messages == ["It is meant for other members.", "Its budget is used up."]


async def test_a_campaign_that_is_for_the_member_says_what_it_asks_of_an_order(shop: Teller) -> None:
    rules = {"multiplier": "2", "conditions": {"minSpend": "20", "products": ["TEA"]}}
    told = await why(shop, CAMPAIGN, **await campaign(shop, rules=rules))
    assert (told["includes"], told["conditions"]) == (True, [])
    assert [each["change"] for each in told["asks"]] == ["something of TEA in the cart", "20.00 USD more"]


async def test_the_rules_of_a_moment_are_those_of_the_moment(shop: Teller) -> None:
    given = await campaign(shop)
    await shop.connection.execute("UPDATE campaign SET status = 'PAUSED' WHERE code = 'X2'")
    before = await shop.connection.fetchval("SELECT max(at) - interval '1 microsecond' FROM rule_version")
    assert (await why(shop, CAMPAIGN, **given))["conditions"][0]["change"] == "a published campaign"
    assert (await why(shop, CAMPAIGN, **given, at=before.isoformat()))["includes"] is True
