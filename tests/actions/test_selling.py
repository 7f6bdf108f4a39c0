"""A prepaid card is sold: the buyer joins with it and finds on it what was paid in."""

import asyncio
from dataclasses import replace
from json import dumps
from typing import Any

import pytest

from rules.permissions import union
from rules.roles import grants_of, shipped
from tests import make
from tests.actions.teller import Teller

SELL = """mutation Sell($name: String, $phone: String, $card: String, $load: Decimal, $key: String) {
  memberRegister(input: {name: $name, phone: $phone}, joining: {way: CARD, cardNo: $card, fee: "10", load: $load},
    idempotencyKey: $key) {
    member { memberNo cards { cardNo } wallet { principal { amount } bonus { amount } } }
    userErrors { code path } } }"""
MAKE = "mutation { memberCardMake(count: 1) { cardNos userErrors { code } } }"
COUNT = "SELECT count(*) FROM member"
JOINED = "SELECT way, fee FROM joining"


async def sell(teller: Teller, **given: Any) -> dict[str, Any]:
    return await teller(SELL, **{"name": "Lin", "phone": "+8613800000009", "load": "100"} | given)


async def card(teller: Teller) -> str:
    return (await teller(MAKE))["cardNos"][0]


async def test_the_buyer_joins_with_the_card_and_what_was_paid_in(teller: Teller) -> None:
    bonus = {"code": "hundred", "name": "Ten on top", "least": 10_000, "bonus": 1_000}
    await make.insert(teller.connection, "recharge_bonus", **bonus)
    number = await card(teller)
    sold = (await sell(teller, card=number))["member"]
    assert sold["cards"] == [{"cardNo": number}]
    assert sold["wallet"] == {"principal": {"amount": "100.00"}, "bonus": {"amount": "10.00"}}
    assert tuple(await teller.connection.fetchrow(JOINED)) == ("CARD", 1_000)


async def test_one_key_sells_one_card(teller: Teller) -> None:
    number = await card(teller)
    sold = await asyncio.gather(*(sell(teller, card=number, key="one") for _ in range(5)))
    assert len({payload["member"]["memberNo"] for payload in sold}) == 1
    assert await teller.connection.fetchval(COUNT) == 2


@pytest.mark.parametrize(("given", "code"), [
    ({"key": None}, "REQUIRED"), ({"load": "0"}, "INVALID"), ({"load": "5000.01"}, "LIMIT_REACHED"),
    ({"card": "123"}, "NOT_FOUND"),
])  # fmt: skip
async def test_what_cannot_be_sold_makes_no_member(teller: Teller, given: Any, code: str) -> None:
    number = await card(teller)
    await teller.connection.execute("UPDATE policy SET value = $1 WHERE code = 'WALLET'", dumps({"mostNamed": 5000}))
    before = await teller.state(), await teller.connection.fetchval(COUNT)
    payload = await sell(teller, **{"card": number} | given)
    assert payload["userErrors"][0]["code"] == code
    assert (await teller.state(), await teller.connection.fetchval(COUNT)) == before


async def test_who_may_not_recharge_sells_no_stored_value(teller: Teller) -> None:
    number = await card(teller)
    cashier = shipped()["cashier"] | {"permissions": ["members.register"]}
    access = union([grants_of("cashier", cashier)])
    teller.admin = replace(teller.admin, access=access, fingerprint=access.fingerprint())
    payload = await sell(teller, card=number)
    assert payload["userErrors"] == [{"code": "FORBIDDEN", "path": ["joining", "load"]}]
    assert await teller.connection.fetchval(COUNT) == 1


PARTNER = """mutation Join($card: String!, $kind: String) {
  memberRegister(input: {name: "Wang", phone: "+8613800000008"}, joining: {cardNo: $card, cardKindCode: $kind}) {
    member { cards { cardNo kind { code } } } userErrors { code path } } }"""


async def join(teller: Teller, **given: Any) -> dict[str, Any]:
    kind = {"dictionary": "card_kind", "code": "bank", "label": "Bank"}
    await make.insert(teller.connection, "dictionary_item", **kind)
    return await teller(PARTNER, **{"card": "6222-0001", "kind": "bank"} | given)


async def test_a_partners_card_is_taken_in_with_whoever_joins_by_it(teller: Teller) -> None:
    payload = await join(teller)
    assert payload["member"] == {"cards": [{"cardNo": "6222-0001", "kind": {"code": "bank"}}]}
    assert await teller.connection.fetchval("SELECT way FROM joining") == "CARD"


@pytest.mark.parametrize(("given", "name"), [({"kind": "moon"}, "cardKindCode"), ({"kind": None}, "cardNo")])
async def test_an_unknown_card_or_kind_makes_no_member(teller: Teller, given: Any, name: str) -> None:
    payload = await join(teller, **given)
    assert payload["userErrors"] == [{"code": "NOT_FOUND", "path": ["joining", name]}]
    assert await teller.connection.fetchval(COUNT) == 1
    assert await teller.connection.fetchval("SELECT count(*) FROM member_card") == 0
