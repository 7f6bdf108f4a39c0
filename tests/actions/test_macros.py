"""Macros: tried, run in one go or not at all, and taken back as a whole until their answer is out."""

from typing import Any

import pytest

from tests.actions.teller import Teller
from tests.actions.test_held_replies import release
from tests.actions.test_tickets import SHOWN, UNDO, counts, opened

SAVE = """mutation($actions: [MacroActionInput!], $version: Int) { macroSave(expectedVersion: $version,
  input: {code: "late", name: "Late points", actions: $actions}) {
    macro { code actions { kind value } version } changeSet { id } userErrors { code message path } } }"""
RUN = f"""mutation($id: ID!, $version: Int, $once: String) {{
  macroRun(id: $id, code: "late", expectedVersion: $version, idempotencyKey: $once) {{ {SHOWN} }} }}"""
PREVIEW = """query($id: ID!) { macroPreview(id: $id, code: "late") {
  changes { what before after } notes answer missing } }"""
ANSWER = "Dear {{ member.firstName }}, your ticket is {{ticket.number}}. {{staff.name}}"
ACTIONS = [
    {"kind": "PRIORITY", "value": "high"},
    {"kind": "ADD_TAG", "value": "Late  Points"},
    {"kind": "NOTE", "value": "Asked about {{ticket.subject}}"},
    {"kind": "REPLY", "value": ANSWER},
    {"kind": "STATUS", "value": "RESOLVED"},
]
ROWS = (
    "SELECT status, priority, first_responded_at, resolved_at, assignee_id FROM ticket", "SELECT name FROM ticket_tag",
    "SELECT body, is_internal FROM ticket_message", "SELECT status, at FROM ticket_turn ORDER BY at, id",
)  # fmt: skip


async def named(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET name = 'Lin Ada', latin_name = NULL")


async def saved(teller: Teller, actions: list[dict[str, str]] | None = None) -> dict[str, Any]:
    await named(teller)
    payload = await teller(SAVE, actions=actions or ACTIONS, version=None)
    assert not payload["userErrors"], payload
    return payload


async def rows(teller: Teller) -> list[Any]:
    return [[tuple(row) for row in await teller.connection.fetch(query)] for query in ROWS]


async def test_a_macro_does_all_that_it_says(teller: Teller) -> None:
    await saved(teller)
    ticket = (await teller(RUN, id=(await opened(teller))["id"]))["ticket"]
    assert (ticket["status"], ticket["priority"]) == ("RESOLVED", "HIGH")
    assert [(m["body"], m["isInternal"]) for m in ticket["messages"]["nodes"][1:]] == [
        ("Asked about Where are my points?", True),
        (f"Dear Lin, your ticket is {ticket['number']}. admin", False),
    ]
    assert await teller.connection.fetchval("SELECT name FROM ticket_tag") == "late points"
    assert await teller.connection.fetchval("SELECT count(*) FROM audit_event WHERE action = 'macro.run'") == 1


async def test_a_dry_run_says_exactly_what_running_does(teller: Teller) -> None:
    await saved(teller)
    ticket = await opened(teller)
    before = await counts(teller)
    answer = await teller.desk.ask(teller.admin, PREVIEW, {"id": ticket["id"]})
    assert await counts(teller) == before
    assert answer.data["macroPreview"] == {
        "changes": [
            {"what": "priority", "before": "NORMAL", "after": "HIGH"},
            {"what": "status", "before": "NEW", "after": "RESOLVED"},
            {"what": "tags", "before": None, "after": "late points"},
        ],
        "notes": ["Asked about Where are my points?"],
        "answer": f"Dear Lin, your ticket is {ticket['number']}. admin",
        "missing": [],
    }


async def test_a_macro_is_taken_back_as_a_whole(teller: Teller) -> None:
    await saved(teller)
    ticket = await opened(teller)
    before = await rows(teller)
    payload = await teller(RUN, id=ticket["id"])
    assert (await teller(UNDO, id=payload["changeSet"]["id"]))["skipped"] == []
    assert await rows(teller) == before


async def test_a_macro_whose_answer_is_out_stays(teller: Teller) -> None:
    await saved(teller)
    payload = await teller(RUN, id=(await opened(teller))["id"])
    await release(teller)
    before = await rows(teller)
    assert len((await teller(UNDO, id=payload["changeSet"]["id"]))["skipped"]) == 1
    assert await rows(teller) == before


async def test_a_macro_is_run_once_for_a_key(teller: Teller) -> None:
    await saved(teller)
    ticket = await opened(teller)
    for _ in range(2):
        await teller(RUN, id=ticket["id"], once="k")
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket_message") == 3


async def test_a_variable_that_is_empty_here_stops_all_of_it(teller: Teller) -> None:
    await saved(teller, [{"kind": "PRIORITY", "value": "HIGH"}, {"kind": "REPLY", "value": "Order {{order.number}}"}])
    ticket = await opened(teller)
    before = await counts(teller)
    payload = await teller(RUN, id=ticket["id"])
    assert (payload["userErrors"][0]["code"], await counts(teller)) == ("INVALID", before)
    answer = await teller.desk.ask(teller.admin, PREVIEW, {"id": ticket["id"]})
    assert answer.data["macroPreview"]["missing"] == ["order.number"]


async def test_one_action_that_may_not_be_stops_all_of_it(teller: Teller) -> None:
    team = await teller.connection.fetchval("INSERT INTO team (code, name) VALUES ('vip', 'VIP') RETURNING id")
    await saved(teller, [*ACTIONS, {"kind": "TEAM", "value": "vip"}])
    await teller.connection.execute("UPDATE team SET is_active = false WHERE id = $1", team)
    ticket = await opened(teller)
    before = await counts(teller)
    assert (await teller(RUN, id=ticket["id"]))["userErrors"][0]["code"] == "NOT_FOUND"
    assert (await teller(RUN, id=ticket["id"], version=99))["userErrors"][0]["code"] == "CONFLICT"
    assert await counts(teller) == before


@pytest.mark.parametrize(("action", "code"), [
    ({"kind": "STATUS", "value": "MERGED"}, "INVALID"), ({"kind": "PRIORITY", "value": "huge"}, "INVALID"),
    ({"kind": "TEAM", "value": "nothing"}, "NOT_FOUND"), ({"kind": "NOTE", "value": " "}, "REQUIRED"),
    ({"kind": "REPLY", "value": "{{member.shoeSize}}"}, "INVALID"), ({"kind": "REPLY", "value": "{{ticket"}, "INVALID"),
    ({"kind": "CANNED_REPLY", "value": "nothing"}, "NOT_FOUND"),
])  # fmt: skip
async def test_what_a_macro_cannot_do_is_not_saved(teller: Teller, action: dict[str, str], code: str) -> None:
    payload = await teller(SAVE, actions=[action], version=None)
    assert (payload["userErrors"][0]["code"], payload["userErrors"][0]["path"][:3]) == (code, ["input", "actions", "0"])
    assert await teller.connection.fetchval("SELECT count(*) FROM macro") == 0
