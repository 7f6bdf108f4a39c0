"""Coupons by the thousand: to a segment, as codes, and what time ends."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from actions.coupons import distributing, generating
from actions.coupons.ending import end
from actions.jobs import Program, go_on
from jobs.coupons import end_coupons
from jobs.kinds import KINDS
from jobs.running import run
from rules.check_digits import is_coupon_code
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_coupon_changes import ERRORS, ISSUE, RESERVE, SAVE, TEN, refused

PROGRAM = Program("CNY", ZoneInfo("Asia/Shanghai"))
BULK = f"""mutation Bulk($where: MemberWhere!, $count: Int!, $key: String) {{
  couponIssueBulk(templateCode: "TEN", where: $where, expectedCount: $count, idempotencyKey: $key) {{
    job {{ id kind total }} {ERRORS} }} }}"""
GENERATE = f"""mutation Generate($count: Int!, $key: String!) {{
  couponCodesGenerate(templateCode: "TEN", count: $count, idempotencyKey: $key) {{ job {{ id total }} {ERRORS} }} }}"""
GUESTS = {"memberNo": {"startsWith": "G"}}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generating, "BATCH", 40)
    monkeypatch.setattr(distributing, "BATCH", 3)


async def guests(teller: Teller, count: int = 7) -> None:
    async with teller.connection.transaction():
        for n in range(count):
            await make.member(teller.connection, f"G{n}")


async def asked(teller: Teller, document: str, **given: Any) -> UUID:
    payload = await teller(document, **given)
    assert payload["userErrors"] == []
    return UUID(payload["job"]["id"].removeprefix("job_"))


async def done(teller: Teller, url: str, job: UUID) -> Any:
    await run(url, job, KINDS, PROGRAM)
    return await teller.connection.fetchrow("SELECT status, done, details::json AS details, error FROM job")


async def issued(teller: Teller) -> int:
    return await teller.connection.fetchval("SELECT count(*) FROM coupon")


async def test_everybody_who_was_counted_gets_one(teller: Teller, fresh_url: str) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN)
    job = await asked(teller, BULK, where=GUESTS, count=7)
    assert (await done(teller, fresh_url, job))["status"] == "SUCCEEDED"
    holders = await teller.connection.fetch("SELECT DISTINCT member_id FROM coupon WHERE job_id = $1", job)
    assert (len(holders), await issued(teller)) == (7, 7)


async def test_another_number_of_members_is_a_conflict(teller: Teller) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN)
    error = await refused(teller, BULK, where=GUESTS, count=6)
    assert (error["code"], "7 members" in error["message"]) == ("CONFLICT", True)
    assert await teller.connection.fetchval("SELECT count(*) FROM job") == 0


async def test_who_is_frozen_or_has_a_share_is_left_out_and_told(teller: Teller, fresh_url: str) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN | {"perMemberLimit": 1})
    await teller(ISSUE, template="TEN", no="G1")
    job = await asked(teller, BULK, where=GUESTS, count=7)
    await teller.connection.execute("UPDATE member SET status = 'FROZEN' WHERE member_no = 'G2'")
    row = await done(teller, fresh_url, job)
    assert row["details"] == '{"issued": 5, "notActive": 1, "hadTheirShare": 1}'
    assert (row["done"], await issued(teller)) == (7, 6)


async def test_more_members_than_coupons_are_refused_before_anything_is_issued(teller: Teller) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN | {"totalLimit": 6})
    error = await refused(teller, BULK, where=GUESTS, count=7)
    assert (error["code"], "6 coupons" in error["message"]) == ("LIMIT_REACHED", True)


async def test_a_job_that_finds_too_few_left_fails_and_passes_no_limit(teller: Teller, fresh_url: str) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN | {"totalLimit": 7})
    job = await asked(teller, BULK, where=GUESTS, count=7)
    await teller(ISSUE, template="TEN")
    row = await done(teller, fresh_url, job)
    assert (row["status"], "are issued" in row["error"]) == ("FAILED", True)
    assert await issued(teller) == 7


@pytest.mark.parametrize("document", [BULK, GENERATE])
async def test_a_worker_killed_in_the_middle_leaves_no_double(
    teller: Teller, fresh_url: str, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN)
    monkeypatch.setattr(generating, "BATCH", 3)
    job = await asked(teller, document, where=GUESTS, count=7)
    killed = teller.connection.transaction()
    async with teller.connection.transaction():
        await go_on(teller.connection, job, KINDS, make.NOW, PROGRAM)
    await killed.start()
    await go_on(teller.connection, job, KINDS, make.NOW, PROGRAM)
    await killed.rollback()
    await asyncio.gather(*(run(fresh_url, job, KINDS, PROGRAM) for _ in range(2)))
    assert await issued(teller) == 7


async def test_exactly_as_many_codes_are_made_as_asked_for(teller: Teller, fresh_url: str) -> None:
    await teller(SAVE, input=TEN)
    job = await asked(teller, GENERATE, count=101)
    assert (await done(teller, fresh_url, job))["status"] == "SUCCEEDED"
    codes = [row[0] for row in await teller.connection.fetch("SELECT code FROM coupon")]
    assert len(set(codes)) == 101
    assert all(is_coupon_code(code) for code in codes)
    assert await teller.connection.fetchval("SELECT issued_count FROM coupon_template") == 101


async def test_a_code_that_is_there_already_is_made_again(
    teller: Teller, fresh_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = iter([n % 60 for n in range(1000)])
    monkeypatch.setattr(generating, "new_code", lambda: f"C{next(few)}")
    await teller(SAVE, input=TEN)
    await done(teller, fresh_url, await asked(teller, GENERATE, count=50))
    assert await issued(teller) == 50


@pytest.mark.parametrize(("count", "code"), [(0, "INVALID"), (1_000_001, "INVALID"), (21, "LIMIT_REACHED")])
async def test_a_count_beyond_reason_or_limit_is_refused(teller: Teller, count: int, code: str) -> None:
    await teller(SAVE, input=TEN | {"totalLimit": 20})
    assert (await refused(teller, GENERATE, count=count))["code"] == code


@pytest.mark.parametrize("document", [BULK, GENERATE])
async def test_one_key_asks_for_one_job(teller: Teller, document: str) -> None:
    await guests(teller)
    await teller(SAVE, input=TEN)
    asking = [teller(document, where=GUESTS, count=7, key="once") for _ in range(5)]
    payloads = await asyncio.gather(*asking)
    assert len({payload["job"]["id"] for payload in payloads}) == 1
    assert await teller.connection.fetchval("SELECT count(*) FROM pgqueuer") == 1


async def test_what_is_over_expires_and_a_reservation_that_is_over_is_free(teller: Teller, fresh_url: str) -> None:
    await teller(SAVE, input=TEN | {"validDays": 2})
    over, free, kept = [(await teller(ISSUE, template="TEN"))["coupon"]["code"] for _ in range(3)]
    for code in (over, free, kept):
        await teller(RESERVE, code=code, reference="cart")
    late = "UPDATE coupon SET valid_from = valid_from - $2::interval, valid_until = valid_until - $2 WHERE code = $1"
    await teller.connection.execute(late, over, timedelta(days=3))
    await teller.connection.execute("UPDATE coupon SET reserved_until = $2 WHERE code = $1", free, make.LONG_AGO)
    await end_coupons(fresh_url)
    await end_coupons(fresh_url)
    rows = await teller.connection.fetch("SELECT code, status FROM coupon")
    assert dict(rows) == {over: "EXPIRED", free: "ISSUED", kept: "RESERVED"}


async def test_many_that_are_over_are_ended_in_batches(teller: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.coupons.ending.BATCH", 2)
    await teller(SAVE, input=TEN | {"validDays": 2})
    for _ in range(3):
        await teller(ISSUE, template="TEN")
    later = make.NOW + timedelta(days=3)
    assert [await end(teller.connection, later) for _ in range(2)] == [True, False]
