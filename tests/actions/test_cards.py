import asyncio
from typing import Any

import pytest

from rules.check_digits import passes_luhn
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_pins import SET

CARD = "card { id cardNo isVirtual isNamed isSecret isActive kind { code } }"
ISSUE = """mutation Issue($id: ID!, $kind: String, $number: String, $secret: Boolean! = false) {
  memberCardIssue(id: $id, kindCode: $kind, cardNo: $number, isSecret: $secret) {
    member { memberNo } CARD userErrors { code path } } }""".replace("CARD", CARD)
MAKE = """mutation Make($count: Int!) {
  memberCardMake(count: $count) { cardNos userErrors { code path } } }"""
BIND = (
    "mutation Bind($id: ID!, $number: String!) { memberCardBind(cardNo: $number, id: $id) { %s userErrors { code } } }"
)
BIND = BIND % CARD
BLOCK = """mutation Block($id: ID!) {
  memberCardBlock(id: $id) { CARD userErrors { code } } }""".replace("CARD", CARD)
UNBLOCK = BLOCK.replace("memberCardBlock", "memberCardUnblock")
SPEND = """mutation Spend($card: String!, $pin: String, $key: String!) {
  pointsSpend(member: {cardNo: $card}, points: 1, reason: "A mug", idempotencyKey: $key, pin: $pin) {
    member { memberNo } entry { delta } userErrors { code path } } }"""
PAY = """mutation Pay($card: String!, $key: String!) {
  walletPay(member: {cardNo: $card}, amount: "1", reason: "A mug", idempotencyKey: $key) {
    member { memberNo } entry { id } userErrors { code path } } }"""


async def _member(teller: Teller, number: str = "M1") -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member WHERE member_no = $1', number)}"


async def _issue(teller: Teller, **given: Any) -> dict[str, Any]:
    return await teller(ISSUE, id=await _member(teller), **given)


async def _refused(teller: Teller, document: str, **given: Any) -> str:
    cards = "SELECT * FROM member_card ORDER BY id"
    before = await teller.connection.fetch(cards), await teller.state()
    payload = await teller(document, **({"id": await _member(teller)} | given))
    assert (await teller.connection.fetch(cards), await teller.state()) == before
    return payload["userErrors"][0]["code"]


async def test_a_card_is_issued_with_a_number_that_shows_slips(teller: Teller) -> None:
    payload = await _issue(teller)
    card = payload["card"]
    assert passes_luhn(card["cardNo"])
    assert (card["isNamed"], card["isVirtual"], card["isSecret"], card["isActive"]) == (True, False, False, True)
    assert payload["member"] == {"memberNo": "M1"}
    assert await teller.connection.fetchval("SELECT card_numbers FROM member") == card["cardNo"]


async def test_a_number_that_is_taken_is_passed_over(teller: Teller) -> None:
    first = (await _issue(teller))["card"]["cardNo"]
    await teller.connection.execute("SELECT setval('card_number', 1, false)")
    assert (await _issue(teller))["card"]["cardNo"] != first


async def test_a_card_of_a_partner_keeps_its_number_and_kind(teller: Teller) -> None:
    values = {"dictionary": "card_kind", "code": "bank", "label": "Bank"}
    await make.insert(teller.connection, "dictionary_item", **values)
    card = (await _issue(teller, number=" 4000 0012 3456 ", kind="bank"))["card"]
    assert (card["cardNo"], card["kind"]) == ("400000123456", {"code": "bank"})


async def test_a_card_that_cannot_be_is_not_issued(teller: Teller) -> None:
    await _issue(teller, number="4000")
    assert await _refused(teller, ISSUE, number="4000") == "DUPLICATE"
    assert await _refused(teller, ISSUE, number="40") == "INVALID"
    assert await _refused(teller, ISSUE, kind="golden") == "NOT_FOUND"


