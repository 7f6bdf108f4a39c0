"""Why an order, or an entry, gave the points that it did: as it was decided, though the rules changed since."""

from typing import Any

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_orders import CANCEL, RECORD, order, shop

__all__ = ["shop"]
RULES = "name version asset points isHeld said lines { position productCode points }"
WHY = f"""points growth isKept said rules {{ sourceKind sourceCode {RULES} }}
    refused {{ sourceCode conditions {{ code message change }} }}"""
OF_ORDER = f"query ($id: ID!) {{ why: explainPoints(orderId: $id) {{ {WHY} }} }}"
OF_ENTRY = f"query ($id: ID!) {{ why: explainPoints(entryId: $id) {{ {WHY} }} }}"
ENTRIES = """
    SELECT 'pts_' || e.id AS id, e.delta, e.kind FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE a.member_id IS NOT NULL AND a.asset = 'POINTS' ORDER BY e.id
"""
CHANGED = """UPDATE rule_version SET body = body || '{"per_unit": 2}' WHERE subject_type = 'EarningRule'"""
SPEND = """mutation ($key: String!) { pointsSpend(member: {memberNo: "M1"}, points: 20, reason: "Mug",
    idempotencyKey: $key) { entry { id } userErrors { code } } }"""


async def why(shop: Teller, document: str = OF_ORDER, key: str = "") -> dict[str, Any]:
    key = key or "ord_" + str(await shop.connection.fetchval("SELECT id FROM orders WHERE number = 'A-1'"))
    answer = await shop.desk.ask(shop.admin, document, {"id": key})
    assert not answer.errors, answer.errors
    return answer.data["why"]


async def rule(shop: Teller, code: str, **more: Any) -> None:
    given = {"asset": "POINTS", "per_unit": 1, "name": code.title(), "uses_tier_multiplier": True}
    await make.insert(shop.connection, "earning_rule", code=code, **given | more)


def refused(told: dict[str, Any]) -> dict[str, list[str | None]]:
    return {each["sourceCode"]: [one["change"] for one in each["conditions"]] for each in told["refused"]}


async def test_each_rule_tells_what_it_gave_for_which_line(shop: Teller) -> None:
    await shop(RECORD, input=order())
    told = await why(shop)
    assert (told["points"], told["growth"], told["isKept"]) == (55, 55, True)
    points, growth = told["rules"]
    assert (points["sourceCode"], points["points"], points["version"], growth["asset"]) == ("purchase", 55, 1, "GROWTH")
    assert [(line["productCode"], line["points"]) for line in points["lines"]] == [("MILK", 28), ("TEA", 27)]
    assert points["said"][0] == "55.00 USD paid for what it is good for, 1 for each USD"


async def test_a_rule_that_changed_since_is_told_as_it_was(shop: Teller) -> None:
    await shop(RECORD, input=order())
    await shop.connection.execute("UPDATE earning_rule SET per_unit = 3, version = 2 WHERE code = 'purchase'")
    await shop.connection.execute("UPDATE product SET price = 9000")
    told = await why(shop)
    assert (told["rules"][0]["points"], told["rules"][0]["version"]) == (55, 1)


async def test_multiplier_tier_rounding_and_limit_are_told(shop: Teller) -> None:
    await make.insert(shop.connection, "tier", code="GOLD", name="Gold", rank=9, points_multiplier="1.5",
                      spend_threshold=10**9)  # fmt: skip
    await shop.connection.execute("UPDATE member SET tier_id = (SELECT id FROM tier WHERE code = 'GOLD')")
    await rule(shop, "odd", per_unit="0.33", limit_per_day=20)
    rules = {"multiplier": "2"}
    await make.insert(shop.connection, "campaign", code="X2", name="Twice", kind="POINTS_MULTIPLIER",
                      status="RUNNING", rules=rules)  # fmt: skip
    await shop(RECORD, input=order())
    odd = next(each for each in (await why(shop))["rules"] if each["sourceCode"] == "odd")
    assert odd["points"] == 20
    assert odd["said"] == [
        "55.00 USD paid for what it is good for, 0.33 for each USD", "Tier Gold multiplies by 1.5",
        "Twice multiplies by 2", "54.45 is rounded down to 54", "Its limit left 20 of 54",
    ]  # fmt: skip


