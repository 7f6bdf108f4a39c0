import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller

RECORD = """mutation Record($no: String!, $kind: EarningTrigger!, $subject: String, $at: DateTime, $key: String!) {
  memberActivityRecord(member: {memberNo: $no}, kind: $kind, subject: $subject, at: $at, idempotencyKey: $key) {
    member { points { available pending } growthValue activities { nodes { kind points } } }
    activity { kind subject points growth } userErrors { code message path } } }"""


async def rule(teller: Teller, code: str, trigger: str, **values: Any) -> Any:
    given = {"name": code, "asset": "POINTS", "trigger": trigger, "fixed": 10} | values
    return await make.insert(teller.connection, "earning_rule", code=code, **given)


async def record(teller: Teller, kind: str = "REVIEW", **given: Any) -> Any:
    return await teller(RECORD, kind=kind, **given)


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


async def test_an_activity_earns_points_and_growth_by_the_rules(teller: Teller) -> None:
    await rule(teller, "review", "REVIEW")
    await rule(teller, "growing", "REVIEW", asset="GROWTH", fixed=3)
    await rule(teller, "sharing", "SHARE", fixed=99)
    payload = await record(teller, subject="A-1")
    assert payload["activity"] == {"kind": "REVIEW", "subject": "A-1", "points": 10, "growth": 3}
    assert (payload["member"]["points"]["available"], payload["member"]["growthValue"]) == (110, 3)
    assert payload["member"]["activities"]["nodes"] == [{"kind": "REVIEW", "points": 10}]


async def test_its_points_are_pending_and_expire_as_the_rule_says(teller: Teller) -> None:
    await rule(teller, "review", "REVIEW", pending_days=7, expiry="DAYS", expiry_count=30)
    assert (await record(teller))["member"]["points"] == {"available": 100, "pending": 10}
    lot = await teller.connection.fetchrow("SELECT available_at, expires_at FROM points_lot ORDER BY id DESC")
    assert lot["expires_at"] - lot["available_at"] == timedelta(days=23)


async def test_a_check_in_counts_once_a_day(teller: Teller) -> None:
    await rule(teller, "daily", "CHECK_IN")
    payloads = await asyncio.gather(*(record(teller, "CHECK_IN") for _ in range(10)))
    assert sorted(codes(payload) for payload in payloads) == [[], *[["DUPLICATE"]] * 9]
    assert await teller.balance() == 110


async def test_every_third_day_in_a_row_is_worth_more(teller: Teller) -> None:
    await rule(teller, "daily", "CHECK_IN", fixed=1)
    await rule(teller, "streak", "CHECK_IN", fixed=5, conditions={"streak": 3})
    given = [
        (await record(teller, "CHECK_IN", at=(make.NOW - timedelta(days=ago)).isoformat()))["activity"]["points"]
        for ago in (6, 3, 2, 1, 0)
    ]
    assert given == [1, 1, 1, 6, 1]


async def test_the_same_subject_counts_once(teller: Teller) -> None:
    await rule(teller, "review", "REVIEW")
    await record(teller, subject="A-1")
    assert codes(await record(teller, subject="A-1")) == ["DUPLICATE"]
    assert codes(await record(teller, subject="A-2")) == []


async def test_a_limit_per_day_holds_for_all_at_once(teller: Teller) -> None:
    await rule(teller, "task", "TASK", limit_per_day=25)
    await asyncio.gather(*(record(teller, "TASK", subject=str(n)) for n in range(6)))
    assert await teller.balance() == 125


async def test_a_limit_per_member_counts_every_day(teller: Teller) -> None:
    await rule(teller, "task", "TASK", limit_per_member=15)
    for ago in (2, 1, 0):
        await record(teller, "TASK", at=(make.NOW - timedelta(days=ago)).isoformat())
    assert await teller.balance() == 115


async def test_a_referral_gives_to_both_if_the_rule_says_so(teller: Teller) -> None:
    async with teller.connection.transaction():
        await make.member(teller.connection, "M2")
    await rule(teller, "bring", "REFERRAL", fixed=50)
    await rule(teller, "both", "REFERRAL", fixed=20, also_referred=True)
    assert (await record(teller, "REFERRAL", subject="M2"))["activity"]["points"] == 70
    brought = "SELECT balance FROM ledger_account a JOIN member m ON m.points_account_id = a.id WHERE member_no = 'M2'"
    assert await teller.connection.fetchval(brought) == 20


