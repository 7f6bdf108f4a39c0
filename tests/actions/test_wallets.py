import asyncio

import orjson
import pytest

from actions.sessions import HASHER
from tests import make
from tests.actions.teller import Teller

RECHARGE = """mutation Recharge($no: String!, $amount: Decimal!, $bonus: Decimal, $key: String!) {
  walletRecharge(member: {memberNo: $no}, amount: $amount, bonus: $bonus, idempotencyKey: $key) {
    member { wallet { principal { amount } bonus { amount } total { amount } } }
    entry { id kind principalDelta bonusDelta balanceAfter { amount } } userErrors { code message path } } }"""
PAY = """mutation Pay($no: String!, $amount: Decimal!, $key: String!, $pin: String) {
  walletPay(member: {memberNo: $no}, amount: $amount, reason: "Bread", idempotencyKey: $key, pin: $pin) {
    member { wallet { principal { amount } bonus { amount } } }
    entry { id kind principalDelta bonusDelta balanceAfter { amount } } userErrors { code message path } } }"""


async def test_what_is_paid_in_and_given_are_kept_apart(teller: Teller) -> None:
    payload = await teller(RECHARGE, amount="200", bonus="20.50")
    wallet = payload["member"]["wallet"]
    assert [wallet[part]["amount"] for part in ("principal", "bonus", "total")] == ["200.00", "20.50", "220.50"]
    assert (payload["entry"]["kind"], payload["entry"]["balanceAfter"]["amount"]) == ("RECHARGE", "220.50")


async def test_what_was_paid_in_is_used_first(teller: Teller) -> None:
    await teller(RECHARGE, amount="10", bonus="5")
    payload = await teller(PAY, amount="12.34")
    assert (payload["entry"]["principalDelta"], payload["entry"]["bonusDelta"]) == ("-10.00", "-2.34")
    assert payload["member"]["wallet"]["bonus"]["amount"] == "2.66"


async def test_more_than_there_is_cannot_be_paid(teller: Teller) -> None:
    await teller(RECHARGE, amount="10", bonus="5")
    assert await teller.code(PAY, amount="15.01") == "INSUFFICIENT_BALANCE"


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000000001"])
async def test_an_amount_that_cannot_be_booked_is_refused(teller: Teller, amount: str) -> None:
    assert await teller.code(RECHARGE, amount=amount) == "INVALID"
    assert await teller.code(PAY, amount=amount) == "INVALID"


async def test_a_frozen_wallet_neither_takes_nor_gives(teller: Teller) -> None:
    await teller(RECHARGE, amount="10")
    await teller.connection.execute("UPDATE wallet SET is_frozen = true")
    assert await teller.code(RECHARGE, amount="1") == "STATE"
    assert await teller.code(PAY, amount="1") == "STATE"


async def test_one_key_twenty_times_at_once_pays_once(teller: Teller) -> None:
    await teller(RECHARGE, amount="100")
    payloads = await asyncio.gather(*(teller(PAY, amount="30", key="till-3") for _ in range(20)))
    assert len({payload["entry"]["id"] for payload in payloads}) == 1
    assert payloads[0]["entry"]["balanceAfter"]["amount"] == "70.00"


async def test_twenty_who_pay_at_once_never_pay_too_much(teller: Teller) -> None:
    await teller(RECHARGE, amount="60", bonus="35")
    payloads = await asyncio.gather(*(teller(PAY, amount="30") for _ in range(20)))
    assert sum(not payload["userErrors"] for payload in payloads) == 3


async def test_the_pin_is_asked_for_when_paying(teller: Teller) -> None:
    await teller(RECHARGE, amount="10")
    member = await teller.connection.fetchval("SELECT id FROM member")
    await make.insert(teller.connection, "member_secret", member_id=member, pin_hash=HASHER.hash("2468"))
    assert await teller.code(PAY, amount="5") == "PIN_REQUIRED"
    assert (await teller(PAY, amount="5", pin="2468"))["entry"]["kind"] == "PAY"


REFUND = """mutation Refund($id: ID!, $amount: Decimal!, $key: String!) {
  walletRefund(entryId: $id, amount: $amount, reason: "Stale", idempotencyKey: $key) {
    member { wallet { principal { amount } bonus { amount } } } entry { kind principalDelta bonusDelta }
    userErrors { code } } }"""
CORRECT = """mutation Adjust($no: String!, $principal: Decimal, $bonus: Decimal, $key: String!) {
  walletAdjust(member: {memberNo: $no}, principalDelta: $principal, bonusDelta: $bonus, reason: "Counted",
    idempotencyKey: $key) { member { memberNo } entry { kind principalDelta bonusDelta } userErrors { code } } }"""
LOCK = """mutation Lock($no: String!) { walletFreeze(member: {memberNo: $no}, reason: "Lost") {
  member { wallet { isFrozen } } entry { id } userErrors { code } } }"""
BONUS = """mutation Save($input: RechargeBonusSaveInput!) { rechargeBonusSave(input: $input) {
  rule { code least { amount } bonus { amount } bonusPercent version } userErrors { code path } } }"""


