"""Promises: made in a ticket or to a member, moved, handed over, kept or broken, and rung for once when late."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from actions import promises
from jobs.alarms import ring_due
from tests import make
from tests.actions.office import SHOWN, Office
from tests.conftest import viewer

PROMISE = (
    f"promise {{ id status isLate moves note owner {{ name }} member {{ memberNo }} steps {{ kind note }} }} {SHOWN}"
)
MAKE = f"""mutation ($input: PromiseMakeInput!, $key: String) {{ r: promiseMake(input: $input, idempotencyKey: $key) {{
    ticket {{ number }} {PROMISE} }} }}"""
MOVE = f"""mutation ($id: ID!, $dueAt: DateTime!, $version: Int) {{
    r: promiseMove(id: $id, dueAt: $dueAt, reason: "Waiting", expectedVersion: $version) {{
    changeSet {{ id }} {PROMISE} }} }}"""
KEEP = f'mutation ($id: ID!) {{ r: promiseKeep(id: $id, note: "Sent") {{ changeSet {{ id }} {PROMISE} }} }}'
BREAK = f"mutation ($id: ID!, $reason: String!) {{ r: promiseBreak(id: $id, reason: $reason) {{ {PROMISE} }} }}"
HAND = f"mutation ($id: ID!, $to: ID!) {{ r: promiseHandOver(id: $id, staffId: $to) {{ {PROMISE} }} }}"
UNDO = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { skipped userErrors { code } } }"
LATE_NOW = "UPDATE promise SET due_at = now() - interval '1 second', first_due_at = due_at"
REMIND_NOW = "UPDATE promise SET remind_at = now() - interval '1 second'"
COUNTS = """SELECT (SELECT count(*) FROM promise) + (SELECT count(*) FROM promise_step)
    + (SELECT count(*) FROM audit_event)"""
TOLD = """SELECT array_agg(kind || ' ' || staff.username ORDER BY staff_notice.id)
    FROM staff_notice JOIN staff ON staff.id = staff_id"""


def due(**ahead: int) -> str:
    return (make.NOW + timedelta(**ahead or {"days": 1})).isoformat()


async def promised(office: Office, who: str = "ann", **given: Any) -> dict[str, Any]:
    inputs = {"what": "Call back", "dueAt": due(), "member": {"memberNo": "M1"}} | given
    return await office.ask(who, MAKE, input=inputs)


async def ticket(office: Office, number: str = "T-1", **values: Any) -> str:
    member = await office.one("SELECT id FROM member WHERE member_no = 'M1'")
    return f"tkt_{await make.ticket(office.connection, number, 'Points?', member, status='OPEN', **values)}"


async def test_what_is_promised_in_a_ticket_is_promised_to_its_member(office: Office) -> None:
    payload = await promised(office, ticketId=await ticket(office), member=None)
    assert payload["ticket"] == {"number": "T-1"}
    made = payload["promise"]
    assert (made["member"], made["owner"], made["status"]) == ({"memberNo": "M1"}, {"name": "Ann"}, "OPEN")
    assert made["steps"] == [{"kind": "MADE", "note": ""}]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"what": "  "}, ["input", "what"]),
        ({"what": "x" * 501}, ["input", "what"]),
        ({"dueAt": "2020-01-01T00:00:00Z"}, ["input", "dueAt"]),
        ({"dueAt": "2999-01-01T00:00:00Z"}, ["input", "dueAt"]),
        ({"member": None}, ["input", "member"]),
        ({"remindMinutes": -1}, ["input", "remindMinutes"]),
    ],
)
async def test_what_cannot_be_promised_is_refused_where_it_is_wrong(office: Office, given: Any, path: Any) -> None:
    before = await office.one(COUNTS)
    assert (await promised(office, **given))["userErrors"][0]["path"] == path
    assert await office.one(COUNTS) == before


async def test_a_ticket_of_somebody_else_and_a_person_who_left_are_refused(office: Office) -> None:
    async with office.connection.transaction():
        await make.member(office.connection, "M2")
    other = await promised(office, ticketId=await ticket(office), member={"memberNo": "M2"})
    assert other["userErrors"][0]["message"].startswith("Ticket T-1 is of another member.")
    gone = await make.insert(office.connection, "staff", username="gone", name="Gone", is_active=False)
    assert (await promised(office, ownerId=f"stf_{gone}"))["userErrors"][0]["path"] == ["input", "ownerId"]
    assert await office.one("SELECT count(*) FROM promise") == 0


async def test_the_same_key_promises_once(office: Office) -> None:
    given = {"what": "Call back", "dueAt": due(), "member": {"memberNo": "M1"}}
    first, again = [await office.ask("ann", MAKE, input=given, key="k") for _ in range(2)]
    assert first["promise"]["id"] == again["promise"]["id"]


async def test_a_promise_is_moved_with_its_reason_and_moved_back(office: Office) -> None:
    key = (await promised(office, remindMinutes=60))["promise"]["id"]
    moved = await office.ask("bob", MOVE, id=key, dueAt=due(days=3))
    assert (moved["promise"]["moves"], moved["promise"]["steps"][-1]) == (1, {"kind": "MOVED", "note": "Waiting"})
    assert await office.one("SELECT due_at - remind_at FROM promise") == timedelta(hours=1)
    await office.ask("bob", UNDO, id=moved["changeSet"]["id"])
    assert await office.one("SELECT (due_at, moves) = (first_due_at, 0) FROM promise")
    kinds = [row[0] for row in await office.connection.fetch("SELECT kind FROM promise_step ORDER BY id")]
    assert kinds == ["MADE", "MOVED", "TAKEN_BACK"]


async def test_kept_is_said_once_and_taken_back(office: Office) -> None:
    key = (await promised(office))["promise"]["id"]
    kept = await office.ask("ann", KEEP, id=key)
    assert (kept["promise"]["status"], kept["promise"]["note"], kept["promise"]["isLate"]) == ("KEPT", "Sent", False)
    assert await office.code("ann", KEEP, id=key) == "STATE"
    assert await office.code("ann", MOVE, id=key, dueAt=due(days=3)) == "STATE"
    await office.ask("ann", UNDO, id=kept["changeSet"]["id"])
    assert await office.one("SELECT status FROM promise") == "OPEN"


async def test_of_two_who_settle_at_once_one_does(office: Office) -> None:
    key = (await promised(office))["promise"]["id"]
    asked = (office.ask("ann", KEEP, id=key), office.ask("bob", BREAK, id=key, reason="No time"))
    codes = [[error["code"] for error in payload["userErrors"]] for payload in await asyncio.gather(*asked)]
    assert sorted(codes) == [[], ["STATE"]]


async def test_broken_needs_a_reason_and_stays_known_as_late(office: Office) -> None:
    key = (await promised(office))["promise"]["id"]
    await office.connection.execute(LATE_NOW)
    assert await office.code("ann", BREAK, id=key, reason="") == "REQUIRED"
    broken = await office.ask("ann", BREAK, id=key, reason="The shop was closed")
    assert (broken["promise"]["status"], broken["promise"]["isLate"]) == ("BROKEN", True)


async def test_who_saw_an_older_version_is_stopped(office: Office) -> None:
    key = (await promised(office))["promise"]["id"]
    await office.ask("ann", MOVE, id=key, dueAt=due(days=3))
    assert await office.code("bob", MOVE, id=key, dueAt=due(days=4), version=1) == "CONFLICT"


async def test_a_late_promise_rings_once_for_its_owner_and_for_whoever_has_the_ticket(office: Office) -> None:
    bob = await office.one("SELECT id FROM staff WHERE username = 'bob'")
    await promised(office, ticketId=await ticket(office, assignee_id=bob), member=None)
    await office.connection.execute(LATE_NOW)
    assert [await ring_due(office.connection) for _ in range(2)] == [1, 0]
    assert sorted(await office.one(TOLD)) == ["PROMISE_LATE ann", "PROMISE_LATE bob"]
    assert await office.one("SELECT late_at = due_at FROM promise")
    assert await office.one("SELECT count(*) FROM audit_event WHERE action = 'promise.late'") == 1


async def test_the_owner_is_reminded_before_and_whom_it_was_handed_to(office: Office) -> None:
    key = (await promised(office, remindMinutes=10))["promise"]["id"]
    bob = await office.one("SELECT id FROM staff WHERE username = 'bob'")
    handed = await office.ask("ann", HAND, id=key, to=f"stf_{bob}")
    assert handed["promise"]["owner"] == {"name": "Bob"}
    await office.connection.execute(REMIND_NOW)
    assert [await ring_due(office.connection) for _ in range(2)] == [1, 0]
    assert await office.one(TOLD) == ["PROMISE_DUE bob"]


async def test_an_alarm_that_fails_does_not_keep_the_others_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        await promised(office)
    await office.connection.execute(LATE_NOW)
    rung = iter((True, False))
    tell = promises.alarms._tell

    async def broken(*given: Any) -> None:
        if next(rung, False):
            raise RuntimeError("no")
        await tell(*given)

    monkeypatch.setattr(promises.alarms, "_tell", broken)
    assert await ring_due(office.connection) == 1
    assert await office.one("SELECT count(*) FROM promise WHERE next_alarm_at > now() + interval '50 seconds'") == 1


async def test_who_may_not_promise_changes_nothing(office: Office) -> None:
    answer = await office.desk.ask(viewer("auditor"), MAKE, {"input": {"what": "x", "dueAt": due()}})
    assert answer.errors
    assert await office.one(COUNTS) == 0
