"""Tiers that a person sets, and rules that a person saves."""

import asyncio
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from tests import make
from tests.actions.teller import Teller
from tests.actions.tiering import buy, evaluate, ladder

SET = """mutation Set($id: ID!, $tier: String!, $floor: String, $cap: String, $reason: String! = "A good friend") {
  memberTierSet(id: $id, input: {tierCode: $tier, floorTierCode: $floor, capTierCode: $cap, reason: $reason}) {
    member { tier { code } tierMode tierFloor { code } tierCap { code } tierExpiresAt version }
    changeSet { id isUndoable } userErrors { code message path } } }"""
MODE = """mutation Mode($id: ID!, $mode: TierMode!) { memberTierModeSet(id: $id, mode: $mode) {
    member { tier { code } tierMode tierFloor { code } tierCap { code } }
    changeSet { id } userErrors { code message path } } }"""
SAVE = """mutation Save($input: TierSaveInput!, $version: Int) { tierSave(input: $input, expectedVersion: $version) {
    tier { code name rank spendThreshold growthThreshold periodMonths validityMonths pointsMultiplier isActive version
      benefits { code } }
    changeSet { id } userErrors { __typename code message path ... on ConflictError { currentVersion } } } }"""
BENEFIT = """mutation Save($input: BenefitSaveInput!) { benefitSave(input: $input) {
    benefit { code occasion points template { code } granted used } userErrors { code path } } }"""
UNDO = "mutation Undo($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code message } } }"
CHANGES = """
    SELECT c.kind, f.code, t.code, c.reason, c.actor FROM tier_change c LEFT JOIN tier f ON f.id = c.from_tier_id
    LEFT JOIN tier t ON t.id = c.to_tier_id ORDER BY c.at, c.id
"""


class Hand:
    """Acts on member M1, who starts in BASIC."""

    def __init__(self, teller: Teller, member: Any) -> None:
        self.teller, self.member = teller, member
        self.connection = teller.connection

    async def __call__(self, document: str, **given: Any) -> dict[str, Any]:
        return await self.teller(document, id=f"mem_{self.member}", **given)

    async def refused(self, document: str, **given: Any) -> tuple[str, str]:
        """Code and message; proves that nothing was changed."""
        before = await self.kept()
        payload = await self(document, **given)
        assert await self.kept() == before
        assert payload.get("changeSet") is None
        (error,) = payload["userErrors"]
        return error["code"], error["message"]

    async def kept(self) -> list[Any]:
        tables = ("member", "tier", "tier_change", "tier_benefit", "benefit", "audit_event", "change_set")
        return [await self.connection.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in tables]

    async def changes(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(CHANGES)]


@pytest_asyncio.fixture
async def hand(teller: Teller, connection: asyncpg.Connection) -> Hand:
    tiers = await ladder(connection)
    member = await connection.fetchval("UPDATE member SET tier_id = $1 RETURNING id", tiers["BASIC"])
    return Hand(teller, member)


async def test_a_member_is_lifted_by_hand_with_a_floor(hand: Hand) -> None:
    payload = await hand(SET, tier="GOLD", floor="SILVER")
    member = payload["member"]
    assert payload["userErrors"] == []
    assert (member["tier"]["code"], member["tierMode"], member["tierFloor"]["code"]) == ("GOLD", "MANUAL", "SILVER")
    assert (member["tierCap"], member["version"]) == (None, 2)
    assert await hand.changes() == [("MANUAL", "BASIC", "GOLD", "A good friend", "admin")]
    event = await hand.connection.fetchrow("SELECT action, actor FROM audit_event")
    assert tuple(event) == ("member.tierSet", "admin")
    assert await hand.connection.fetchval("SELECT kind FROM member_notice") == "tier.upgraded"


async def test_whoever_lifts_a_member_says_how_low_the_rules_may_go(hand: Hand) -> None:
    assert await hand.refused(SET, tier="GOLD") == (
        "REQUIRED",
        "Say the lowest tier that the rules may give after this upgrade, for example Gold.",
    )
    code, message = await hand.refused(SET, tier="SILVER", floor="GOLD")
    assert (code, message) == (
        "INVALID",
        "The lowest tier, Gold, is above Silver. Choose Silver or one below it.",
    )


async def test_whoever_lowers_a_member_says_how_high_the_rules_may_go(hand: Hand) -> None:
    await hand(SET, tier="GOLD", floor="BASIC")
    assert (await hand.refused(SET, tier="SILVER"))[0] == "REQUIRED"
    assert (await hand.refused(SET, tier="SILVER", cap="BASIC"))[0] == "INVALID"
    member = (await hand(SET, tier="SILVER", cap="SILVER"))["member"]
    assert (member["tier"]["code"], member["tierFloor"], member["tierCap"]["code"]) == ("SILVER", None, "SILVER")


