import asyncio

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
