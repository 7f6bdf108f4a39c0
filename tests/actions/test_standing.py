import asyncio
from typing import Any

import pytest

from actions.policies import policy
from actions.treating import hold, treatment, treatments
from rules.standing import Matter, Treatment
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_points import EARN, SPEND

CANCEL = """mutation($id: ID!) { memberCancel(id: $id, reason: "Fraud") { member { status } userErrors { code } } }"""
RESUME = """mutation($id: ID!, $input: MemberResumeInput!) { memberResume(id: $id, input: $input) {
  member { status growthValue points { available } heldEffects { nodes { matter status amount } } }
  userErrors { code } } }"""
FREEZE = 'mutation($id: ID!) { memberFreeze(id: $id, reason: "Misuse") { userErrors { code } changeSet { id } } }'
UNFREEZE = FREEZE.replace("memberFreeze", "memberUnfreeze")
SAVE = """mutation($status: MemberStatus!, $matter: Matter!, $treatment: Treatment!, $version: Int) {
  statusPolicySave(status: $status, matter: $matter, treatment: $treatment, expectedVersion: $version) {
    version userErrors { code } } }"""
POLICY = "{ statusPolicy { status matter treatment version } }"


async def _id(teller: Teller) -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"


async def _resume(teller: Teller, points: bool = False, accumulation: bool = False) -> dict[str, Any]:
    given = {"clearPoints": points, "clearAccumulation": accumulation, "reason": "Sorry"}
    return await teller(RESUME, id=await _id(teller), input=given)


async def _held(teller: Teller, matter: Matter, amount: int, treated: Treatment = Treatment.HOLD, **more: Any) -> None:
    member = await teller.connection.fetchval("SELECT id FROM member")
    await hold(teller.connection, member, matter, treated, amount, make.LONG_AGO, **more)


async def _save(teller: Teller, status: str, matter: Matter, treated: Treatment, version: int | None = None) -> Any:
    return await teller(SAVE, status=status, matter=matter, treatment=treated, version=version)


async def test_a_membership_is_cancelled_and_resumed(teller: Teller) -> None:
    key = await _id(teller)
    assert (await teller(CANCEL, id=key))["member"] == {"status": "CANCELLED"}
    assert (await teller(CANCEL, id=key))["userErrors"] == [{"code": "STATE"}]
    member = (await _resume(teller))["member"]
    assert (member["status"], member["points"]["available"]) == ("ACTIVE", 100)
    assert (await _resume(teller))["userErrors"] == [{"code": "STATE"}]


async def test_two_who_resume_at_once_replay_once(teller: Teller) -> None:
    key = await _id(teller)
    await teller(CANCEL, id=key)
    await _held(teller, Matter.EARN_POINTS, 30)
    given = {"clearPoints": False, "clearAccumulation": False, "reason": "Sorry"}
    payloads = await asyncio.gather(*(teller(RESUME, id=key, input=given) for _ in range(5)))
    assert sum(payload["member"] is not None for payload in payloads) == 1
    assert await teller.balance() == 130


async def test_points_are_cleared_on_demand(teller: Teller) -> None:
    await teller(CANCEL, id=await _id(teller))
    await _held(teller, Matter.EARN_POINTS, 30)
    member = (await _resume(teller, points=True))["member"]
    assert member["points"]["available"] == 0
    assert member["heldEffects"]["nodes"] == [{"matter": "EARN_POINTS", "status": "DROPPED", "amount": 30}]


async def test_what_was_gathered_is_cleared_on_demand(teller: Teller) -> None:
    async with teller.connection.transaction():
        account = await teller.connection.fetchval("SELECT growth_account_id FROM member")
        await make.credit(teller.connection, account, "GROWTH", 500)
        await make.order(teller.connection, "A-9", await teller.connection.fetchval("SELECT id FROM member"), 900)
        await teller.connection.execute("UPDATE member_metrics SET order_count = 1, total_spend = 900")
    await teller(CANCEL, id=await _id(teller))
    await _held(teller, Matter.EARN_GROWTH, 30)
    member = (await _resume(teller, accumulation=True))["member"]
    assert (member["growthValue"], member["points"]["available"]) == (0, 100)
    kept = await teller.connection.fetch("SELECT status FROM held_effect WHERE matter = 'COUNT_SPEND'")
    assert [row[0] for row in kept] == ["DROPPED"]