async def test_a_closed_file_gets_no_card(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET status = 'ERASED'")
    assert await _refused(teller, ISSUE) == "STATE"


async def test_the_audit_log_has_the_end_of_the_number_only(teller: Teller) -> None:
    await _issue(teller, number="400000123456")
    event = await teller.connection.fetchrow("SELECT action, changes::text FROM audit_event")
    assert event["action"] == "card.issued"
    assert "3456" in event["changes"]
    assert "400000123456" not in event["changes"]


async def test_one_number_at_once_is_one_card(teller: Teller) -> None:
    member = await _member(teller)
    payloads = await asyncio.gather(*(teller(ISSUE, id=member, number="4000") for _ in range(4)))
    assert sorted(len(payload["userErrors"]) for payload in payloads) == [0, 1, 1, 1]


async def test_a_blocked_card_spends_nothing_until_it_is_unblocked(teller: Teller) -> None:
    card = (await _issue(teller))["card"]
    assert (await teller(BLOCK, id=card["id"]))["card"]["isActive"] is False
    assert await teller.code(SPEND, card=card["cardNo"]) == "NOT_FOUND"
    assert await teller.code(PAY, card=card["cardNo"]) == "NOT_FOUND"
    assert (await teller(UNBLOCK, id=card["id"]))["card"]["isActive"] is True
    confirmed = SPEND.replace("pin: $pin", "pin: $pin, holderConfirmed: true")
    assert (await teller(confirmed, card=card["cardNo"]))["entry"] == {"delta": -1}


async def test_a_card_that_is_blocked_already_stays_so(teller: Teller) -> None:
    card = (await _issue(teller))["card"]["id"]
    await teller(BLOCK, id=card)
    before = await teller.state()
    assert (await teller(BLOCK, id=card))["userErrors"] == []
    assert await teller.state() == before


async def test_a_card_of_a_closed_file_is_not_unblocked(teller: Teller) -> None:
    card = (await _issue(teller))["card"]["id"]
    await teller(BLOCK, id=card)
    await teller.connection.execute("UPDATE member SET status = 'ERASED'")
    assert await _refused(teller, UNBLOCK, id=card) == "STATE"


async def test_a_secret_card_spends_only_with_the_pin(teller: Teller) -> None:
    card = (await _issue(teller, secret=True))["card"]["cardNo"]
    assert await teller.code(SPEND, card=card, pin="2468") == "PIN_REQUIRED"
    await teller(SET, id=await _member(teller), pin="2468")
    assert await teller.code(SPEND, card=card) == "PIN_REQUIRED"
    assert await teller.code(SPEND, card=card, pin="1111") == "PIN_REQUIRED"
    assert (await teller(SPEND, card=card, pin="2468"))["entry"] == {"delta": -1}


async def test_made_cards_are_given_to_members(teller: Teller) -> None:
    numbers = (await teller(MAKE, count=3))["cardNos"]
    assert len(set(numbers)) == 3
    assert all(map(passes_luhn, numbers))
    payload = await teller(BIND, id=await _member(teller), number=numbers[0])
    assert payload["card"]["cardNo"] == numbers[0]
    assert await _refused(teller, BIND, number=numbers[0]) == "DUPLICATE"
    assert await _refused(teller, BIND, number="4000") == "NOT_FOUND"


@pytest.mark.parametrize("count", [0, 501])
async def test_only_so_many_cards_are_made_at_once(teller: Teller, count: int) -> None:
    assert await _refused(teller, MAKE, count=count) == "INVALID"


async def test_a_blocked_card_is_not_given_out(teller: Teller) -> None:
    (number,) = (await teller(MAKE, count=1))["cardNos"]
    await teller.connection.execute("UPDATE member_card SET is_active = false")
    assert await _refused(teller, BIND, number=number) == "NOT_FOUND"


async def test_a_made_card_goes_to_one_of_two_at_once(teller: Teller) -> None:
    async with teller.connection.transaction():
        await make.member(teller.connection, "M2")
    (number,) = (await teller(MAKE, count=1))["cardNos"]
    members = [await _member(teller, "M1"), await _member(teller, "M2")]
    payloads = await asyncio.gather(*(teller(BIND, id=member, number=number) for member in members))
    assert sorted(len(payload["userErrors"]) for payload in payloads) == [0, 1]


async def test_cards_that_nobody_has_are_listed_apart(teller: Teller) -> None:
    (number,) = (await teller(MAKE, count=1))["cardNos"]
    await _issue(teller)
    query = "query { memberCards(first: 5, where: {isGivenOut: {eq: false}}) { nodes { cardNo member { memberNo } } } }"
    assert (await teller(query))["nodes"] == [{"cardNo": number, "member": None}]
