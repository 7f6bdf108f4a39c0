"""Clocks of tickets as verbs keep them: stored times are those that follow from the history."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest_asyncio

from actions import calendars, clocks, notices, sla
from actions.clocks.keeping import Renewal
from actions.jobs import Program, go_on
from jobs.alarms import ring_due
from jobs.kinds import KINDS
from rules.notices import NoticeKind
from tests.actions.teller import Teller
from tests.conftest import viewer

OPEN = """mutation($priority: TicketPriority) { ticketOpen(input: { member: { memberNo: "M1" }, subject: "Points",
  body: "Where?", channel: PHONE, priority: $priority }) { ticket { id number } userErrors { message } } }"""
REPLY = 'mutation($id: ID!) { ticketReply(id: $id, body: "Here.") { ticket { id } userErrors { message } } }'
RESOLVE = "mutation($id: ID!) { ticketResolve(id: $id) { changeSet { id } userErrors { message } } }"
REOPEN = "mutation($id: ID!) { ticketReopen(id: $id) { userErrors { message } } }"
UPDATE = """mutation($id: ID!, $input: TicketUpdateInput!) { ticketUpdate(id: $id, input: $input) {
  changeSet { id } userErrors { message } } }"""
MERGE = "mutation($keep: ID!, $merge: ID!) { ticketMerge(keepId: $keep, mergeId: $merge) { changeSet { id } } }"
UNDO = "mutation($id: ID!) { changeSetUndo(id: $id) { userErrors { message } } }"
APPLY = "mutation { slaApply { job { status } userErrors { code } } }"
POLICY = """mutation($input: SlaPolicySaveInput!, $applies: Boolean) {
  slaPolicySave(input: $input, appliesToOpen: $applies) {
    policy { version } job { id } changeSet { id } userErrors { code message path } } }"""
CALENDAR = """mutation($input: CalendarSaveInput!, $applies: Boolean) {
  calendarSave(input: $input, appliesToOpen: $applies) { calendar { version hours { weekdays from until } }
    job { id } userErrors { code message path } } }"""
EXPLAIN = """query($number: String!) { explainTicketClocks(number: $number) { kind state targetMinutes ranMinutes dueAt
  isLate policyCode policyVersion calendarName segments { kind status minutes } alarms { percent rangAt } } }"""
STORED = """SELECT status, first_response_due_at, next_response_due_at, resolution_due_at, breached_at, next_alarm_at,
  next_due_at FROM ticket WHERE number = $1"""
ROUND_THE_CLOCK = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "until": "24:00"}]
EARLIER = """UPDATE ticket SET opened_at = opened_at - $2::interval, first_responded_at = first_responded_at - $2
  WHERE number = $1"""


@pytest_asyncio.fixture
async def levels(teller: Teller) -> Teller:
    """Round the clock, so that tests say the same at any hour."""
    await calendars.ship(teller.connection, ZoneInfo("UTC"))
    await sla.ship(teller.connection)
    given = {"code": "office", "name": "Always", "hours": ROUND_THE_CLOCK}
    assert (await teller(CALENDAR, input=given, applies=False))["userErrors"] == []
    return teller


async def opened(teller: Teller, priority: str = "NORMAL") -> dict[str, Any]:
    return (await teller(OPEN, priority=priority))["ticket"]


async def stored(teller: Teller, number: str) -> asyncpg.Record:
    assert [line async for line in clocks.differing(teller.connection)] == []
    return await teller.connection.fetchrow(STORED, number)


async def ago(teller: Teller, number: str, **past: int) -> None:
    """As if all of the ticket had happened so much earlier."""
    time = timedelta(**past)
    async with teller.connection.transaction():
        await teller.connection.execute(EARLIER, number, time)
        for table in ("ticket_turn", "ticket_message"):
            of_ticket = "ticket_id = (SELECT id FROM ticket WHERE number = $1)"
            await teller.connection.execute(
                f"UPDATE {table} SET at = at - $2::interval WHERE {of_ticket}", number, time
            )
        key = await teller.connection.fetchval("SELECT id FROM ticket WHERE number = $1", number)
        await clocks.keep(teller.connection, key, datetime.now(UTC))


async def run(teller: Teller) -> dict[str, Any]:
    """The job that waits, to its end."""
    job = await teller.connection.fetchval("SELECT id FROM job WHERE status = 'QUEUED'")
    while await go_on(teller.connection, job, KINDS, datetime.now(UTC), Program("USD", ZoneInfo("UTC"))):
        pass
    return dict(await teller.connection.fetchrow("SELECT status, done, total FROM job WHERE id = $1", job))


async def test_a_new_ticket_is_due_by_the_policy_that_fits_it(levels: Teller) -> None:
    ticket = await opened(levels, "URGENT")
    found = await stored(levels, ticket["number"])
    at = await levels.connection.fetchval("SELECT opened_at FROM ticket")
    assert found["first_response_due_at"] - at == timedelta(hours=1)
    assert found["resolution_due_at"] - at == timedelta(hours=8)
    assert found["next_alarm_at"] - at == timedelta(minutes=45)


async def test_waiting_for_the_member_pauses_what_is_due(levels: Teller) -> None:
    ticket = await opened(levels)
    await levels(REPLY, id=ticket["id"])
    found = await stored(levels, ticket["number"])
    assert found["resolution_due_at"] is found["next_alarm_at"] is None
    await levels(UPDATE, id=ticket["id"], input={"status": "OPEN"})
    assert (await stored(levels, ticket["number"]))["resolution_due_at"] is not None


async def test_another_priority_is_another_policy(levels: Teller) -> None:
    ticket = await opened(levels)
    before = await stored(levels, ticket["number"])
    changed = await levels(UPDATE, id=ticket["id"], input={"priority": "URGENT"})
    assert (await stored(levels, ticket["number"]))["resolution_due_at"] < before["resolution_due_at"]
    await levels(UNDO, id=changed["changeSet"]["id"])
    assert await stored(levels, ticket["number"]) == before


async def test_a_running_ticket_keeps_the_version_that_it_has(levels: Teller) -> None:
    ticket = await opened(levels)
    before = await stored(levels, ticket["number"])
    saved = await levels(POLICY, input={"code": "normal", "name": "Normal", "firstResponse": 10})
    assert (saved["policy"]["version"], saved["job"]) == (2, None)
    await levels(UPDATE, id=ticket["id"], input={"subject": "Other"})
    assert await stored(levels, ticket["number"]) == before
    fresh = await stored(levels, (await opened(levels))["number"])
    assert fresh["first_response_due_at"] < before["first_response_due_at"]


async def test_a_new_version_can_apply_to_open_tickets(levels: Teller) -> None:
    ticket = await opened(levels)
    before = await stored(levels, ticket["number"])
    given = {"code": "normal", "name": "Normal", "firstResponse": 10}
    assert (await levels(POLICY, input=given, applies=True))["job"] is not None
    assert await run(levels) == {"status": "SUCCEEDED", "done": 1, "total": 1}
    assert (await stored(levels, ticket["number"]))["first_response_due_at"] < before["first_response_due_at"]


async def test_all_policies_can_be_applied_to_open_tickets_once_more(levels: Teller) -> None:
    await opened(levels)
    payload = await levels(APPLY)
    assert payload["userErrors"] == []
    assert (await run(levels))["status"] == "SUCCEEDED"


async def test_a_holiday_moves_what_is_due_and_leaves_what_is_finished(levels: Teller) -> None:
    done, ticket = await opened(levels), await opened(levels)
    await levels(RESOLVE, id=done["id"])
    before = [await stored(levels, one["number"]) for one in (done, ticket)]
    today = datetime.now(UTC).date()
    days = [{"day": today.isoformat(), "lastDay": (today + timedelta(days=6)).isoformat(), "name": "Spring"}]
    saved = await levels(CALENDAR, input={"code": "office", "name": "Always", "days": days})
    assert (saved["userErrors"], saved["job"] is not None) == ([], True)
    await run(levels)
    assert await stored(levels, done["number"]) == before[0]
    after = await stored(levels, ticket["number"])
    assert after["resolution_due_at"] - before[1]["resolution_due_at"] >= timedelta(days=6)


async def test_merged_and_parted_tickets_are_due_as_before(levels: Teller) -> None:
    kept, gone = await opened(levels), await opened(levels, "HIGH")
    before = [await stored(levels, one["number"]) for one in (kept, gone)]
    turns = await levels.connection.fetch("SELECT id, status, at FROM ticket_turn ORDER BY id")
    merged = await levels(MERGE, keep=kept["id"], merge=gone["id"])
    assert (await stored(levels, gone["number"]))["status"] == "MERGED"
    await levels(UNDO, id=merged["changeSet"]["id"])
    assert [await stored(levels, one["number"]) for one in (kept, gone)] == before
    assert await levels.connection.fetch("SELECT id, status, at FROM ticket_turn ORDER BY id") == turns


async def test_a_ticket_that_is_opened_again_runs_on_where_it_stood(levels: Teller) -> None:
    ticket = await opened(levels)
    before = await stored(levels, ticket["number"])
    await levels(RESOLVE, id=ticket["id"])
    assert (await stored(levels, ticket["number"]))["next_alarm_at"] is None
    await levels(REOPEN, id=ticket["id"])
    assert (await stored(levels, ticket["number"]))["resolution_due_at"] > before["resolution_due_at"]


ALARMS = [
    {"clock": "FIRST_RESPONSE", "percent": 50, "action": "RAISE_PRIORITY"},
    {"clock": "FIRST_RESPONSE", "percent": 75, "action": "ASSIGN", "teamCode": "care"},
    {"clock": "FIRST_RESPONSE", "percent": 100, "action": "NOTIFY", "teamCode": "care"},
]


async def test_each_alarm_is_carried_out_once(levels: Teller, fresh_url: str) -> None:
    await _team(levels)
    given = {"code": "normal", "name": "Normal", "firstResponse": 60, "resolution": 9_999, "alarms": ALARMS}
    assert (await levels(POLICY, input=given))["userErrors"] == []
    ticket = await opened(levels)
    await ago(levels, ticket["number"], hours=2)
    others = [await asyncpg.connect(fresh_url) for _ in range(3)]
    assert sum(await asyncio.gather(*(ring_due(one) for one in others))) >= 3
    await asyncio.gather(*(one.close() for one in others))
    rows = await levels.connection.fetch(
        "SELECT percent, action FROM ticket_alarm WHERE key LIKE '%care%' OR percent = 50"
    )
    assert sorted(tuple(row) for row in rows) == [(50, "RAISE_PRIORITY"), (75, "ASSIGN"), (100, "NOTIFY")]
    row = await levels.connection.fetchrow("SELECT priority, team_id IS NOT NULL AS has_team FROM ticket")
    assert tuple(row) == ("HIGH", True)
    assert await levels.connection.fetchval("SELECT count(*) FROM staff_notice WHERE kind = 'BREACH'") == 1
    assert await ring_due(levels.connection) == 0


async def _team(teller: Teller) -> None:
    team = await teller.connection.fetchval("INSERT INTO team (code, name) VALUES ('care', 'Care') RETURNING id")
    staff = await teller.connection.fetchval("INSERT INTO staff (username, name) VALUES ('eva', 'Eva') RETURNING id")
    await teller.connection.execute("INSERT INTO team_member (team_id, staff_id) VALUES ($1, $2)", team, staff)


async def test_a_reply_in_time_leaves_nothing_to_ring(levels: Teller) -> None:
    ticket = await opened(levels, "URGENT")
    await levels(REPLY, id=ticket["id"])
    assert await ring_due(levels.connection) == 0
    assert await levels.connection.fetchval("SELECT count(*) FROM ticket_alarm") == 0


async def test_a_clock_tells_every_stretch_of_time(levels: Teller) -> None:
    ticket = await opened(levels, "URGENT")
    await ago(levels, ticket["number"], minutes=90)
    await levels(UPDATE, id=ticket["id"], input={"status": "PENDING_CUSTOMER"})
    answer = await levels.desk.ask(levels.admin, EXPLAIN, {"number": ticket["number"]})
    first, resolution = answer.data["explainTicketClocks"]
    assert (first["state"], first["isLate"], first["ranMinutes"], first["calendarName"]) == (
        "PAUSED",
        True,
        90,
        "Always",
    )
    assert (resolution["dueAt"], resolution["policyCode"], resolution["policyVersion"]) == (None, "urgent", 1)
    assert resolution["segments"][0] == {"kind": "RAN", "status": "NEW", "minutes": 90}


PREVIEW = """query($input: SlaPolicySaveInput!) { slaPolicyPreview(input: $input) { looked changed sooner later
  newlyLate noLongerLate tickets { ticket { number } before after wasLate isLate } } }"""


async def test_a_policy_says_beforehand_what_it_would_change(levels: Teller) -> None:
    old, other = await opened(levels), await opened(levels, "URGENT")
    await ago(levels, old["number"], minutes=30)
    given = {"code": "normal", "name": "Normal", "firstResponse": 10}
    answer = await levels.desk.ask(levels.admin, PREVIEW, {"input": given})
    told = answer.data["slaPolicyPreview"]
    assert (told["looked"], told["changed"], told["sooner"], told["newlyLate"]) == (2, 1, 1, 1)
    assert [row["ticket"]["number"] for row in told["tickets"]] == [old["number"]]
    assert await levels.connection.fetchval("SELECT version FROM sla_policy WHERE code = 'normal'") == 1
    assert other["number"] != old["number"]


async def test_what_cannot_be_promised_is_refused(levels: Teller) -> None:
    before = await levels.connection.fetchval("SELECT count(*) FROM rule_version")
    for given, path in (
        ({"firstResponse": None, "nextResponse": None, "resolution": None}, ["input", "firstResponse"]),
        ({"firstResponse": 0}, ["input", "firstResponse"]), ({"pauses": ["CLOSED"]}, ["input", "pauses"]),
        ({"teams": ["nobody"]}, ["input", "teams"]), ({"calendarCode": "none"}, ["input", "calendarCode"]),
        ({"alarms": [{"clock": "RESOLUTION", "percent": 0, "action": "NOTIFY"}]}, ["input", "alarms", "0", "percent"]),
        ({"alarms": [{"clock": "RESOLUTION", "percent": 9, "action": "ASSIGN"}]}, ["input", "alarms", "0", "teamCode"]),
    ):  # fmt: skip
        payload = await levels(POLICY, input={"code": "normal", "name": "Normal"} | given)
        assert [error["path"] for error in payload["userErrors"]] == [path], payload
    assert await levels.connection.fetchval("SELECT count(*) FROM rule_version") == before


async def test_what_is_no_calendar_is_refused(levels: Teller) -> None:
    hours = {"weekdays": [1], "from": "09:00", "until": "12:00"}
    for given, path in (
        ({"zone": "Mars/Olympus"}, ["input", "zone"]), ({"hours": []}, ["input", "hours"]),
        ({"hours": [hours | {"until": "08:00"}]}, ["input", "hours", "0", "until"]),
        ({"hours": [hours | {"weekdays": [8]}]}, ["input", "hours", "0", "weekdays"]),
        ({"hours": [hours | {"from": "9"}]}, ["input", "hours", "0", "from"]),
        ({"days": [{"day": "2026-05-02", "lastDay": "2026-05-01", "name": "May"}]}, ["input", "days", "0", "lastDay"]),
        ({"days": [{"day": "2026-05-02", "name": " "}]}, ["input", "days", "0", "name"]),
        ({"isActive": False}, ["input", "isActive"]),
    ):  # fmt: skip
        payload = await levels(CALENDAR, input={"code": "office", "name": "Office"} | given)
        assert [error["path"] for error in payload["userErrors"]] == [path], payload


async def test_renewing_takes_the_newest_of_everything(levels: Teller) -> None:
    ticket = await opened(levels)
    await levels(POLICY, input={"code": "normal", "name": "Normal", "firstResponse": 10})
    key = await levels.connection.fetchval("SELECT id FROM ticket WHERE number = $1", ticket["number"])
    async with levels.connection.transaction():
        assert await clocks.keep(levels.connection, key, datetime.now(UTC), Renewal.ALL)
    assert await stored(levels, ticket["number"])


async def test_everybody_reads_what_he_is_told_and_nothing_else(levels: Teller) -> None:
    eva, bob = [
        await levels.connection.fetchval("INSERT INTO staff (username, name) VALUES ($1, $1) RETURNING id", name)
        for name in ("eva", "bob")
    ]
    await notices.tell(levels.connection, [eva, bob], NoticeKind.WARNING, None, datetime.now(UTC), "T-1")
    who = replace(viewer("customer_service"), staff_id=str(eva))
    answer = await levels.desk.ask(who, "mutation { noticesRead { count userErrors { message } } }", {})
    assert answer.data == {"noticesRead": {"count": 1, "userErrors": []}}
    answer = await levels.desk.ask(who, "{ noticesMine(first: 9) { nodes { text readAt } } }", {})
    assert [notice["readAt"] is not None for notice in answer.data["noticesMine"]["nodes"]] == [True]
    assert await levels.connection.fetchval("SELECT count(*) FROM staff_notice WHERE read_at IS NULL") == 1


async def test_whoever_a_note_names_is_told_once(levels: Teller) -> None:
    add = "INSERT INTO staff (username, name, is_active) VALUES ($1, $1, $2)"
    await levels.connection.executemany(add, [("eva", True), ("bob", True), ("no.more", False)])
    ticket = await opened(levels)
    note = "mutation($id: ID!, $body: String!) { ticketNote(id: $id, body: $body) { userErrors { message } } }"
    await levels(note, id=ticket["id"], body="@Eva, ask @eva or @no.more; bob@example.com wrote. @nobody")
    rows = await levels.connection.fetch("SELECT username, kind FROM staff_notice n JOIN staff s ON s.id = n.staff_id")
    assert [tuple(row) for row in rows] == [("eva", "MENTION")]
