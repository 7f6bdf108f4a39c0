import asyncio
from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller

SAVE = """mutation Save($input: RewardSaveInput!) { rewardSave(input: $input) {
  reward { code kind points money { amount } stock taken version } userErrors { code path } } }"""
REDEEM = """mutation Redeem($code: String!, $no: String!, $quantity: Int, $wallet: Boolean, $key: String!) {
  rewardRedeem(rewardCode: $code, member: {memberNo: $no}, quantity: $quantity, payWithWallet: $wallet,
    idempotencyKey: $key) {
    member { points { available } wallet { total { amount } } tier { code } coupons { nodes { status } } }
    redemption { id number points status quantity money { amount } entry { kind delta } version }
    userErrors { code path } } }"""
ADVANCE = """mutation Advance($id: ID!, $status: FulfilmentStatus!, $version: Int) {
  rewardRedemptionAdvance(id: $id, status: $status, expectedVersion: $version) {
    member { points { available } wallet { total { amount } } } redemption { status version } userErrors { code } } }"""


async def reward(teller: Teller, **given: Any) -> Any:
    rule = {"code": "mug", "name": "Mug", "kind": "GOODS", "points": 30} | given
    return await teller(SAVE, input=rule)


async def redeem(teller: Teller, **given: Any) -> Any:
    return await teller(REDEEM, **{"code": "mug", "quantity": 1, "wallet": False} | given)


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


async def test_a_reward_takes_points_and_a_piece(teller: Teller) -> None:
    await reward(teller, stock=5, money="9.90")
    payload = await redeem(teller, quantity=2)
    assert payload["member"]["points"]["available"] == 40
    told = payload["redemption"]
    assert (told["status"], told["points"], told["money"]["amount"]) == ("REQUESTED", 60, "19.80")
    assert told["entry"] == {"kind": "SPEND", "delta": -60}
    assert await teller.connection.fetchval("SELECT taken FROM reward") == 2


async def test_twenty_who_want_the_last_pieces_get_what_is_there(teller: Teller) -> None:
    await reward(teller, stock=3, points=1)
    payloads = await asyncio.gather(*(redeem(teller) for _ in range(20)))
    assert sum(not codes(payload) for payload in payloads) == 3
    assert {codes(payload)[0] for payload in payloads if codes(payload)} == {"OUT_OF_STOCK"}
    assert await teller.connection.fetchval("SELECT taken FROM reward") == 3


async def test_a_member_never_gets_more_than_the_limit(teller: Teller) -> None:
    await reward(teller, points=1, perMemberLimit=2)
    payloads = await asyncio.gather(*(redeem(teller) for _ in range(10)))
    assert sorted(map(codes, payloads)) == [[], [], *[["LIMIT_REACHED"]] * 8]


async def test_one_key_takes_one(teller: Teller) -> None:
    await reward(teller)
    payloads = await asyncio.gather(*(redeem(teller, key="one") for _ in range(5)))
    assert len({payload["redemption"]["id"] for payload in payloads}) == 1
    assert await teller.balance() == 70


@pytest.mark.parametrize(("rule", "given", "code"), [
    ({}, {"code": "cup"}, "NOT_FOUND"), ({}, {"quantity": 0}, "INVALID"), ({}, {"quantity": 4}, "INSUFFICIENT_BALANCE"),
    ({"isActive": False}, {}, "STATE"), ({"validFrom": "2999-01-01T00:00:00Z"}, {}, "NOT_STARTED"),
    ({"validUntil": "2020-01-01T00:00:00Z"}, {}, "EXPIRED"), ({"money": "5"}, {"wallet": True}, "INSUFFICIENT_BALANCE"),
])  # fmt: skip
async def test_what_cannot_be_had_is_refused(teller: Teller, rule: Any, given: Any, code: str) -> None:
    await reward(teller, **rule)
    before = await teller.state()
    assert codes(await redeem(teller, **given)) == [code]
    assert await teller.state() == before
    assert await teller.connection.fetchval("SELECT taken FROM reward") == 0


async def test_called_off_everything_goes_back(teller: Teller) -> None:
    recharge = """mutation ($no: String!, $key: String!) {
      walletRecharge(member: {memberNo: $no}, amount: "20", idempotencyKey: $key) { userErrors { code } } }"""
    await teller(recharge)
    await reward(teller, stock=5, money="9.90")
    taken = (await redeem(teller, wallet=True))["redemption"]["id"]
    payload = await teller(ADVANCE, id=taken, status="CANCELLED")
    assert payload["member"] == {"points": {"available": 100}, "wallet": {"total": {"amount": "20.00"}}}
    assert await teller.connection.fetchval("SELECT remaining FROM points_lot") == 100
    assert await teller.connection.fetchval("SELECT taken FROM reward") == 0
    assert codes(await teller(ADVANCE, id=taken, status="CANCELLED")) == ["STATE"]


