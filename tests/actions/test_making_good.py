"""Making good from a ticket: once, within the budget, noted, and taken back as a whole until it is used."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.making_good import check_first
from rules.refusals import Refused
from tests import make
from tests.actions.office import APPROVE, SHOWN, Office, request_of
from tests.actions.test_goodwill import SPENT, alone, budget

MAKE = f"""mutation ($id: ID!, $input: MakeGoodInput!, $key: String!) {{
    r: ticketMakeGood(id: $id, input: $input, idempotencyKey: $key) {{
    makeGood {{ asset amount reason undoneAt coupon {{ status }} }} changeSet {{ id }}
    member {{ points {{ available }} }}
    ticket {{ messages {{ nodes {{ body isInternal }} }} makeGoods {{ nodes {{ amount }} }} }} {SHOWN} }} }}"""
UNDO = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { skipped userErrors { code } } }"
SPEND = """mutation { r: pointsSpend(member: {memberNo: "M1"}, points: 350, reason: "Mug", idempotencyKey: "s") {
    entry { delta } userErrors { code } } }"""
BOUGHT = """UPDATE member_metrics SET order_count = 1, total_spend = 1000, first_order_at = orders.at,
    last_order_at = orders.at FROM orders WHERE member_metrics.member_id = orders.member_id"""
MERGE = """mutation ($keep: ID!, $merge: ID!) { r: ticketMerge(keepId: $keep, mergeId: $merge) { changeSet { id } } }"""
GIVEN = "SELECT count(*)::int FROM make_good WHERE undone_at IS NULL"


async def ticket(office: Office, number: str = "T-1", **values: Any) -> str:
    member = await office.one("SELECT id FROM member WHERE member_no = 'M1'")
    key = await make.ticket(office.connection, number, "Where are my points?", member, status="OPEN", **values)
    return f"tkt_{key}"


async def give(office: Office, key: str, at: str, who: str = "ann", **given: Any) -> dict[str, Any]:
    return await office.ask(who, MAKE, id=at, key=key, input={"reason": "Sorry"} | given)


async def test_points_are_given_noted_and_answered_in_one_step(office: Office) -> None:
    await budget(office)
    payload = await give(office, "a", await ticket(office), points=60, answer="We added 60 points.")
    assert payload["makeGood"] == {
        "asset": "POINTS", "amount": "60", "reason": "Sorry", "undoneAt": None, "coupon": None,
    }  # fmt: skip
    said = [(message["body"], message["isInternal"]) for message in payload["ticket"]["messages"]["nodes"]]
    assert said == [("+60 points: Sorry", True), ("We added 60 points.", False)]
    assert (payload["member"]["points"]["available"], await office.one(SPENT)) == (160, 60)


async def test_a_coupon_and_stored_value_are_given_too(office: Office) -> None:
    await make.insert(office.connection, "coupon_template", code="TEN", name="Ten", kind="AMOUNT_OFF", value=1000)
    coupon = await give(office, "a", await ticket(office), couponTemplateCode="TEN")
    money = await give(office, "b", await ticket(office, "T-2"), amount="2.50")
    assert (coupon["makeGood"]["coupon"], money["makeGood"]["amount"]) == ({"status": "ISSUED"}, "2.50")
    assert await office.one("SELECT balance FROM ledger_account WHERE asset = 'BONUS' AND member_id IS NOT NULL") == 250


async def test_the_same_key_gives_once(office: Office) -> None:
    at = await ticket(office)
    first, again = await give(office, "a", at, points=60), await give(office, "a", at, points=60)
    assert first["changeSet"] == again["changeSet"]
    assert await office.one(GIVEN) == 1


async def test_two_at_once_for_one_ticket_give_once(office: Office) -> None:
    at = await ticket(office)
    payloads = await asyncio.gather(*(give(office, f"k{n}", at, points=10) for n in range(8)))
    refused = [payload["userErrors"][0]["code"] for payload in payloads if payload["userErrors"]]
    assert refused == ["DUPLICATE"] * 7
    assert await office.one(GIVEN) == 1


async def test_who_gives_for_the_same_order_again_is_told_what_was_given_and_can_mean_it(office: Office) -> None:
    member = await office.one("SELECT id FROM member WHERE member_no = 'M1'")
    order = await make.order(office.connection, "O-9", member, 1_000)
    await office.connection.execute(BOUGHT)
    await give(office, "a", await ticket(office, order_id=order), points=60)
    other = await ticket(office, "T-2", order_id=order)
    (error,) = (await give(office, "b", other, points=5))["userErrors"]
    assert error["path"] == ["input", "isAgain"]
    assert "Ann gave this in T-1 0 minutes ago: +60 points." in error["message"]
    assert (await give(office, "c", other, points=5, isAgain=True))["userErrors"] == []


async def test_one_thing_is_given_and_more_than_nothing_of_it(office: Office) -> None:
    at = await ticket(office)
    for given in ({}, {"points": 1, "amount": "1"}, {"points": 0}, {"amount": "-1"}):
        assert (await give(office, "a", at, **given))["userErrors"][0]["code"] == "INVALID"
    assert (await office.one(GIVEN), await office.one("SELECT count(*) FROM ticket_message")) == (0, 0)


async def test_a_ticket_without_member_and_a_closed_one_get_nothing(office: Office) -> None:
    nobodys = await make.ticket(office.connection, "T-3", "Hello", None, status="OPEN")
    closed = await ticket(office, "T-4")
    await office.connection.execute("UPDATE ticket SET status = 'CLOSED' WHERE number = 'T-4'")
    for at in (f"tkt_{nobodys}", closed):
        assert (await give(office, "a", at, points=1))["userErrors"][0]["code"] == "STATE"
    assert await office.one(GIVEN) == 0


async def test_more_than_the_budget_is_refused_and_nothing_is_half_done(office: Office) -> None:
    await alone(office)
    await budget(office)
    payload = await give(office, "a", await ticket(office), points=101)
    assert payload["userErrors"][0]["code"] == "LIMIT_REACHED"
    assert (await office.one(GIVEN), await office.one("SELECT count(*) FROM ticket_message")) == (0, 0)


async def test_more_than_the_budget_waits_for_another_person_and_is_given_then(office: Office) -> None:
    await budget(office)
    at = await ticket(office)
    request = request_of(await give(office, "a", at, points=101))["id"]
    assert await office.one(GIVEN) == 0
    await office.ask("sue", APPROVE, id=request)
    assert await office.one(GIVEN) == 1


async def test_undo_takes_gift_budget_and_note_of_it_back(office: Office) -> None:
    await budget(office)
    at = await ticket(office)
    payload = await give(office, "a", at, points=60)
    assert (await office.ask("ann", UNDO, id=payload["changeSet"]["id"]))["skipped"] == []
    assert (await office.one(SPENT), await office.one(GIVEN)) == (0, 0)
    assert (await give(office, "b", at, points=10))["userErrors"] == []


async def test_what_is_used_is_not_taken_back_and_stays_on_the_budget(office: Office) -> None:
    await budget(office, amount="300")
    payload = await give(office, "a", await ticket(office), points=300)
    assert (await office.ask("root", SPEND))["userErrors"] == []
    assert len((await office.ask("ann", UNDO, id=payload["changeSet"]["id"]))["skipped"]) == 1
    assert (await office.one(SPENT), await office.one(GIVEN)) == (300, 1)


async def test_what_was_given_for_a_ticket_counts_for_the_one_that_it_is_merged_into(office: Office) -> None:
    kept, other = await ticket(office), await ticket(office, "T-2")
    await give(office, "a", other, points=60)
    merged = await office.ask("ann", MERGE, keep=kept, merge=other)
    assert (await give(office, "b", kept, points=5))["userErrors"][0]["code"] == "DUPLICATE"
    assert (await office.ask("ann", UNDO, id=merged["changeSet"]["id"]))["skipped"] == []
    assert (await give(office, "c", kept, points=5))["userErrors"] == []


@pytest.mark.parametrize(("ago", "said"), [(119, "119 minutes"), (120, "2 hours"), (2_880, "2 days")])
def test_how_long_ago_is_said_as_people_say_it(ago: int, said: str) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    earlier = {"said": "+60 points", "actor": "Ann", "number": "T-1", "at": now - timedelta(minutes=ago)}
    with pytest.raises(Refused) as found:
        check_first(earlier, now, is_again=False)
    assert f" {said} ago" in found.value.message
