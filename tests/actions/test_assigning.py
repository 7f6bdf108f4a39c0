"""Tickets are given to people by rules: in turn, by load, by skill; never to who is absent or has enough."""

import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any

from actions.tickets import give_waiting
from tests import make
from tests.actions.office import Office
from tests.conftest import viewer

RULE = """mutation ($input: AssignmentRuleSaveInput!) { r: assignmentRuleSave(input: $input) {
    rule { code method team { code } } changeSet { id } userErrors { code path } } }"""
DUTY = """mutation ($input: StaffDutySaveInput!) { r: staffDutySave(input: $input) {
    duty { isPresent capacity openTickets skills teamCodes staff { name } } userErrors { code path } } }"""
OPEN = """mutation ($category: String) { r: ticketOpen(input: {member: {memberNo: "M1"}, subject: "Hello",
    body: "Hello", channel: PHONE, categoryCode: $category}) { ticket { id number status assignee { name } team { code }
    assignments { staff { name } before { name } rule method occasion present openBefore capacity } }
    userErrors { code } } }"""
REPLY = 'mutation ($id: ID!) { r: ticketReply(id: $id, body: "Still there?") { ticket { id } userErrors { code } } }'
SEEN = "query ($id: ID!) { r: ticket(by: {id: $id}) { assignee { name } assignments { occasion before { name } } } }"
PEOPLE = ("ann", "bob", "sue")


async def rule(office: Office, **given: Any) -> dict[str, Any]:
    said = {"code": "care", "name": "Care", "teamCode": "care"} | given
    return await office.ask("root", RULE, input=said)


async def duty(office: Office, name: str, who: str = "root", **given: Any) -> dict[str, Any]:
    key = office.people[name].staff_id
    return await office.ask(who, DUTY, input={"staffId": f"stf_{key}"} | given)


async def staffed(office: Office, capacity: int = 20, **given: Any) -> None:
    await make.insert(office.connection, "team", code="care", name="Care")
    for category in ("points", "orders"):
        await make.insert(
            office.connection, "dictionary_item", dictionary="ticket_category", code=category, label=category
        )
    for name in PEOPLE:
        await duty(office, name, teamCodes=["care"], capacity=capacity)
    assert (await rule(office, **given))["userErrors"] == []


async def opened(office: Office, category: str | None = None) -> dict[str, Any]:
    return (await office.ask("ann", OPEN, category=category))["ticket"]


async def test_tickets_go_round(office: Office) -> None:
    await staffed(office)
    tickets = [await opened(office) for _ in range(7)]
    names = [ticket["assignee"]["name"] for ticket in tickets]
    assert names[:3] == names[3:6]
    assert set(names[:3]) == {"Ann", "Bob", "Sue"}
    assert (tickets[0]["team"], tickets[0]["status"]) == ({"code": "care"}, "NEW")


async def test_a_ticket_says_why_this_person_has_it(office: Office) -> None:
    await staffed(office)
    (said,) = (await opened(office))["assignments"]
    assert said == {
        "staff": said["staff"], "before": None, "rule": "Care", "method": "ROUND_ROBIN", "occasion": "OPENED",
        "present": 3, "openBefore": 0, "capacity": 20,
    }  # fmt: skip
    assert await office.one("SELECT actor FROM audit_event WHERE action = 'ticket.distributed'") == "assignment"


async def test_by_load_whoever_has_the_smallest_share_is_given_it(office: Office) -> None:
    await staffed(office, capacity=10, method="LOAD")
    await duty(office, "sue", capacity=40)
    counted = Counter([(await opened(office))["assignee"]["name"] for _ in range(12)])
    assert counted == {"Ann": 2, "Bob": 2, "Sue": 8}


async def test_by_skill_only_who_knows_the_category_is_given_it(office: Office) -> None:
    await staffed(office, method="SKILL")
    await duty(office, "bob", skills=["points"])
    assert {(await opened(office, "points"))["assignee"]["name"] for _ in range(3)} == {"Bob"}
    nobodys = await opened(office, "orders")
    assert (nobodys["assignee"], nobodys["team"]) == (None, {"code": "care"})