async def test_two_who_call_off_at_once_give_back_once(teller: Teller) -> None:
    await reward(teller)
    taken = (await redeem(teller))["redemption"]["id"]
    payloads = await asyncio.gather(*(teller(ADVANCE, id=taken, status="CANCELLED") for _ in range(5)))
    assert sum(not codes(payload) for payload in payloads) == 1
    assert await teller.balance() == 100


async def test_a_redemption_moves_forward_only(teller: Teller) -> None:
    await reward(teller)
    taken = (await redeem(teller))["redemption"]["id"]
    assert (await teller(ADVANCE, id=taken, status="SHIPPED", version=1))["redemption"] == {
        "status": "SHIPPED",
        "version": 2,
    }
    assert codes(await teller(ADVANCE, id=taken, status="PREPARED")) == ["STATE"]
    assert codes(await teller(ADVANCE, id=taken, status="HANDED_OVER", version=1)) == ["CONFLICT"]


async def test_a_coupon_is_issued_at_once(teller: Teller) -> None:
    await make.insert(teller.connection, "coupon_template", code="TEN", name="Ten", kind="AMOUNT_OFF", value=10)
    await reward(teller, kind="COUPON", templateCode="TEN")
    payload = await redeem(teller)
    assert payload["member"]["coupons"]["nodes"] == [{"status": "ISSUED"}]
    assert payload["redemption"]["status"] == "HANDED_OVER"


async def test_a_higher_tier_is_given_at_once_and_no_lower_one(teller: Teller) -> None:
    for rank, code in enumerate(("SILVER", "GOLD"), start=1):
        await make.insert(teller.connection, "tier", code=code, name=code, rank=rank, validity_months=12)
    await reward(teller, kind="TIER_UPGRADE", tierCode="GOLD")
    assert (await redeem(teller))["member"]["tier"] == {"code": "GOLD"}
    await reward(teller, code="down", kind="TIER_UPGRADE", tierCode="SILVER")
    assert codes(await redeem(teller, code="down")) == ["NOT_ELIGIBLE"]


@pytest.mark.parametrize(("given", "path"), [
    ({"points": 0}, "points"), ({"kind": "COUPON"}, "templateCode"), ({"kind": "TIER_UPGRADE"}, "tierCode"),
    ({"kind": "REBATE"}, "rebate"), ({"kind": "BENEFIT"}, "benefitCode"), ({"rebate": "0"}, "rebate"),
    ({"productCode": "none"}, "productCode"), ({"perMemberLimit": 0}, "perMemberLimit"),
])  # fmt: skip
async def test_a_reward_that_makes_no_sense_is_refused(teller: Teller, given: Any, path: str) -> None:
    payload = await reward(teller, **given)
    assert [error["path"][-1] for error in payload["userErrors"]] == [path]
    assert await teller.connection.fetchval("SELECT count(*) FROM reward") == 0


async def test_the_stock_is_never_less_than_what_was_taken(teller: Teller) -> None:
    await reward(teller, stock=5)
    await redeem(teller, quantity=2)
    assert [error["path"][-1] for error in (await reward(teller, stock=1))["userErrors"]] == ["stock"]


EXCHANGE = """mutation Exchange($id: ID!, $code: String!, $quantity: Int, $reason: String!, $version: Int,
  $key: String!) {
  rewardRedemptionExchange(id: $id, rewardCode: $code, quantity: $quantity, reason: $reason, expectedVersion: $version,
    idempotencyKey: $key) {
    member { points { available } }
    redemption { id points status reward { code } replaces { status note } } userErrors { code path } } }"""


async def exchange(teller: Teller, **given: Any) -> Any:
    return await teller(EXCHANGE, **{"code": "cup", "quantity": 1, "reason": "Broken"} | given)


async def taken(teller: Teller) -> str:
    """A mug for 30 of 100 points, beside which there are cups for 45."""
    await reward(teller, stock=1)
    await reward(teller, code="cup", name="Cup", points=45, stock=1)
    return (await redeem(teller))["redemption"]["id"]


async def test_a_reward_is_exchanged_for_another_and_what_was_paid_counts(teller: Teller) -> None:
    payload = await exchange(teller, id=await taken(teller))
    assert payload["member"] == {"points": {"available": 55}}
    told = payload["redemption"]
    assert (told["points"], told["status"], told["reward"]) == (45, "REQUESTED", {"code": "cup"})
    assert told["replaces"] == {"status": "CANCELLED", "note": "Broken"}
    rows = await teller.connection.fetch("SELECT code, taken FROM reward ORDER BY code")
    assert [tuple(row) for row in rows] == [("cup", 1), ("mug", 0)]


async def test_two_who_exchange_at_once_exchange_once(teller: Teller) -> None:
    first = await taken(teller)
    payloads = await asyncio.gather(*(exchange(teller, id=first) for _ in range(5)))
    assert sum(not codes(payload) for payload in payloads) == 1
    assert await teller.balance() == 55


