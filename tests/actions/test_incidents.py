"""Incidents: one for many complaints, linked, answered in one go, proposed to be paused, and closed when it is calm."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest_asyncio

from actions import incidents
from actions.jobs import Program, go_on
from jobs.kinds import KINDS
from tests import make
from tests.actions.office import SHOWN, Office
from tests.actions.test_making_good import BOUGHT
from tests.conftest import viewer

ABOUT = f"""incident {{ id subject status linksNew members ticketCount linkedCount answerableCount note }} {SHOWN}"""
LINK = f"mutation ($id: ID!, $new: Boolean) {{ r: incidentLinkAll(id: $id, linksNew: $new) {{ linked {ABOUT} }} }}"
REPLY = f"""mutation ($id: ID!, $key: String!, $resolves: Boolean) {{
    r: incidentReply(id: $id, body: "Sorry ({{number}})", resolves: $resolves, idempotencyKey: $key) {{
    job {{ id total }} {ABOUT} }} }}"""
PREVIEW = """query ($id: ID!) { r: incidentReplyPreview(id: $id, body: "Sorry ({number})") {
    count answers { ticket { number } text } } }"""
CLOSE = f'mutation ($id: ID!) {{ r: incidentClose(id: $id, note: "Till was down") {{ changeSet {{ id }} {ABOUT} }} }}'
PAUSE = f'mutation ($id: ID!) {{ r: incidentProposePause(id: $id, reason: "Wrong price") {{ {ABOUT} }} }}'
UNDO = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { skipped userErrors { code } } }"
RULE = f"""mutation ($input: RadarRuleInput!) {{ r: radarRuleSave(input: $input) {{
    rule {{ code leastMembers minutes version }} changeSet {{ id }} {SHOWN} }} }}"""
OPEN = """mutation ($input: TicketOpenInput!) { r: ticketOpen(input: $input) {
    ticket { campaign { code } product { code } store { code } } userErrors { code path } } }"""
BANNER = """{ r: incidents(first: 3, where: { status: { eq: OPEN } }) { nodes { id subject members ticketCount } } }"""
LISTED = """query ($where: TicketWhere!) { r: tickets(first: 100, where: $where) { nodes { number } } }"""
INCIDENTS = "SELECT count(*) FROM incident"


class Radar:
    """A store, a running campaign and a product, and seven members who can complain about them."""

    def __init__(self, office: Office, subjects: dict[str, Any], members: list[Any]) -> None:
        self.office, self.subjects, self.members = office, subjects, members
        self.count = 0

    async def complain(self, about: str, members: int, ago: int = 0, first: int = 0, **more: Any) -> list[Any]:
        made = []
        for member in self.members[first : first + members]:
            self.count += 1
            at = datetime.now(UTC) - timedelta(minutes=ago)
            values = {f"{about}_id": self.subjects[about], "opened_at": at, "status": "OPEN"} | more
            made.append(await make.ticket(self.office.connection, f"T-9{self.count:05}", "Why?", member, **values))
        return made

    async def look(self, **ahead: int) -> int:
        async with self.office.connection.transaction():
            return await incidents.watch(self.office.connection, datetime.now(UTC) + timedelta(**ahead))

    async def found(self) -> str:
        await self.look()
        return f"inc_{await self.office.one('SELECT id FROM incident')}"


@pytest_asyncio.fixture
async def radar(office: Office) -> Radar:
    c = office.connection
    unit = await make.insert(c, "organization_unit", code="platform", name="Platform", path="platform")
    subjects = {
        "store": await make.insert(c, "store", code="S1", name="Store 1", unit_id=unit),
        "campaign": await make.insert(c, "campaign", code="MAY", name="May", kind="BIRTHDAY", status="RUNNING"),
        "product": await make.insert(c, "product", code="P1", name="Milk"),
    }
    async with c.transaction():
        members = [await make.member(c, f"N{n}") for n in range(7)]
    return Radar(office, subjects, members)


async def test_five_members_within_half_an_hour_make_one_incident_and_four_do_not(radar: Radar) -> None:
    await radar.complain("store", 4)
    assert await radar.look() == 0
    await radar.complain("store", 1, first=4)
    assert [await radar.look() for _ in range(2)] == [1, 0]
    (shown,) = (await radar.office.ask("cara", BANNER))["nodes"]
    assert (shown["subject"], shown["members"], shown["ticketCount"]) == ("Store 1", 5, 5)


async def test_one_member_who_complains_often_and_complaints_of_yesterday_do_not_count(radar: Radar) -> None:
    for _ in range(6):
        await radar.complain("store", 1)
    await radar.complain("store", 6, ago=31)
    assert await radar.look() == 0


async def test_many_who_watch_at_once_open_one(radar: Radar, fresh_url: str) -> None:
    await radar.complain("product", 6)

    async def watch() -> None:
        connection = await asyncpg.connect(fresh_url)
        try:
            async with connection.transaction():
                await incidents.watch(connection, datetime.now(UTC))
        finally:
            await connection.close()

    await asyncio.gather(*(watch() for _ in range(6)))
    assert await radar.office.one(INCIDENTS) == 1
    assert await radar.office.one("SELECT count(*) FROM audit_event WHERE action = 'incident.opened'") == 1


async def test_all_that_match_are_linked_and_those_that_still_come(radar: Radar) -> None:
    await radar.complain("store", 5)
    key = await radar.found()
    linked = await radar.office.ask("cara", LINK, id=key)
    assert (linked["linked"], linked["incident"]["linkedCount"], linked["incident"]["linksNew"]) == (5, 5, True)
    await radar.complain("store", 2, first=5)
    await radar.complain("product", 1)
    assert await radar.look() == 1
    assert await radar.office.one("SELECT count(*) FROM ticket WHERE incident_id IS NOT NULL") == 7


async def test_each_number_has_as_many_tickets_behind_it(radar: Radar) -> None:
    await radar.complain("store", 5)
    merged = {"status": "MERGED", "merged_into_id": (await radar.complain("product", 1))[0]}
    await radar.complain("store", 1, first=5, **merged)
    await radar.complain("store", 1, ago=40)
    key = await radar.found()
    numbers = (await radar.office.ask("ann", LINK, id=key, new=False))["incident"]
    for name, where in (("ticketCount", {"aboutIncident": {"eq": key}}), ("linkedCount", {"incident": {"eq": key}})):
        rows = (await radar.office.ask("ann", LISTED, where=where))["nodes"]
        assert len(rows) == numbers[name] == 5


async def test_one_answer_reaches_every_linked_ticket_once(radar: Radar) -> None:
    tickets = await radar.complain("store", 5)
    key = await radar.found()
    await radar.office.ask("ann", LINK, id=key)
    await radar.office.connection.execute("UPDATE ticket SET status = 'CLOSED' WHERE id = $1", tickets[0])
    preview = await radar.office.ask("ann", PREVIEW, id=key)
    assert preview["count"] == 4
    assert {a["text"] for a in preview["answers"]} == {f"Sorry (T-90000{n})" for n in range(2, 6)}
    first, again = [await radar.office.ask("ann", REPLY, id=key, key="a", resolves=True) for _ in range(2)]
    assert first["job"] == again["job"]
    assert first["job"]["total"] == 4
    await run(radar.office)
    said = await radar.office.connection.fetch("SELECT body, author FROM ticket_message ORDER BY body")
    assert [row["body"] for row in said] == [f"Sorry (T-90000{n})" for n in range(2, 6)]
    assert {row["author"] for row in said} == {"Ann"}
    assert await radar.office.one("SELECT count(*) FROM ticket WHERE status = 'RESOLVED'") == 4


async def test_without_linked_tickets_there_is_nothing_to_answer(radar: Radar) -> None:
    await radar.complain("store", 5)
    key = await radar.found()
    assert await radar.office.code("ann", REPLY, id=key, key="a") == "STATE"
    assert await radar.office.one("SELECT count(*) FROM job") == 0


async def test_it_ends_when_it_is_calm_and_by_hand_and_comes_back_for_new_complaints_alone(radar: Radar) -> None:
    await radar.complain("store", 5)
    key = await radar.found()
    assert await radar.look(minutes=59) == 0
    closed = await radar.office.ask("ann", CLOSE, id=key)
    assert (closed["incident"]["status"], closed["incident"]["note"]) == ("CLOSED", "Till was down")
    assert await radar.look() == 0
    await radar.office.ask("ann", UNDO, id=closed["changeSet"]["id"])
    assert await radar.look(minutes=61) == 1
    assert await radar.office.one("SELECT status FROM incident") == "CLOSED"
    await radar.office.connection.execute("UPDATE incident SET closed_at = now() - interval '1 minute'")
    await radar.complain("store", 5)
    assert (await radar.look(), await radar.office.one(INCIDENTS)) == (1, 2)


async def test_a_pause_is_proposed_to_those_who_may_pause(radar: Radar) -> None:
    await radar.complain("campaign", 5)
    key = await radar.found()
    assert (await radar.office.ask("cara", PAUSE, id=key))["userErrors"] == []
    told = await radar.office.connection.fetch(
        "SELECT username, text FROM staff_notice JOIN staff ON staff.id = staff_id ORDER BY 1"
    )
    assert [row["username"] for row in told] == ["ann", "bob", "root", "sue"]
    assert told[0]["text"] == "May: Wrong price"
    await radar.office.connection.execute("UPDATE campaign SET status = 'PAUSED'")
    assert await radar.office.code("cara", PAUSE, id=key) == "STATE"


async def test_the_radar_is_set_by_data(radar: Radar) -> None:
    given = {"kind": "STORE", "leastMembers": 3, "minutes": 10}
    saved = await radar.office.ask("ann", RULE, input=given)
    assert saved["rule"] == {"code": "STORE", "leastMembers": 3, "minutes": 10, "version": 2}
    assert await radar.office.code("ann", RULE, input={"kind": "STORE", "leastMembers": 1}) == "INVALID"
    await radar.complain("store", 3)
    assert await radar.look() == 1


async def test_who_may_not_handle_incidents_changes_nothing(radar: Radar) -> None:
    await radar.complain("store", 5)
    key = await radar.found()
    for document in (LINK, CLOSE, PAUSE, REPLY):
        answer = await radar.office.desk.ask(viewer("auditor"), document, {"id": key, "key": "a"})
        assert answer.errors
    assert await radar.office.one("SELECT version FROM incident") == 1


async def test_a_ticket_says_what_it_is_about_and_takes_the_store_of_its_order(radar: Radar) -> None:
    member = await radar.office.one("SELECT id FROM member WHERE member_no = 'M1'")
    await make.order(radar.office.connection, "O-1", member, 1_000, store_id=radar.subjects["store"])
    await radar.office.connection.execute(BOUGHT)
    given = {"subject": "a", "body": "b", "channel": "PHONE", "campaignCode": "MAY", "productCode": "P1"}
    opened = await radar.office.ask("cara", OPEN, input=given | {"orderNumber": "O-1"})
    assert opened["ticket"] == {"campaign": {"code": "MAY"}, "product": {"code": "P1"}, "store": {"code": "S1"}}
    wrong = await radar.office.ask("cara", OPEN, input=given | {"storeCode": "S9"})
    assert wrong["userErrors"] == [{"code": "NOT_FOUND", "path": ["input", "storeCode"]}]


async def run(office: Office) -> None:
    job = await office.one("SELECT id FROM job WHERE status = 'QUEUED'")
    while await go_on(office.connection, job, KINDS, datetime.now(UTC), Program("USD", ZoneInfo("UTC"))):
        pass