async def test_a_payment_is_refunded_to_where_it_came_from(teller: Teller) -> None:
    await teller(RECHARGE, amount="10", bonus="5")
    paid = (await teller(PAY, amount="12"))["entry"]["id"]
    first, rest = [(await teller(REFUND, id=paid, amount=amount))["entry"] for amount in ("6", "6")]
    assert (first["principalDelta"], first["bonusDelta"]) == (rest["principalDelta"], rest["bonusDelta"])
    assert await teller.code(REFUND, id=paid, amount="0.01") == "LIMIT_REACHED"


async def test_ten_who_refund_at_once_never_refund_too_much(teller: Teller) -> None:
    await teller(RECHARGE, amount="20", bonus="5")
    paid = (await teller(PAY, amount="25"))["entry"]["id"]
    payloads = await asyncio.gather(*(teller(REFUND, id=paid, amount="10") for _ in range(10)))
    assert sum(not payload["userErrors"] for payload in payloads) == 2


async def test_only_a_payment_is_refunded(teller: Teller) -> None:
    entry = (await teller(RECHARGE, amount="10"))["entry"]["id"]
    assert await teller.code(REFUND, id=entry, amount="1") == "STATE"


async def test_stored_value_is_corrected_but_never_below_zero(teller: Teller) -> None:
    await teller(RECHARGE, amount="10", bonus="5")
    entry = (await teller(CORRECT, principal="-2.50", bonus="1"))["entry"]
    assert entry == {"kind": "ADJUST", "principalDelta": "-2.50", "bonusDelta": "1.00"}
    assert await teller.code(CORRECT, principal="-7.51") == "INSUFFICIENT_BALANCE"
    assert await teller.code(CORRECT) == "INVALID"


async def test_a_wallet_is_frozen_once_and_unfrozen(teller: Teller) -> None:
    assert (await teller(LOCK))["member"]["wallet"]["isFrozen"] is True
    assert await teller.code(LOCK) == "STATE"
    assert await teller.code(RECHARGE, amount="1") == "STATE"
    assert (await teller(LOCK.replace("walletFreeze", "walletUnfreeze")))["member"]["wallet"]["isFrozen"] is False


async def test_the_rules_of_recharge_give_money_and_points(teller: Teller) -> None:
    saved = await teller(BONUS, input={"code": "first", "name": "First", "least": "100", "bonus": "20", "points": 50,
                                       "isFirstOnly": True})  # fmt: skip
    assert (saved["rule"]["least"]["amount"], saved["rule"]["version"]) == ("100.00", 1)
    await teller(BONUS, input={"code": "ten", "name": "Ten", "least": "50", "bonusPercent": "10"})
    payloads = [await teller(RECHARGE, amount="100") for _ in range(2)]
    assert [payload["entry"]["bonusDelta"] for payload in payloads] == ["20.00", "10.00"]
    assert await teller.balance() == 150


async def test_of_ten_first_recharges_at_once_one_is_the_first(teller: Teller) -> None:
    await teller(BONUS, input={"code": "first", "name": "First", "least": "1", "bonus": "5", "isFirstOnly": True})
    payloads = await asyncio.gather(*(teller(RECHARGE, amount="10") for _ in range(10)))
    assert sorted(payload["entry"]["bonusDelta"] for payload in payloads) == ["0.00"] * 9 + ["5.00"]


async def test_a_recharge_earns_by_the_rules_of_earning(teller: Teller) -> None:
    await make.insert(
        teller.connection, "earning_rule", code="r", name="R", asset="POINTS", trigger="RECHARGE", per_unit=2
    )
    await teller(RECHARGE, amount="10.50", bonus="0")
    assert await teller.balance() == 121


async def test_without_a_name_only_so_much_is_stored(teller: Teller) -> None:
    limits = {"mostUnnamed": 1000, "mostNamed": 5000}
    await teller.connection.execute("UPDATE policy SET value = $1 WHERE code = 'WALLET'", orjson.dumps(limits).decode())
    assert await teller.code(RECHARGE, amount="1000.01") == "LIMIT_REACHED"
    await teller.connection.execute("UPDATE member SET name = 'Lin'")
    assert (await teller(RECHARGE, amount="1000.01"))["userErrors"] == []


@pytest.mark.parametrize(("given", "path"), [
    ({"code": "a b"}, "code"), ({"least": "0"}, "least"), ({"bonusPercent": "101"}, "bonusPercent"),
    ({"bonus": "0"}, "bonus"),
])  # fmt: skip
async def test_a_rule_that_gives_nonsense_is_refused(teller: Teller, given: dict[str, str], path: str) -> None:
    rule = {"code": "x", "name": "X", "least": "10"} | given
    payload = await teller(BONUS, input=rule)
    assert [error["path"][-1] for error in payload["userErrors"]] == [path]
    assert await teller.connection.fetchval("SELECT count(*) FROM recharge_bonus") == 0


async def test_growth_by_paying_in_lifts_at_once(teller: Teller) -> None:
    tier = await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2, growth_threshold=30)
    about = {"name": "Grow", "asset": "GROWTH", "trigger": "RECHARGE", "fixed": 30}
    await make.insert(teller.connection, "earning_rule", code="grow", **about)
    await teller(RECHARGE, amount="10")
    assert await teller.connection.fetchval("SELECT tier_id FROM member") == tier