async def test_one_key_exchanges_once(teller: Teller) -> None:
    first = await taken(teller)
    payloads = await asyncio.gather(*(exchange(teller, id=first, key="one") for _ in range(4)))
    assert len({payload["redemption"]["id"] for payload in payloads}) == 1


@pytest.mark.parametrize(("given", "code"), [
    ({"code": "none"}, "NOT_FOUND"), ({"reason": " "}, "REQUIRED"), ({"quantity": 2}, "OUT_OF_STOCK"),
    ({"version": 7}, "CONFLICT"),
])  # fmt: skip
async def test_what_cannot_be_exchanged_stays_as_it_is(teller: Teller, given: Any, code: str) -> None:
    first = await taken(teller)
    before = await teller.state()
    assert codes(await exchange(teller, **{"id": first} | given)) == [code]
    assert await teller.state() == before
    assert await teller.connection.fetchval("SELECT status FROM reward_redemption") == "REQUESTED"


async def test_what_the_member_has_is_not_exchanged(teller: Teller) -> None:
    first = await taken(teller)
    await teller(ADVANCE, id=first, status="HANDED_OVER")
    assert codes(await exchange(teller, id=first)) == ["STATE"]
    assert await teller.balance() == 70


async def test_a_benefit_is_given_with_what_it_gives(teller: Teller) -> None:
    await make.insert(teller.connection, "benefit", code="lounge", name="Lounge", kind="service", points=7)
    await reward(teller, kind="BENEFIT", benefitCode="lounge")
    payload = await redeem(teller)
    assert (payload["redemption"]["status"], payload["member"]["points"]["available"]) == ("HANDED_OVER", 77)
    assert await teller.connection.fetchval("SELECT count(*) FROM benefit_grant WHERE key LIKE 'REWARD:%'") == 1


async def test_a_benefit_that_is_off_costs_nothing(teller: Teller) -> None:
    off = {"code": "lounge", "name": "Lounge", "kind": "service", "is_active": False}
    await make.insert(teller.connection, "benefit", **off)
    await reward(teller, kind="BENEFIT", benefitCode="lounge")
    assert codes(await redeem(teller)) == ["STATE"]
    assert await teller.balance() == 100


async def test_points_that_are_left_end_when_it_is_handed_over(teller: Teller) -> None:
    await reward(teller, clearsPoints=True)
    first = (await redeem(teller))["redemption"]["id"]
    assert await teller.balance() == 70
    await teller(ADVANCE, id=first, status="HANDED_OVER")
    assert await teller.balance() == 0
    assert await teller.connection.fetchval("SELECT sum(remaining) FROM points_lot") == 0


async def test_what_was_gathered_ends_when_it_is_handed_over(teller: Teller) -> None:
    earned = """mutation ($no: String!, $key: String!) { memberActivityRecord(member: {memberNo: $no}, kind: CHECK_IN,
      idempotencyKey: $key) { userErrors { code } } }"""
    rule = {"code": "visit", "name": "Visit", "trigger": "CHECK_IN", "asset": "GROWTH", "fixed": 9}
    await make.insert(teller.connection, "earning_rule", **rule)
    assert (await teller(earned))["userErrors"] == []
    await reward(teller, clearsAccumulation=True)
    growth = "SELECT balance FROM ledger_account WHERE asset = 'GROWTH' AND bucket = 'AVAILABLE'"
    assert await teller.connection.fetchval(growth) == 9
    first = (await redeem(teller))["redemption"]["id"]
    await teller(ADVANCE, id=first, status="HANDED_OVER")
    assert await teller.connection.fetchval(growth) == 0


async def test_a_rebate_is_stored_value_at_once(teller: Teller) -> None:
    await reward(teller, kind="REBATE", rebate="12.50")
    payload = await redeem(teller)
    assert payload["redemption"]["status"] == "HANDED_OVER"
    assert payload["member"]["wallet"] == {"total": {"amount": "12.50"}}
    kept = await teller.connection.fetchrow("SELECT kind, principal_delta, bonus_delta FROM wallet_entry")
    assert tuple(kept) == ("BONUS", 0, 1_250)


async def test_one_key_gives_one_rebate(teller: Teller) -> None:
    await reward(teller, kind="REBATE", rebate="12.50")
    await asyncio.gather(*(redeem(teller, key="one") for _ in range(5)))
    assert await teller.connection.fetchval("SELECT count(*) FROM wallet_entry") == 1


async def test_a_frozen_wallet_takes_no_rebate_and_nothing_is_paid(teller: Teller) -> None:
    await reward(teller, kind="REBATE", rebate="12.50")
    await teller.connection.execute("UPDATE wallet SET is_frozen = true")
    before = await teller.state()
    assert codes(await redeem(teller)) == ["STATE"]
    assert await teller.state() == before


async def test_a_trip_waits_until_it_was_taken(teller: Teller) -> None:
    await reward(teller, kind="ACTIVITY")
    assert (await redeem(teller))["redemption"]["status"] == "REQUESTED"