@pytest.mark.parametrize(("given", "code"), [
    ({"kind": "ORDER"}, "INVALID"), ({"kind": "REFERRAL"}, "NOT_FOUND"),
    ({"kind": "REFERRAL", "subject": "M1"}, "INVALID"),
    ({"kind": "TASK", "at": "2999-01-01T00:00:00Z"}, "INVALID"), ({"kind": "TASK", "subject": "x" * 201}, "INVALID"),
])  # fmt: skip
async def test_what_cannot_have_happened_is_refused(teller: Teller, given: dict[str, Any], code: str) -> None:
    before = await teller.state()
    assert codes(await teller(RECORD, **given)) == [code]
    assert await teller.state() == before


async def test_what_a_frozen_member_earns_is_as_the_policy_says(teller: Teller) -> None:
    await rule(teller, "review", "REVIEW")
    await rule(teller, "growing", "REVIEW", asset="GROWTH", fixed=3)
    await teller.connection.execute("UPDATE member SET status = 'FROZEN'")
    payload = await record(teller)
    assert (payload["activity"]["points"], payload["activity"]["growth"]) == (0, 3)
    kept = await teller.connection.fetchrow("SELECT matter, amount, status FROM held_effect")
    assert tuple(kept) == ("EARN_POINTS", 10, "DROPPED")


async def test_a_closed_file_does_nothing(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET status = 'ERASED'")
    assert codes(await record(teller)) == ["STATE"]


async def test_one_key_tells_it_once(teller: Teller) -> None:
    await rule(teller, "task", "TASK")
    payloads = await asyncio.gather(*(record(teller, "TASK", key="one") for _ in range(5)))
    assert [codes(payload) for payload in payloads] == [[]] * 5
    assert await teller.balance() == 110


async def test_on_a_birthday_it_is_double(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET birthday = $1", make.NOW.date().replace(year=1990))
    await rule(teller, "review", "REVIEW")
    await rule(teller, "birthday", "REVIEW", fixed=0, multiplier=2, conditions={"birthday": "DAY"})
    assert (await record(teller))["activity"]["points"] == 20


TIER = "SELECT t.code FROM member m JOIN tier t ON t.id = m.tier_id WHERE member_no = $1"


@pytest.mark.parametrize("kind", ["SIGN_IN", "CHECK_IN", "REVIEW", "PHOTO_REVIEW", "SHARE", "TASK", "BIRTHDAY"])
async def test_growth_by_an_activity_lifts_at_once(teller: Teller, kind: str) -> None:
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2, growth_threshold=30)
    await rule(teller, "growing", kind, asset="GROWTH", fixed=30)
    await record(teller, kind, subject="A-1")
    assert await teller.connection.fetchval(TIER, "M1") == "GOLD"
    reason = await teller.connection.fetchval("SELECT reason FROM tier_change WHERE kind = 'UPGRADE'")
    assert reason == "30 growth value reached Gold"


async def test_points_by_an_activity_lift_at_once(teller: Teller) -> None:
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2, points_threshold=110)
    await rule(teller, "review", "REVIEW")
    await record(teller, subject="A-1")
    assert await teller.connection.fetchval(TIER, "M1") == "GOLD"


async def test_whoever_was_brought_is_lifted_too(teller: Teller) -> None:
    async with teller.connection.transaction():
        await make.member(teller.connection, "M2")
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2, growth_threshold=20)
    await rule(teller, "both", "REFERRAL", asset="GROWTH", fixed=20, also_referred=True)
    await record(teller, "REFERRAL", subject="M2")
    assert [await teller.connection.fetchval(TIER, number) for number in ("M1", "M2")] == ["GOLD", "GOLD"]


async def test_many_activities_at_once_lift_once(teller: Teller) -> None:
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2, growth_threshold=30)
    await rule(teller, "growing", "TASK", asset="GROWTH", fixed=10)
    await asyncio.gather(*(record(teller, "TASK", subject=str(n)) for n in range(6)))
    assert await teller.connection.fetchval("SELECT count(*) FROM tier_change WHERE kind = 'UPGRADE'") == 1