@pytest.mark.parametrize(
    ("given", "code"),
    [({"tier": "BASIC"}, "STATE"), ({"tier": "NONE", "floor": "BASIC"}, "NOT_FOUND"),
     ({"tier": "GOLD", "floor": "NONE"}, "NOT_FOUND"), ({"tier": "GOLD", "floor": "BASIC", "reason": " "}, "REQUIRED")],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(hand: Hand, given: dict[str, Any], code: str) -> None:
    assert (await hand.refused(SET, **given))[0] == code


async def test_the_tier_of_who_is_gone_stays(hand: Hand) -> None:
    await hand.connection.execute("UPDATE member SET status = 'CANCELLED'")
    assert (await hand.refused(SET, tier="GOLD", floor="BASIC"))[0] == "STATE"
    assert (await hand.refused(MODE, mode="MANUAL"))[0] == "STATE"


async def test_a_tier_out_of_use_cannot_be_set(hand: Hand) -> None:
    await hand.connection.execute("UPDATE tier SET is_active = false WHERE code = 'GOLD'")
    assert (await hand.refused(SET, tier="GOLD", floor="BASIC"))[0] == "STATE"


async def test_the_rules_lift_above_a_floor_and_stop_at_a_cap(hand: Hand) -> None:
    await hand(SET, tier="SILVER", floor="SILVER")
    await buy(hand.connection, hand.member, 300_000)
    assert [d.after.code for d in await evaluate(hand.connection, hand.member)] == ["GOLD"]
    await hand(SET, tier="BASIC", cap="SILVER")
    (decision,) = await evaluate(hand.connection, hand.member)
    assert (decision.after.code, decision.reason) == ("SILVER", "3,000.00 spent in 12 months reached Silver")


async def test_who_is_set_by_hand_without_bounds_is_left_alone(hand: Hand) -> None:
    member = (await hand(MODE, mode="MANUAL"))["member"]
    assert (member["tierMode"], member["tierFloor"], member["tierCap"]) == ("MANUAL", None, None)
    await buy(hand.connection, hand.member, 300_000)
    assert await evaluate(hand.connection, hand.member) == []
    assert (await hand.refused(MODE, mode="MANUAL"))[0] == "STATE"


async def test_back_to_automatic_decides_at_once(hand: Hand) -> None:
    await hand(SET, tier="GOLD", floor="GOLD")
    member = (await hand(MODE, mode="AUTOMATIC"))["member"]
    assert (member["tier"]["code"], member["tierMode"], member["tierFloor"]) == ("BASIC", "AUTOMATIC", None)
    kind, before, after, reason, _ = (await hand.changes())[-1]
    assert (kind, before, after) == ("DOWNGRADE", "GOLD", "BASIC")
    assert reason == "Back to the rules; only 0.00 spent, 0 orders in 12 months, 0 growth value"
    assert (await hand.refused(MODE, mode="AUTOMATIC"))[0] == "STATE"


async def test_back_to_automatic_keeps_what_is_earned(hand: Hand) -> None:
    await buy(hand.connection, hand.member, 120_000)
    await hand(SET, tier="SILVER", floor="SILVER")
    assert (await hand(MODE, mode="AUTOMATIC"))["member"]["tier"]["code"] == "SILVER"


async def test_a_tier_set_by_hand_is_taken_back(hand: Hand) -> None:
    change = (await hand(SET, tier="GOLD", floor="SILVER"))["changeSet"]["id"]
    assert await hand.teller(UNDO, id=change) == {"skipped": [], "userErrors": []}
    row = await hand.connection.fetchrow("SELECT tier_mode, tier_floor_id, tier_since, tier_expires_at FROM member")
    assert tuple(row) == ("AUTOMATIC", None, None, None)
    assert (await hand.changes())[-1] == ("MANUAL", "GOLD", "BASIC", "Taken back", "admin")


async def test_a_tier_that_moved_since_is_not_taken_back(hand: Hand) -> None:
    change = (await hand(SET, tier="SILVER", floor="SILVER"))["changeSet"]["id"]
    await buy(hand.connection, hand.member, 300_000)
    await evaluate(hand.connection, hand.member)
    assert (await hand.teller(UNDO, id=change))["skipped"] == ["The member's tier was changed since."]


async def test_a_tier_is_made_and_changed_field_by_field(hand: Hand) -> None:
    new = {"code": "PLATINUM", "name": "Platinum", "rank": 3, "spendThreshold": "5000.00", "validityMonths": 12}
    made = (await hand.teller(SAVE, input=new))["tier"]
    assert (made["spendThreshold"], made["periodMonths"], made["pointsMultiplier"], made["version"]) == (
        "5000.00", 12, "1.000", 1,
    )  # fmt: skip
    changed = {"code": "PLATINUM", "name": "Platinum", "rank": 3, "spendThreshold": None, "growthThreshold": 9000}
    tier = (await hand.teller(SAVE, input=changed, version=1))["tier"]
    assert (tier["spendThreshold"], tier["growthThreshold"], tier["validityMonths"]) == (None, 9000, 12)
    versions = await hand.connection.fetchval("SELECT count(*) FROM rule_version WHERE body ->> 'code' = 'PLATINUM'")
    assert versions == 2


BASE = {"code": "GOLD", "name": "Gold", "rank": 2}


@pytest.mark.parametrize(
    ("given", "path"),
    [({"rank": 1}, "rank"), ({"rank": -1}, "rank"), ({"code": "a b"}, "code"), ({"name": " "}, "name"),
     ({"spendThreshold": "-1"}, "spendThreshold"), ({"spendThreshold": "1.001"}, "spendThreshold"),
     ({"discountPercent": "101"}, "discountPercent"), ({"validityMonths": 0}, "validityMonths"),
     ({"periodMonths": 0}, "periodMonths"), ({"benefitCodes": ["none"]}, "benefitCodes")],
)  # fmt: skip
async def test_a_rule_that_makes_no_sense_is_refused(hand: Hand, given: dict[str, Any], path: str) -> None:
    before = await hand.kept()
    (error,) = (await hand.teller(SAVE, input=BASE | given))["userErrors"]
    assert error["path"] == ["input", path]
    assert await hand.kept() == before


async def test_who_was_slower_is_told(hand: Hand) -> None:
    await hand.teller(SAVE, input=BASE | {"growthThreshold": 1}, version=1)
    (error,) = (await hand.teller(SAVE, input=BASE, version=1))["userErrors"]
    assert (error["code"], error["currentVersion"]) == ("CONFLICT", 2)


async def test_two_who_make_one_tier_at_once_make_one(hand: Hand) -> None:
    new = {"code": "NEW", "name": "New", "rank": 9}
    payloads = await asyncio.gather(*(hand.teller(SAVE, input=new, version=0) for _ in range(5)))
    assert sum(not payload["userErrors"] for payload in payloads) == 1
    assert await hand.connection.fetchval("SELECT count(*) FROM tier WHERE code = 'NEW'") == 1


async def test_a_rule_and_its_benefits_are_taken_back(hand: Hand) -> None:
    await hand.teller(BENEFIT, input={"code": "gift", "name": "Gift", "kind": "GIFT"})
    payload = await hand.teller(SAVE, input=BASE | {"growthThreshold": 1, "benefitCodes": ["gift"]})
    assert payload["tier"]["benefits"] == [{"code": "gift"}]
    assert (await hand.teller(UNDO, id=payload["changeSet"]["id"]))["skipped"] == []
    tier = (await hand.teller(SAVE, input=BASE))["tier"]
    assert (tier["growthThreshold"], tier["benefits"]) == (5000, [])


async def test_a_climb_gives_the_benefits_of_the_tier_once_a_year(hand: Hand) -> None:
    await make.insert(hand.connection, "coupon_template", code="TEN", name="Ten off", kind="AMOUNT_OFF", value=10)
    gifts = [{"code": "coupon", "templateCode": "TEN"}, {"code": "points", "points": 500, "pointsValidDays": 30}]
    for gift in gifts:
        given = {"name": gift["code"], "kind": "GIFT", "occasion": "UPGRADE"} | gift
        assert (await hand.teller(BENEFIT, input=given))["userErrors"] == []
    await hand.teller(SAVE, input=BASE | {"benefitCodes": ["coupon", "points"]})
    for _ in range(2):
        await hand(SET, tier="GOLD", floor="BASIC")
        await hand(SET, tier="BASIC", cap="GOLD")
    assert await hand.connection.fetchval("SELECT count(*) FROM coupon WHERE status = 'ISSUED'") == 1
    assert await hand.teller.balance() == 600
    granted = await hand.teller(BENEFIT, input={"code": "coupon", "name": "Coupon", "kind": "GIFT"})
    assert granted["benefit"] == {
        "code": "coupon", "occasion": "UPGRADE", "points": None, "template": {"code": "TEN"}, "granted": 1, "used": 0,
    }  # fmt: skip


async def test_a_frozen_member_climbs_and_gets_nothing(hand: Hand) -> None:
    given = {"code": "points", "name": "Points", "kind": "POINTS", "occasion": "UPGRADE", "points": 500}
    await hand.teller(BENEFIT, input=given)
    await hand.teller(SAVE, input=BASE | {"benefitCodes": ["points"]})
    await hand.connection.execute("UPDATE member SET status = 'FROZEN'")
    await buy(hand.connection, hand.member, 300_000)
    assert [d.after.code for d in await evaluate(hand.connection, hand.member)] == ["GOLD"]
    assert await hand.teller.balance() == 100
    assert await hand.connection.fetchval("SELECT count(*) FROM member_notice") == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [({"occasion": "UPGRADE"}, "REQUIRED"), ({"points": 5}, "INVALID"), ({"points": 0}, "INVALID"),
     ({"occasion": "UPGRADE", "templateCode": "NONE"}, "NOT_FOUND"), ({"daysAhead": 61}, "INVALID")],
)  # fmt: skip
async def test_a_benefit_that_gives_nothing_is_refused(hand: Hand, given: dict[str, Any], code: str) -> None:
    payload = await hand.teller(BENEFIT, input={"code": "b", "name": "B", "kind": "GIFT"} | given)
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert await hand.connection.fetchval("SELECT count(*) FROM benefit") == 0


