import asyncio
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_points import EARN, SPEND

ERRORS = "userErrors { code path }"
MERGE = f"""mutation($keep: ID!, $merge: ID!) {{ memberMerge(keepId: $keep, mergeId: $merge, reason: "Same person") {{
  member {{ memberNo name phone points {{ available }} growthValue wallet {{ total {{ amount }} }}
    cards {{ cardNo }} tags {{ name }} metrics {{ orderCount }} }} {ERRORS} }} }}"""
UNMERGE = f"""mutation($id: ID!) {{ memberUnmerge(id: $id) {{
  member {{ memberNo status name phone points {{ available }} growthValue wallet {{ total {{ amount }} }}
    cards {{ cardNo }} tags {{ name }} metrics {{ orderCount }} }} {ERRORS} }} }}"""
RECHARGE = """mutation($no: String!, $key: String!) {
  walletRecharge(member: {memberNo: $no}, amount: "12.50", idempotencyKey: $key) { userErrors { code } } }"""
PAY = """mutation($no: String!, $key: String!, $amount: Decimal!) {
  walletPay(member: {memberNo: $no}, amount: $amount, reason: "Tea", idempotencyKey: $key) { userErrors { code } } }"""
TOTALS = """
    SELECT asset, sum(balance)::bigint FROM ledger_account WHERE member_id IS NOT NULL GROUP BY asset ORDER BY 1"""


async def _second(teller: Teller, **more: Any) -> UUID:
    """M2 with points, growth, money, an order, a card and a tag."""
    c = teller.connection
    async with c.transaction():
        key = await make.member(c, "M2", points=40, growth=7, phone="+49151", order_count=1, total_spend=500, **more)
        await make.order(c, "A-1", key, 500)
        await c.execute("UPDATE member_metrics SET first_order_at = last_order_at WHERE member_id = $1", key)
        await make.insert(c, "member_card", card_no="7992", member_id=key)
        tag = await make.insert(c, "tag", name="tea")
        await make.insert(c, "member_tag", member_id=key, tag_id=tag, actor="test")
    await teller(RECHARGE, no="M2")
    return key


async def _ids(teller: Teller) -> tuple[str, str]:
    rows = await teller.connection.fetch("SELECT id FROM member ORDER BY member_no")
    return tuple(f"mem_{row['id']}" for row in rows)


async def _totals(teller: Teller) -> list[Any]:
    return [tuple(row) for row in await teller.connection.fetch(TOTALS)]


async def test_all_that_a_file_has_goes_to_the_kept_one(teller: Teller) -> None:
    await _second(teller, name="Wu")
    before = await _totals(teller)
    keep, merge = await _ids(teller)
    member = (await teller(MERGE, keep=keep, merge=merge))["member"]
    assert member == {
        "memberNo": "M1", "name": "Wu", "phone": "+49151", "points": {"available": 140}, "growthValue": 7,
        "wallet": {"total": {"amount": "12.50"}}, "cards": [{"cardNo": "7992"}], "tags": [{"name": "tea"}],
        "metrics": {"orderCount": 1},
    }  # fmt: skip
    assert await _totals(teller) == before
    closed = "SELECT status, merged_into_id IS NOT NULL FROM member WHERE member_no = 'M2'"
    row = await teller.connection.fetchrow(closed)
    assert tuple(row) == ("MERGED", True)


async def test_a_merged_file_is_parted_as_it_was(teller: Teller) -> None:
    await _second(teller, name="Wu")
    keep, merge = await _ids(teller)
    await teller(MERGE, keep=keep, merge=merge)
    member = (await teller(UNMERGE, id=merge))["member"]
    assert member == {
        "memberNo": "M2", "status": "ACTIVE", "name": "Wu", "phone": "+49151", "points": {"available": 40},
        "growthValue": 7, "wallet": {"total": {"amount": "12.50"}}, "cards": [{"cardNo": "7992"}],
        "tags": [{"name": "tea"}], "metrics": {"orderCount": 1},
    }  # fmt: skip
    row = await teller.connection.fetchrow("SELECT name, phone FROM member WHERE member_no = 'M1'")
    assert tuple(row) == (None, None)
    assert await teller.balance() == 100
    assert (await teller(UNMERGE, id=merge))["userErrors"][0]["code"] == "STATE"


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_is_lost_or_made_whatever_happens_in_between(teller: Teller, seed: int) -> None:
    await _second(teller)
    keep, merge = await _ids(teller)
    await teller(MERGE, keep=keep, merge=merge)
    chance = Random(seed)
    for _ in range(6):
        document = chance.choice((EARN, SPEND, PAY))
        await teller(document, points=chance.randrange(1, 90), amount=f"{chance.randrange(1, 5)}.00", until=None)
    before = await _totals(teller)
    assert (await teller(UNMERGE, id=merge))["userErrors"] == []
    assert await _totals(teller) == before
    lots = await teller.connection.fetchval("SELECT sum(remaining)::bigint FROM points_lot")
    assert lots == dict(before)["POINTS"]


async def test_two_who_merge_at_once_merge_once(teller: Teller) -> None:
    await _second(teller)
    keep, merge = await _ids(teller)
    payloads = await asyncio.gather(*(teller(MERGE, keep=keep, merge=merge) for _ in range(4)))
    assert sum(payload["member"] is not None for payload in payloads) == 1


async def test_two_who_merge_each_into_the_other_close_one(teller: Teller) -> None:
    await _second(teller)
    keep, merge = await _ids(teller)
    payloads = await asyncio.gather(teller(MERGE, keep=keep, merge=merge), teller(MERGE, keep=merge, merge=keep))
    assert sum(payload["member"] is not None for payload in payloads) == 1


async def test_a_file_is_not_merged_into_itself_or_a_closed_one(teller: Teller) -> None:
    await _second(teller)
    keep, merge = await _ids(teller)
    before = await teller.state()
    assert (await teller(MERGE, keep=keep, merge=keep))["userErrors"] == [{"code": "INVALID", "path": ["mergeId"]}]
    await teller.connection.execute("UPDATE member SET status = 'ERASED' WHERE member_no = 'M2'")
    assert (await teller(MERGE, keep=merge, merge=keep))["userErrors"] == [{"code": "STATE", "path": ["keepId"]}]
    assert await teller.state() == before


async def test_a_phone_that_another_took_stands_in_the_way_of_parting(teller: Teller) -> None:
    await _second(teller, name="Wu")
    keep, merge = await _ids(teller)
    await teller(MERGE, keep=keep, merge=merge)
    await teller.connection.execute("UPDATE member SET phone = NULL WHERE member_no = 'M1'")
    async with teller.connection.transaction():
        await make.member(teller.connection, "M3", phone="+49151")
    assert (await teller(UNMERGE, id=merge))["userErrors"][0]["code"] == "DUPLICATE"
    assert await teller.connection.fetchval("SELECT status FROM member WHERE member_no = 'M2'") == "MERGED"