async def test_what_was_held_is_given_once_the_member_is_back(teller: Teller) -> None:
    await _save(teller, "FROZEN", Matter.EARN_POINTS, Treatment.HOLD)
    await teller(FREEZE, id=await _id(teller))
    payload = await teller(EARN, points=40)
    assert (payload["entry"], payload["userErrors"], payload["member"]["points"]["available"]) == (None, [], 100)
    await _held(teller, Matter.EARN_GROWTH, 7)
    await teller(UNFREEZE, id=await _id(teller))
    assert await teller.balance() == 140
    assert await teller.connection.fetchval("SELECT count(*) FROM held_effect WHERE status = 'REPLAYED'") == 2


async def test_points_that_would_have_expired_are_dropped(teller: Teller) -> None:
    await teller(FREEZE, id=await _id(teller))
    await _held(teller, Matter.EARN_POINTS, 40, details={"expiresAt": make.LONG_AGO.isoformat()})
    await teller(UNFREEZE, id=await _id(teller))
    assert await teller.connection.fetchval("SELECT status FROM held_effect") == "DROPPED"


async def test_what_the_policy_ignores_waits_for_nobody(teller: Teller) -> None:
    await teller(FREEZE, id=await _id(teller))
    await _held(teller, Matter.COUNT_SPEND, 40, Treatment.IGNORE)
    await teller(UNFREEZE, id=await _id(teller))
    assert await teller.connection.fetchval("SELECT status FROM held_effect") == "DROPPED"


async def test_the_policy_may_let_a_frozen_member_spend(teller: Teller) -> None:
    await teller(FREEZE, id=await _id(teller))
    assert await teller.code(SPEND, points=10) == "STATE"
    await _save(teller, "FROZEN", Matter.SPEND_POINTS, Treatment.ALLOW)
    assert (await teller(SPEND, points=10))["member"]["points"]["available"] == 90


async def test_the_policy_is_read_with_what_was_changed(teller: Teller) -> None:
    assert (await _save(teller, "CANCELLED", Matter.MESSAGES, Treatment.ALLOW))["version"] == 1
    rows = await teller(POLICY)
    assert len(rows) == 2 * len(Matter)
    cell = {"status": "CANCELLED", "matter": "MESSAGES", "treatment": "ALLOW", "version": 1}
    assert [row for row in rows if row["treatment"] == "ALLOW" and row["status"] == "CANCELLED"][-1] == cell


async def test_cells_that_are_changed_at_once_are_all_kept(teller: Teller) -> None:
    matters = [Matter.EARN_POINTS, Matter.MESSAGES, Matter.BENEFITS, Matter.USE_COUPONS]
    await asyncio.gather(*(_save(teller, "FROZEN", matter, Treatment.ALLOW) for matter in matters))
    kept = (await policy(teller.connection, "STATUS"))["FROZEN"]
    assert [kept[matter] for matter in matters] == ["ALLOW"] * 4


@pytest.mark.parametrize("status", ["ACTIVE", "MERGED", "ERASED"])
async def test_the_policy_does_not_speak_of_other_statuses(teller: Teller, status: str) -> None:
    before = await teller.state()
    payload = await _save(teller, status, Matter.MESSAGES, Treatment.ALLOW)
    assert payload == {"version": None, "userErrors": [{"code": "INVALID"}]}
    assert await teller.state() == before


async def test_an_older_version_of_the_policy_conflicts(teller: Teller) -> None:
    await _save(teller, "FROZEN", Matter.MESSAGES, Treatment.ALLOW)
    payload = await _save(teller, "FROZEN", Matter.BENEFITS, Treatment.ALLOW, version=0)
    assert payload["userErrors"] == [{"code": "CONFLICT"}]


async def test_a_status_decides_matter_by_matter(teller: Teller) -> None:
    c = teller.connection
    assert set((await treatments(c, "ACTIVE")).values()) == {Treatment.ALLOW}
    assert set((await treatments(c, "MERGED")).values()) == {Treatment.IGNORE}
    assert await treatment(c, "FROZEN", Matter.UPGRADE) is Treatment.ALLOW
    assert await treatment(c, "CANCELLED", Matter.COUNT_SPEND) is Treatment.HOLD