PRESENT = """mutation Save($input: BenefitSaveInput!) { benefitSave(input: $input) {
    benefit { code occasion daysAhead tierCodes version } changeSet { id } userErrors { code path } } }"""
CAKE = {"code": "cake", "name": "Cake", "kind": "GIFT", "occasion": "BIRTHDAY", "points": 50, "daysAhead": 7}


async def test_a_birthday_present_is_set_up_for_tiers_and_taken_back(hand: Hand) -> None:
    await hand.teller(BENEFIT, input={"code": "old", "name": "Old", "kind": "GIFT"})
    await hand.teller(SAVE, input=BASE | {"benefitCodes": ["old"]})
    made = (await hand.teller(PRESENT, input=CAKE | {"tierCodes": ["GOLD", "SILVER"]}))["benefit"]
    assert (made["daysAhead"], made["tierCodes"]) == (7, ["SILVER", "GOLD"])
    payload = await hand.teller(PRESENT, input=CAKE | {"daysAhead": 3, "tierCodes": ["BASIC"]})
    assert (payload["benefit"]["daysAhead"], payload["benefit"]["tierCodes"]) == (3, ["BASIC"])
    assert (await hand.teller(UNDO, id=payload["changeSet"]["id"]))["skipped"] == []
    again = (await hand.teller(PRESENT, input=CAKE))["benefit"]
    assert (again["daysAhead"], again["tierCodes"]) == (7, ["SILVER", "GOLD"])
    order = "SELECT string_agg(b.code, ' ' ORDER BY position) FROM tier_benefit JOIN benefit b ON b.id = benefit_id"
    assert await hand.connection.fetchval(order + " JOIN tier t ON t.id = tier_id WHERE t.code = 'GOLD'") == "old cake"


