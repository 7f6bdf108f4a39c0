"""Members who want the PIN at each query, and cards that are personal."""

from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_cards import ISSUE, SPEND
from tests.actions.test_pins import IDENTITY, SET
from tests.conftest import viewer

SEEN = """query($no: String!) { member(by: {memberNo: $no}) {
  asksForPin points { available } growthValue wallet { total { amount } } pointsEntries { nodes { delta } }
  pointsLots { nodes { remaining } } } }"""
OPEN = """mutation($no: String!, $pin: String, $reason: String) {
  memberOpen(member: {memberNo: $no}, pin: $pin, reason: $reason) {
    member { points { available } } userErrors { code path } } }"""
CONFIRMED = SPEND.replace("pin: $pin", "pin: $pin, holderConfirmed: true")


async def _id(teller: Teller) -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"


async def _asks(teller: Teller) -> None:
    await teller(SET, id=await _id(teller), pin="2468", asks=True)


async def _as(teller: Teller, role: str, document: str, **given: Any) -> Any:
    answer = await teller.desk.ask(viewer(role), document, {"no": "M1"} | given)
    assert not answer.errors, answer.errors
    return next(iter(answer.data.values()))


async def _available(teller: Teller, role: str) -> int | None:
    points = (await _as(teller, role, SEEN))["points"]
    return points and points["available"]


async def test_the_till_sees_the_points_of_who_does_not_want_to_be_asked(teller: Teller) -> None:
    await teller(SET, id=await _id(teller), pin="2468")
    assert await _available(teller, "cashier") == 100


async def test_the_till_sees_nothing_of_who_wants_to_be_asked(teller: Teller) -> None:
    await _asks(teller)
    assert await _as(teller, "cashier", SEEN) == {
        "asksForPin": True, "points": None, "growthValue": None, "wallet": None, "pointsEntries": {"nodes": []},
        "pointsLots": {"nodes": []},
    }  # fmt: skip
    assert await _available(teller, "customer_service") == 100


async def test_the_pin_shows_it_for_some_minutes(teller: Teller) -> None:
    await _asks(teller)
    assert (await _as(teller, "cashier", OPEN, pin="2468"))["member"] == {"points": {"available": 100}}
    assert len((await _as(teller, "cashier", SEEN))["pointsEntries"]["nodes"]) == 1
    await teller.connection.execute("UPDATE member_opening SET until = now()")
    assert await _available(teller, "cashier") is None


async def test_a_wrong_pin_shows_nothing_and_counts(teller: Teller) -> None:
    await _asks(teller)
    assert (await _as(teller, "cashier", OPEN))["userErrors"] == [{"code": "PIN_REQUIRED", "path": ["pin"]}]
    assert (await _as(teller, "cashier", OPEN, pin="1111"))["userErrors"][0]["code"] == "PIN_REQUIRED"
    assert await _available(teller, "cashier") is None
    assert await teller.connection.fetchval("SELECT failures FROM member_secret") == 1


async def test_a_reason_needs_a_permission_and_is_audited(teller: Teller) -> None:
    await _asks(teller)
    refused = (await _as(teller, "cashier", OPEN, reason="No phone"))["userErrors"]
    assert refused == [{"code": "FORBIDDEN", "path": ["reason"]}]
    assert (await _as(teller, "supervisor", OPEN, reason="Forgot it"))["userErrors"] == []
    event = await teller.connection.fetchrow("SELECT action, changes::text FROM audit_event ORDER BY id DESC LIMIT 1")
    assert (event["action"], "Forgot it" in event["changes"]) == ("member.opened", True)


async def test_the_till_neither_filters_nor_sorts_by_points(teller: Teller) -> None:
    for argument in ("where: {pointsAvailable: {gte: 1}}", "orderBy: [{field: POINTS_AVAILABLE}]"):
        query = f"{{ members(first: 1, {argument}) {{ nodes {{ memberNo }} }} }}"
        assert (await teller.desk.ask(viewer("cashier"), query, {})).errors
        assert not (await teller.desk.ask(viewer("customer_service"), query, {})).errors


async def test_a_named_card_is_used_by_its_member_alone(teller: Teller) -> None:
    card = (await teller(ISSUE, id=await _id(teller)))["card"]["cardNo"]
    assert await teller.code(SPEND, card=card) == "REQUIRED"
    assert (await teller(CONFIRMED, card=card))["entry"] == {"delta": -1}


async def test_the_pin_confirms_the_holder_of_a_named_card(teller: Teller) -> None:
    card = (await teller(ISSUE, id=await _id(teller)))["card"]["cardNo"]
    await teller(SET, id=await _id(teller), pin="2468")
    assert await teller.code(SPEND, card=card, pin="1111") == "PIN_REQUIRED"
    assert (await teller(SPEND, card=card, pin="2468"))["entry"] == {"delta": -1}


async def test_a_program_may_do_without_confirming_holders(teller: Teller) -> None:
    card = (await teller(ISSUE, id=await _id(teller)))["card"]["cardNo"]
    await make.insert(teller.connection, "policy", code="CARDS", value='{"confirmHolder": false}')
    assert (await teller(SPEND, card=card))["entry"] == {"delta": -1}


async def test_a_card_without_a_name_is_for_whoever_shows_it(teller: Teller) -> None:
    card = (await teller(ISSUE, id=await _id(teller)))["card"]["cardNo"]
    await teller.connection.execute("UPDATE member_card SET is_named = false")
    assert (await teller(SPEND, card=card))["entry"] == {"delta": -1}


@pytest.mark.parametrize(("pin", "code"), [(None, "PIN_REQUIRED"), ("1111", "PIN_REQUIRED"), ("2468", None)])
async def test_a_first_identity_number_is_kept_against_the_pin(
    teller: Teller, pin: str | None, code: str | None
) -> None:
    await _asks(teller)
    given = {"id": await _id(teller), "number": "AB12345"} | ({"pin": pin} if pin else {})
    document = IDENTITY.replace("$current: String", "$current: String, $pin: String").replace(
        "currentIdentityNumber: $current", "currentIdentityNumber: $current, currentPin: $pin"
    )
    errors = (await _as(teller, "customer_service", document, **given))["userErrors"]
    assert [error["code"] for error in errors] == ([code] if code else [])
    kept = await teller.connection.fetchval("SELECT identity_hash IS NOT NULL FROM member_secret")
    assert kept is (code is None)
