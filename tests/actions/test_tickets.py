"""Tickets: opened, answered, moved, handed over, merged and taken apart."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

SHOWN = """ticket { id number status subject priority version assignee { username } team { code } resolvedAt
  firstRespondedAt member { memberNo } order { number } messages { nodes { author body isInternal isFromMember } } }
  changeSet { id isUndoable } userErrors { code message path }"""
OPEN = f"""mutation($no: String!, $subject: String!, $body: String!, $order: String, $category: String, $key: String) {{
  ticketOpen(input: {{ member: {{ memberNo: $no }}, subject: $subject, body: $body, channel: PHONE,
    orderNumber: $order, categoryCode: $category }}, idempotencyKey: $key) {{ {SHOWN} }} }}"""
REPLY = f"""mutation($id: ID!, $body: String!, $version: Int) {{
  ticketReply(id: $id, body: $body, expectedVersion: $version) {{ {SHOWN} }} }}"""
NOTE = f"mutation($id: ID!, $body: String!) {{ ticketNote(id: $id, body: $body) {{ {SHOWN} }} }}"
ASSIGN = f"""mutation($id: ID!, $staff: ID, $team: String) {{
  ticketAssign(id: $id, staffId: $staff, teamCode: $team) {{ {SHOWN} }} }}"""
UPDATE = f"""mutation($id: ID!, $input: TicketUpdateInput!, $version: Int) {{
  ticketUpdate(id: $id, input: $input, expectedVersion: $version) {{ {SHOWN} }} }}"""
RESOLVE = f"mutation($id: ID!) {{ ticketResolve(id: $id) {{ {SHOWN} }} }}"
REOPEN = RESOLVE.replace("Resolve", "Reopen")
MERGE = f"mutation($keep: ID!, $merge: ID!) {{ ticketMerge(keepId: $keep, mergeId: $merge) {{ {SHOWN} }} }}"
UNDO = "mutation($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code } } }"
TABLES = ("ticket", "ticket_message", "audit_event", "change_set")


async def opened(teller: Teller, subject: str = "Where are my points?", **given: Any) -> dict[str, Any]:
    payload = await teller(
        OPEN, **{"subject": subject, "body": "I bought milk.", "order": None, "category": None} | given
    )
    assert not payload["userErrors"], payload
    return payload["ticket"]


async def counts(teller: Teller) -> list[Any]:
    versions = await teller.connection.fetchval("SELECT sum(version) FROM ticket")
    return [versions, *[await teller.connection.fetchval(f"SELECT count(*) FROM {table}") for table in TABLES]]


async def refused(teller: Teller, document: str, **given: Any) -> str:
    """The code of the refusal; proves that nothing was written."""
    before = await counts(teller)
    payload = await teller(document, **given)
    assert await counts(teller) == before
    return payload["userErrors"][0]["code"]


async def test_a_ticket_is_opened_with_its_first_message(teller: Teller) -> None:
    ticket = await opened(teller, "  Where are   my points? ")
    assert (ticket["subject"], ticket["status"], ticket["member"]) == (
        "Where are my points?",
        "NEW",
        {"memberNo": "M1"},
    )
    assert [(m["body"], m["isFromMember"]) for m in ticket["messages"]["nodes"]] == [("I bought milk.", True)]


async def test_numbers_of_imported_tickets_are_passed(teller: Teller) -> None:
    await opened(teller)
    await teller.connection.execute("UPDATE ticket SET number = 'T-000800'")
    await teller.connection.execute("SELECT setval('ticket_number', 799)")
    assert (await opened(teller))["number"] == "T-000801"


async def test_the_same_key_opens_one_ticket(teller: Teller) -> None:
    tickets = await asyncio.gather(*[opened(teller, key="once") for _ in range(4)])
    assert len({ticket["number"] for ticket in tickets}) == 1
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket") == 1


@pytest.mark.parametrize(("given", "code"), [
    ({"subject": " "}, "INVALID"), ({"body": "\n"}, "REQUIRED"), ({"body": "x" * 20_001}, "INVALID"),
    ({"category": "nothing"}, "NOT_FOUND"), ({"order": "nothing"}, "NOT_FOUND"), ({"no": "M9"}, "NOT_FOUND"),
])  # fmt: skip
async def test_what_cannot_be_opened_is_refused(teller: Teller, given: dict[str, Any], code: str) -> None:
    asked = {"subject": "Points", "body": "Where?", "order": None, "category": None} | given
    assert await refused(teller, OPEN, **asked) == code


async def test_an_answer_waits_for_the_member_and_counts_as_the_first(teller: Teller) -> None:
    ticket = await opened(teller)
    answered = (await teller(REPLY, id=ticket["id"], body="They are booked now.", version=ticket["version"]))["ticket"]
    assert answered["status"] == "PENDING_CUSTOMER"
    assert answered["firstRespondedAt"] is not None
    assert answered["messages"]["nodes"][-1] == {
        "author": "admin", "body": "They are booked now.", "isInternal": False, "isFromMember": False,
    }  # fmt: skip


async def test_an_answer_to_what_changed_meanwhile_is_stopped(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(NOTE, id=ticket["id"], body="Ask the store.")
    assert await refused(teller, REPLY, id=ticket["id"], body="Late", version=ticket["version"]) == "CONFLICT"


async def test_two_answers_to_one_version_are_not_both_sent(teller: Teller) -> None:
    ticket = await opened(teller)
    said = [teller(REPLY, id=ticket["id"], body=f"Answer {n}", version=ticket["version"]) for n in range(2)]
    codes = [[error["code"] for error in payload["userErrors"]] for payload in await asyncio.gather(*said)]
    assert sorted(codes) == [[], ["CONFLICT"]]
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket_message") == 2


async def test_a_member_who_writes_again_opens_what_was_resolved(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(RESOLVE, id=ticket["id"])
    member = await teller.connection.fetchval("SELECT id::text FROM member WHERE member_no = 'M1'")
    own = replace(viewer("member", member_id=member), kind="MEMBER")
    query = 'mutation($id: ID!) { ticketReply(id: $id, body: "Still missing") { ticket { status resolvedAt } } }'
    answer = await teller.desk.ask(own, query, {"id": ticket["id"]})
    assert answer.data == {"ticketReply": {"ticket": {"status": "OPEN", "resolvedAt": None}}}


async def test_a_member_does_not_find_the_ticket_of_another(teller: Teller) -> None:
    ticket = await opened(teller)
    before = await counts(teller)
    other = replace(viewer("member", member_id="00000000-0000-0000-0000-000000000009"), kind="MEMBER")
    query = 'mutation($id: ID!) { ticketReply(id: $id, body: "Hello") { userErrors { code } } }'
    answer = await teller.desk.ask(other, query, {"id": ticket["id"]})
    assert answer.data == {"ticketReply": {"userErrors": [{"code": "NOT_FOUND"}]}}
    assert await counts(teller) == before


async def test_a_note_stays_among_us(teller: Teller) -> None:
    ticket = await opened(teller)
    noted = (await teller(NOTE, id=ticket["id"], body="A good customer."))["ticket"]
    assert noted["status"] == "NEW"
    assert noted["messages"]["nodes"][-1]["isInternal"]


async def test_a_closed_ticket_takes_no_answer_until_it_is_reopened(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(UPDATE, id=ticket["id"], input={"status": "CLOSED"}, version=None)
    assert await refused(teller, REPLY, id=ticket["id"], body="Hello", version=None) == "STATE"
    assert (await teller(REOPEN, id=ticket["id"]))["ticket"]["status"] == "OPEN"
    assert await refused(teller, REOPEN, id=ticket["id"]) == "STATE"


async def test_a_resolved_ticket_is_resolved_once_and_can_be_taken_back(teller: Teller) -> None:
    ticket = await opened(teller)
    resolved = await teller(RESOLVE, id=ticket["id"])
    assert resolved["ticket"]["resolvedAt"] is not None
    assert (await teller(RESOLVE, id=ticket["id"]))["changeSet"] is None
    assert (await teller(UNDO, id=resolved["changeSet"]["id"]))["userErrors"] == []
    assert dict(await teller.connection.fetchrow("SELECT status, resolved_at FROM ticket")) == {
        "status": "NEW", "resolved_at": None,
    }  # fmt: skip


@pytest.mark.parametrize(("given", "code"), [
    ({"status": "MERGED"}, "INVALID"), ({"subject": ""}, "INVALID"), ({"categoryCode": "nothing"}, "NOT_FOUND"),
])  # fmt: skip
async def test_what_a_ticket_cannot_become_is_refused(teller: Teller, given: dict[str, Any], code: str) -> None:
    ticket = await opened(teller)
    assert await refused(teller, UPDATE, id=ticket["id"], input=given, version=None) == code


async def test_a_ticket_goes_to_a_person_and_back_to_nobody(teller: Teller) -> None:
    ticket = await opened(teller)
    key = await teller.connection.fetchval("INSERT INTO staff (username, name) VALUES ('eva', 'Eva') RETURNING id")
    given = (await teller(ASSIGN, id=ticket["id"], staff=f"stf_{key}"))["ticket"]
    assert (given["assignee"], given["status"]) == ({"username": "eva"}, "OPEN")
    assert (await teller(ASSIGN, id=ticket["id"], staff=None))["ticket"]["assignee"] is None
    await teller.connection.execute("UPDATE staff SET is_active = false")
    assert await refused(teller, ASSIGN, id=ticket["id"], staff=f"stf_{key}") == "STATE"
    assert await refused(teller, ASSIGN, id=ticket["id"], team="nobody") == "NOT_FOUND"
    assert await refused(teller, ASSIGN, id=ticket["id"]) == "REQUIRED"


async def test_merged_tickets_are_the_same_again_after_they_are_taken_apart(teller: Teller) -> None:
    kept, gone = await opened(teller), await opened(teller, "Points again")
    before = await _rows(teller)
    merged = await teller(MERGE, keep=kept["id"], merge=gone["id"])
    assert len(merged["ticket"]["messages"]["nodes"]) == 2
    assert (await teller(UNDO, id=merged["changeSet"]["id"]))["userErrors"] == []
    assert await _rows(teller) == before


async def _rows(teller: Teller) -> list[Any]:
    tickets = "SELECT id, number, status, merged_into_id, resolved_at FROM ticket ORDER BY id"
    messages = "SELECT id, ticket_id, body FROM ticket_message ORDER BY id"
    return [[tuple(row) for row in await teller.connection.fetch(query)] for query in (tickets, messages)]


async def test_what_is_said_to_a_merged_ticket_lands_in_the_one_that_was_kept(teller: Teller) -> None:
    kept, gone = await opened(teller), await opened(teller, "Points again")
    await teller(MERGE, keep=kept["id"], merge=gone["id"])
    answered = (await teller(REPLY, id=gone["id"], body="Here", version=None))["ticket"]
    assert (answered["number"], answered["messages"]["nodes"][-1]["body"]) == (kept["number"], "Here")


async def test_tickets_merged_crosswise_at_once_end_in_one(teller: Teller) -> None:
    one, other = await opened(teller), await opened(teller, "Points again")
    pairs = ((one, other), (other, one))
    payloads = await asyncio.gather(*[teller(MERGE, keep=a["id"], merge=b["id"]) for a, b in pairs])
    assert sorted(len(payload["userErrors"]) for payload in payloads) == [0, 1]
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket WHERE status = 'MERGED'") == 1


async def test_tickets_that_do_not_belong_together_are_not_merged(teller: Teller) -> None:
    async with teller.connection.transaction():
        await make.member(teller.connection, "M2", points=0)
    one, other = await opened(teller), await opened(teller, no="M2")
    assert await refused(teller, MERGE, keep=one["id"], merge=other["id"]) == "STATE"
    assert await refused(teller, MERGE, keep=one["id"], merge=one["id"]) == "INVALID"


LOG = """mutation($no: String!, $kind: InteractionKind!, $summary: String!, $seconds: Int, $at: DateTime, $ticket: ID) {
  interactionLog(input: { member: { memberNo: $no }, kind: $kind, summary: $summary, durationSeconds: $seconds,
    at: $at, ticketId: $ticket }) { interaction { kind summary durationSeconds ticket { number } }
      userErrors { code path } } }"""


async def test_a_call_is_noted_beside_its_ticket(teller: Teller) -> None:
    ticket = await opened(teller)
    payload = await teller(LOG, kind="CALL", summary="Explained it.", seconds=120, ticket=ticket["id"])
    assert payload["interaction"] == {
        "kind": "CALL", "summary": "Explained it.", "durationSeconds": 120, "ticket": {"number": ticket["number"]},
    }  # fmt: skip


@pytest.mark.parametrize(("given", "path"), [
    ({"summary": " "}, "summary"), ({"seconds": -1}, "durationSeconds"), ({"seconds": 90_000}, "durationSeconds"),
    ({"at": "2999-01-01T00:00:00Z"}, "at"),
])  # fmt: skip
async def test_what_cannot_have_happened_is_not_noted(teller: Teller, given: dict[str, Any], path: str) -> None:
    payload = await teller(LOG, **{"kind": "CALL", "summary": "Explained it."} | given)
    assert [error["path"] for error in payload["userErrors"]] == [["input", path]]
    assert await teller.connection.fetchval("SELECT count(*) FROM interaction") == 0