async def test_tiers_that_were_changed_since_are_left_alone(hand: Hand) -> None:
    change = (await hand.teller(PRESENT, input=CAKE | {"tierCodes": ["GOLD"]}))["changeSet"]["id"]
    await hand.teller(SAVE, input=BASE | {"benefitCodes": []})
    assert (await hand.teller(UNDO, id=change))["skipped"] == ["The tiers that give it were changed since."]


@pytest.mark.parametrize(
    ("given", "path"),
    [({"daysAhead": 61}, "daysAhead"), ({"daysAhead": -1}, "daysAhead"),
     ({"occasion": "UPGRADE"}, "daysAhead"), ({"tierCodes": ["none"]}, "tierCodes"),
     ({"points": None}, "templateCode")],
)  # fmt: skip
async def test_a_birthday_present_that_makes_no_sense_is_refused(hand: Hand, given: dict[str, Any], path: str) -> None:
    before = await hand.kept()
    (error,) = (await hand.teller(PRESENT, input=CAKE | given))["userErrors"]
    assert error["path"] == ["input", path]
    assert await hand.kept() == before


async def test_presents_are_given_as_a_job_when_asked_for(hand: Hand) -> None:
    ask = "mutation { birthdayBenefitsGive { job { kind status } userErrors { code } } }"
    payloads = await asyncio.gather(*(hand.teller(ask) for _ in range(3)))
    assert [payload["job"] for payload in payloads] == [{"kind": "benefits.birthday", "status": "QUEUED"}] * 3
    assert await hand.connection.fetchval("SELECT count(*) FROM job") == 1
