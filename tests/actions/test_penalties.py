"""Penalties: what the rule says is taken at once, no more than there is, and all of it comes back when lifted."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from actions import penalties
from actions.jobs import Program, Work
from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

SAVE = """mutation ($input: PenaltyRuleSaveInput!, $version: Int) {
  penaltyRuleSave(input: $input, expectedVersion: $version) {
    rule { code trigger points tiers days version } changeSet { id } userErrors { code path } } }"""
IMPOSE = """mutation ($no: String!, $rule: String!, $reason: String!, $key: String!) {
  memberPenalize(member: { memberNo: $no }, ruleCode: $rule, reason: $reason, idempotencyKey: $key) {
    member { status points { available } } penalty { points growth isFreezing rule { code } liftedAt }
    changeSet { id } userErrors { code path message } } }"""
UNDO = "mutation ($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code } } }"
NOW = datetime.now(UTC)
PROGRAM = Program("CNY", ZoneInfo("UTC"))


async def rule(teller: Teller, **said: Any) -> None:
    saved = await teller(SAVE, input={"code": "FRAUD", "name": "Returned what was used", "points": 60} | said)
    assert saved["userErrors"] == [], saved


async def impose(teller: Teller, **given: Any) -> dict[str, Any]:
    return await teller(IMPOSE, **{"rule": "FRAUD", "reason": "Twice this week"} | given)


async def refusal(teller: Teller, **given: Any) -> tuple[str, list[str]]:
    """Proves that nothing was written."""
    before = await teller.state()
    (error,) = (await impose(teller, **given))["userErrors"]
    assert await teller.state() == before
    return error["code"], error["path"]


async def test_a_penalty_takes_points_growth_and_the_right_to_use_the_membership(teller: Teller) -> None:
    await rule(teller, freezes=True)
    done = await impose(teller)
    assert done["member"] == {"status": "FROZEN", "points": {"available": 40}}
    assert done["penalty"] == {
        "points": 60, "growth": 0, "isFreezing": True, "rule": {"code": "FRAUD"}, "liftedAt": None,
    }  # fmt: skip


async def test_a_penalty_takes_no_more_than_there_is(teller: Teller) -> None:
    await rule(teller, points=500, growth=70)
    done = await impose(teller)
    assert (done["penalty"]["points"], done["penalty"]["growth"]) == (100, 0)
    assert await teller.balance() == 0


async def test_a_lifted_penalty_gives_all_of_it_back(teller: Teller) -> None:
    await rule(teller, freezes=True)
    change = (await impose(teller))["changeSet"]["id"]
    assert await teller(UNDO, id=change) == {"skipped": [], "userErrors": []}
    assert await teller.balance() == 100
    assert await teller.connection.fetchval("SELECT status FROM member") == "ACTIVE"
    assert await teller.connection.fetchval("SELECT lifted_at FROM penalty") is not None


async def test_a_rule_hits_a_member_once_in_its_days_and_again_when_it_was_lifted(teller: Teller) -> None:
    await rule(teller)
    change = (await impose(teller))["changeSet"]["id"]
    assert await refusal(teller) == ("DUPLICATE", ["ruleCode"])
    await teller(UNDO, id=change)
    assert (await impose(teller))["userErrors"] == []


async def test_two_at_once_impose_it_once(teller: Teller) -> None:
    await rule(teller)
    answers = await asyncio.gather(*[impose(teller) for _ in range(2)])
    assert sorted(len(answer["userErrors"]) for answer in answers) == [0, 1]
    assert await teller.balance() == 40


async def test_the_same_key_imposes_it_once(teller: Teller) -> None:
    await rule(teller, onceInDays=0)
    for _ in range(2):
        assert (await impose(teller, key="k"))["userErrors"] == []
    assert await teller.balance() == 40


async def test_a_rule_of_another_level_is_refused(teller: Teller) -> None:
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=1)
    await rule(teller, tiers=["GOLD"])
    assert await refusal(teller) == ("STATE", ["ruleCode"])


async def test_a_rule_that_is_off_or_not_there_is_refused(teller: Teller) -> None:
    await rule(teller, isActive=False)
    assert await refusal(teller) == ("NOT_FOUND", ["ruleCode"])
    assert await refusal(teller, rule="NONE") == ("NOT_FOUND", ["ruleCode"])


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"points": -1}, "points"), ({"tiers": ["NONE"]}, "tiers"), ({"trigger": "INACTIVE"}, "days"),
        ({"trigger": "RETURNS", "days": 30}, "returns"), ({"returns": 3}, "returns"),
        ({"onceInDays": -1}, "onceInDays"),
    ],
)  # fmt: skip
async def test_a_rule_that_cannot_be_meant_is_refused(teller: Teller, said: dict[str, Any], path: str) -> None:
    before = await teller.state()
    saved = await teller(SAVE, input={"code": "X", "name": "X"} | said)
    assert [error["path"] for error in saved["userErrors"]] == [["input", path]]
    assert await teller.state() == before


async def test_who_may_not_penalize_has_no_such_mutation(teller: Teller) -> None:
    given = {"no": "M1", "rule": "FRAUD", "reason": "x", "key": "k"}
    answer = await teller.desk.ask(viewer("customer_service"), IMPOSE, given)
    assert "memberPenalize" in answer.errors[0]["message"]


async def night(teller: Teller, at: datetime = NOW) -> int:
    """All batches of the job; how many penalties it imposed."""
    state: dict[str, Any] = {}
    imposed = 0
    while True:
        work = Work(UUID(int=0), "timetable", {}, state, 0, None, at, PROGRAM)
        async with teller.connection.transaction():
            step = await penalties.step(teller.connection, work)
        imposed += step.done
        if step.is_last:
            return imposed
        state = dict(step.state)


async def test_the_night_finds_who_bought_nothing_once_in_the_days_of_the_rule(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET joined_at = $1", NOW - timedelta(days=400))
    await rule(teller, trigger="INACTIVE", days=365, onceInDays=30)
    assert [await night(teller), await night(teller)] == [1, 0]
    assert await teller.balance() == 40
    assert await night(teller, NOW + timedelta(days=31)) == 1


async def test_the_night_leaves_alone_who_bought_or_was_forgiven(teller: Teller) -> None:
    await rule(teller, trigger="INACTIVE", days=365)
    await teller.connection.execute("UPDATE member SET joined_at = $1", NOW)
    assert await night(teller) == 0, "joined lately"
    await teller.connection.execute("UPDATE member SET joined_at = $1", NOW - timedelta(days=400))
    assert await night(teller) == 1
    change = await teller.connection.fetchval("SELECT id FROM change_set WHERE operation = 'memberPenalize'")
    await teller(UNDO, id=f"chg_{change}")
    assert await night(teller) == 0


async def test_the_night_counts_returns_since_the_last_penalty(teller: Teller) -> None:
    member = await teller.connection.fetchval("SELECT id FROM member")
    await rule(teller, trigger="RETURNS", returns=2, days=90, onceInDays=7)
    for day in (3, 2):
        assert await night(teller) == 0, "too few returns"
        await returned(teller, member, NOW - timedelta(days=day))
    assert [await night(teller), await night(teller, NOW + timedelta(days=8))] == [1, 0]
    for day in (9, 10):
        await returned(teller, member, NOW + timedelta(days=day))
    assert await night(teller, NOW + timedelta(days=11)) == 1


async def returned(teller: Teller, member: UUID, at: datetime) -> None:
    order = await make.order(teller.connection, f"O-{at:%m%d}", member, 0, status="RETURNED")
    await make.insert(
        teller.connection,
        "order_return",
        number=f"R-{at:%m%d}",
        order_id=order,
        reason="Used",
        actor="ana",
        amount=0,
        at=at,
    )