async def test_nobody_absent_is_given_a_ticket_and_who_comes_back_is(office: Office) -> None:
    await staffed(office)
    office.people["bob"] = replace(viewer("customer_service"), name="Bob", staff_id=office.people["bob"].staff_id)
    assert (await duty(office, "bob", "bob", isPresent=False))["duty"]["isPresent"] is False
    assert "Bob" not in {(await opened(office))["assignee"]["name"] for _ in range(4)}
    await duty(office, "bob", "bob", isPresent=True)
    assert "Bob" in {(await opened(office))["assignee"]["name"] for _ in range(2)}


async def test_nobody_sets_the_capacity_or_presence_of_others(office: Office) -> None:
    await staffed(office)
    office.people["cara"] = replace(viewer("customer_service"), name="C", staff_id=office.people["cara"].staff_id)
    for name, given in (("bob", {"isPresent": False}), ("cara", {"capacity": 1})):
        assert (await duty(office, name, "cara", **given))["userErrors"] == [{"code": "FORBIDDEN", "path": ["input"]}]
    assert await office.one("SELECT bool_and(is_present AND capacity = 20) FROM staff_duty")


async def test_twenty_at_once_pass_no_capacity_and_go_round(office: Office) -> None:
    await staffed(office, capacity=6)
    tickets = await asyncio.gather(*(opened(office) for _ in range(20)))
    counted = Counter((ticket["assignee"] or {}).get("name") for ticket in tickets)
    assert counted == {"Ann": 6, "Bob": 6, "Sue": 6, None: 2}


async def test_twenty_at_once_are_shared_fairly(office: Office) -> None:
    await staffed(office)
    tickets = await asyncio.gather(*(opened(office) for _ in range(20)))
    counted = Counter(ticket["assignee"]["name"] for ticket in tickets)
    assert max(counted.values()) - min(counted.values()) <= 1


async def test_a_ticket_that_comes_back_to_somebody_absent_is_given_to_another(office: Office) -> None:
    await staffed(office)
    ticket = await opened(office)
    had = ticket["assignee"]["name"].lower()
    await duty(office, had, isPresent=False)
    office.people["m1"] = replace(viewer("member"), kind="MEMBER", name="M1", member_id=office.member[4:])
    assert (await office.ask("m1", REPLY, id=ticket["id"]))["userErrors"] == []
    seen = await office.ask("root", SEEN, id=ticket["id"])
    assert seen["assignee"]["name"].lower() != had
    assert seen["assignments"][-1] == {"occasion": "RETURNED", "before": {"name": had.title()}}


async def test_what_waited_is_given_as_soon_as_somebody_has_room(office: Office) -> None:
    await staffed(office, capacity=1)
    for _ in range(5):
        await opened(office)
    async with office.connection.transaction():
        assert await give_waiting(office.connection, make.NOW) == 0
    await duty(office, "ann", capacity=2)
    async with office.connection.transaction():
        assert await give_waiting(office.connection, make.NOW) == 1
        assert await give_waiting(office.connection, make.NOW) == 0


async def test_a_rule_that_a_ticket_does_not_meet_leaves_it_alone(office: Office) -> None:
    await staffed(office, categories=["points"])
    assert (await opened(office, "orders"))["assignee"] is None
    assert (await opened(office, "points"))["assignee"] is not None


async def test_what_cannot_be_a_rule_or_a_duty_is_refused(office: Office) -> None:
    await staffed(office)
    assert (await rule(office, categories=["nonsense"]))["userErrors"][0]["path"] == ["input", "categories"]
    assert (await rule(office, code="x", teamCode=None))["userErrors"][0]["path"] == ["input", "teamCode"]
    assert (await duty(office, "bob", capacity=0))["userErrors"][0]["path"] == ["input", "capacity"]
    assert (await duty(office, "bob", teamCodes=["nonsense"]))["userErrors"][0]["path"] == ["input", "teamCodes"]
