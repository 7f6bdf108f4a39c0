"""Why a member has a tier: by the rules and figures of that moment, with what is missing and what was decided."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest_asyncio

from rules.permissions import Access
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_orders import RECORD, order, shop
from tests.conftest import viewer

__all__ = ["shop"]
WHY = """query ($id: ID!, $at: DateTime) { why: explainTier(memberId: $id, at: $at) {
    tierCode said growth spend { amount } orders nextName toNext { message change } toKeep { change }
    changes { kind from to reason orderNumber asked } } }"""
SET = """mutation ($key: ID!) { memberTierSet(id: $key, input: {tierCode: "GOLD", floorTierCode: "SILVER",
    reason: "A friend"}) { member { id } userErrors { message } } }"""


@pytest_asyncio.fixture
async def tiered(shop: Teller) -> Teller:
    """SILVER by 50.00 for a year, GOLD by 100.00 or 500 growth value; M1 has BASE."""
    rows = [
        {"code": "BASE", "rank": 20}, {"code": "SILVER", "rank": 21, "spend_threshold": 5_000, "validity_months": 12},
        {"code": "GOLD", "rank": 22, "spend_threshold": 10_000, "growth_threshold": 500, "validity_months": 12},
    ]  # fmt: skip
    await shop.connection.execute("UPDATE tier SET is_active = false")
    keys = [await make.insert(shop.connection, "tier", name=row["code"].title(), **row) for row in rows]
    await shop.connection.execute("UPDATE member SET tier_id = $1", keys[0])
    return shop


async def why(tiered: Teller, **given: Any) -> dict[str, Any]:
    key = await tiered.connection.fetchval("SELECT 'mem_' || id FROM member WHERE member_no = 'M1'")
    answer = await tiered.desk.ask(tiered.admin, WHY, {"id": key} | given)
    assert not answer.errors, answer.errors
    return answer.data["why"]


async def test_the_deciding_rule_the_figures_and_what_is_missing_are_told(tiered: Teller) -> None:
    await tiered(RECORD, input=order())
    told = await why(tiered)
    assert (told["tierCode"], told["spend"]["amount"], told["growth"], told["nextName"]) == (
        "SILVER", "55.00", 55, "Gold",
    )  # fmt: skip
    assert [each["change"] for each in told["toNext"]] == ["445 more growth value", "45.00 USD more"]
    assert told["toKeep"] == []
    (change, *_) = told["changes"]
    assert (change["kind"], change["to"], change["orderNumber"]) == ("UPGRADE", "Silver", "A-1")
    assert change["reason"] == "55.00 spent in 12 months reached Silver"
    assert change["asked"] == ["Silver opens with 50.00 USD in 12 months."]


async def test_with_what_is_missing_the_next_tier_is_reached(tiered: Teller) -> None:
    await tiered(RECORD, input=order())
    lines = [{"productCode": "X", "quantity": "1", "unitPrice": "44.99"}]
    await tiered(RECORD, input=order("A-2", lines=lines))
    assert (await why(tiered))["toNext"][1]["change"] == "0.01 USD more"
    await tiered(RECORD, input=order("A-3", lines=[lines[0] | {"unitPrice": "0.01"}]))
    assert (await why(tiered))["tierCode"] == "GOLD"


async def test_a_rule_that_changed_since_is_told_as_it_was(tiered: Teller) -> None:
    await tiered(RECORD, input=order())
    await tiered.connection.execute("UPDATE tier SET spend_threshold = 9_000 WHERE code = 'SILVER'")
    told = await why(tiered)
    assert told["changes"][0]["asked"] == ["Silver opens with 50.00 USD in 12 months."]
    assert told["toKeep"] == [{"change": "35.00 USD more"}]


async def test_an_earlier_moment_has_its_own_tier_and_figures(tiered: Teller) -> None:
    await tiered(RECORD, input=order())
    before = await tiered.connection.fetchval("SELECT min(at) FROM tier_change WHERE kind = 'UPGRADE'")
    told = await why(tiered, at=(before - timedelta(seconds=1)).isoformat())
    assert (told["growth"], told["orders"], told["changes"]) == (0, 0, [])


async def test_what_a_person_set_is_told_with_its_bounds(tiered: Teller) -> None:
    key = await tiered.connection.fetchval("SELECT 'mem_' || id FROM member WHERE member_no = 'M1'")
    assert (await tiered(SET, key=key))["userErrors"] == []
    told = await why(tiered)
    assert told["said"][0].startswith("Gold by hand, on ")
    assert told["said"][1:3] == [
        "It was set by hand, with bounds for the rules.",
        "The rules give no less than Silver.",
    ]
    assert told["changes"][0]["asked"] == []


async def test_members_who_want_their_pin_asked_for_stay_theirs(tiered: Teller) -> None:
    key = await tiered.connection.fetchval("SELECT 'mem_' || id FROM member WHERE member_no = 'M1'")
    own = viewer("customer_service")
    grants = replace(own.access.grants[0], permissions=frozenset({"decisions.explain"}))
    access = Access((grants,))
    counter = replace(own, access=access, fingerprint=access.fingerprint())
    answer = await tiered.desk.ask(counter, "query ($id: ID!) { explainTier(memberId: $id) { said } }", {"id": key})
    assert "members.unasked" in answer.errors[0]["message"]