async def test_a_rule_that_gave_nothing_tells_everything_that_would_have_to_change(shop: Teller) -> None:
    await rule(shop, "big", conditions={"minSpend": "67.40", "tiers": ["GOLD"], "stores": ["S2"]})
    await shop(RECORD, input=order())
    assert refused(await why(shop))["big"] == ["bought in S2", "tier GOLD", "7.40 USD more"]


async def test_rules_of_a_group_and_reached_limits_are_told(shop: Teller) -> None:
    await rule(shop, "less", per_unit="0.5", stacking_group="g")
    await rule(shop, "more", per_unit="2", stacking_group="g")
    await rule(shop, "once", per_unit=0, fixed=10, limit_per_member=10)
    await shop(RECORD, input=order("A-0"))
    await shop(RECORD, input=order())
    told = {each["sourceCode"]: each["conditions"][0]["message"] for each in (await why(shop))["refused"]}
    assert told["less"] == "Of its group More gives more."
    assert told["once"] == "It gives a member 10 in all, and gave them."


async def test_an_entry_is_explained_by_its_rule_and_sums_to_the_unit(shop: Teller) -> None:
    await rule(shop, "extra", per_unit="0.5", pending_days=7)
    await shop(RECORD, input=order())
    earned = [row for row in await shop.connection.fetch(ENTRIES) if row["delta"] in (55, 27)]
    assert len(earned) == 2
    for row in earned:
        told = await why(shop, OF_ENTRY, row["id"])
        assert [each["points"] for each in told["rules"]] == [row["delta"]] == [told["points"]]
        assert sum(line["points"] for line in told["rules"][0]["lines"]) == row["delta"]


async def test_what_was_spent_and_taken_back_is_told_by_the_ledger(shop: Teller) -> None:
    await shop(RECORD, input=order())
    await shop(SPEND)
    await shop(CANCEL, number="A-1")
    rows = await shop.connection.fetch(ENTRIES)
    spent = next(row for row in rows if row["kind"] == "SPEND")
    told = await why(shop, OF_ENTRY, spent["id"])
    assert told["said"][0] == "20 points were spent: Mug."
    assert told["said"][1].startswith("20 of those of ")
    back = next(row for row in rows if row["kind"] == "REVERSE")
    assert "points of the +55 of" in (await why(shop, OF_ENTRY, back["id"]))["said"][0]


async def test_what_waits_because_of_the_member_is_told(shop: Teller) -> None:
    await shop.connection.execute("UPDATE member SET status = 'FROZEN'")
    await shop(RECORD, input=order())
    told = await why(shop)
    assert refused(told)["purchase"] == ["an active member"]
    assert [each["asset"] for each in told["rules"]] == ["GROWTH"]


async def test_without_a_basis_it_is_worked_out_of_what_stands(shop: Teller) -> None:
    await shop(RECORD, input=order())
    await shop.connection.execute("DELETE FROM order_basis")
    told = await why(shop)
    assert (told["isKept"], told["rules"][0]["points"]) == (False, 55)


async def test_a_sum_that_the_rules_do_not_give_is_not_made_up(shop: Teller) -> None:
    await shop(RECORD, input=order())
    await shop.connection.execute("DELETE FROM order_basis")
    await shop.connection.execute(CHANGED)
    told = await why(shop)
    assert (told["points"], told["rules"], told["refused"]) == (55, [], [])
    assert told["said"][1].startswith("This was taken over as it was")


async def test_one_of_the_two_is_named_and_it_must_be_seen(shop: Teller) -> None:
    answer = await shop.desk.ask(shop.admin, "{ explainPoints { points } }", {})
    assert "one of the two" in answer.errors[0]["message"]
    answer = await shop.desk.ask(shop.admin, OF_ORDER, {"id": "ord_00000000-0000-0000-0000-000000000000"})
    assert answer.errors[0]["message"] == "There is no such order, or you may not see it."
