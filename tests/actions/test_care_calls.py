"""Calls of the day: inside the windows, within the team's capacity, by one person, noted with what follows."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import pytest_asyncio

from actions import care
from rules.refusals import Refused
from rules.viewer import Viewer
from tests import make
from tests.actions.clinic import Clinic, at, call
from tests.conftest import viewer

DAY = date.fromisoformat
ORDERED = at("2026-03-02", 10)
MONDAY = at("2026-03-09")
COUNTED = "SELECT on_day FROM contact_count WHERE channel = 'CALL'"


@pytest_asyncio.fixture
async def clinic(connection: asyncpg.Connection) -> Clinic:
    return Clinic(connection)


async def caller(clinic: Clinic, number: int = 0) -> Viewer:
    key = await clinic.one("SELECT id FROM staff WHERE username = $1", f"caller{number}")
    return viewer("supervisor", staff_id=str(key))


async def due(clinic: Clinic, *names: str, **values: Any) -> None:
    """These members are due a call on Monday."""
    await clinic.series("FIRST_ORDER", call(7))
    for name in names:
        await clinic.member(name, ORDERED, **values)
    await clinic.look(at("2026-03-02", 11))


async def begun(clinic: Clinic, when: datetime = MONDAY) -> tuple[Viewer, Any]:
    await clinic.look(when)
    by, task = await caller(clinic), await clinic.one("SELECT id FROM care_task WHERE status = 'PLANNED'")
    async with clinic.connection.transaction():
        await care.begin(clinic.connection, by, task, None, when)
    return by, task


async def noted(clinic: Clinic, outcome: str, when: datetime = MONDAY, **given: Any) -> None:
    by, task = await begun(clinic, when)
    later = when + timedelta(minutes=2)
    async with clinic.connection.transaction():
        await care.note_outcome(clinic.connection, by, task, {"outcome": outcome, **given}, None, later)


async def code(action: Any) -> str:
    try:
        await action
    except Refused as refused:
        return refused.code
    return "done"


async def test_nothing_is_planned_before_its_day_on_holidays_and_after_the_last_window(clinic: Clinic) -> None:
    await clinic.open()
    await clinic.series("FIRST_ORDER", call(3))
    await clinic.member("M1", at("2026-04-28"))
    for when in (at("2026-04-30"), at("2026-05-01"), at("2026-05-03"), at("2026-05-04", 9)):
        await clinic.look(when)
        assert await clinic.tasks("status") == ["WAITING"]
    await clinic.look(at("2026-05-05", 1))
    assert await clinic.tasks("status", "planned_on") == [("PLANNED", DAY("2026-05-05"))]


async def test_what_is_too_much_for_a_day_goes_to_the_next_the_best_tier_first(clinic: Clinic) -> None:
    await clinic.open(capacity=2)
    gold = await make.insert(clinic.connection, "tier", code="GOLD", name="Gold", rank=2)
    await due(clinic, "M1", "M2")
    await clinic.member("M3", ORDERED, tier_id=gold)
    await clinic.look(MONDAY)
    assert sorted(await clinic.tasks("rank", status="PLANNED")) == [0, 2]
    assert await clinic.tasks("held", status="WAITING") == ["CAPACITY"]
    await clinic.look(at("2026-03-10"))
    assert await clinic.tasks("planned_on", status="PLANNED") == [DAY("2026-03-10")] * 2


async def test_calls_are_shared_out_among_the_people_of_the_team(clinic: Clinic) -> None:
    await clinic.open(people=2)
    await due(clinic, "M1", "M2", "M3", "M4")
    await clinic.look(MONDAY)
    people = await clinic.tasks("assignee_id")
    assert [people.count(person) for person in set(people)] == [2, 2]


async def test_looking_twice_plans_once(clinic: Clinic) -> None:
    await clinic.open(capacity=1)
    await due(clinic, "M1", "M2")
    for _ in range(2):
        await clinic.look(MONDAY)
    assert sorted(await clinic.tasks("status")) == ["PLANNED", "WAITING"]


async def test_a_call_that_nobody_made_is_planned_again_with_a_new_contact(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await clinic.look(MONDAY)
    await clinic.look(at("2026-03-10"))
    assert await clinic.tasks("status", "planned_on") == [("PLANNED", DAY("2026-03-10"))]
    assert await clinic.one("SELECT count(*) FILTER (WHERE released_at IS NULL) FROM contact") == 1
    assert await clinic.one("SELECT in_week FROM contact_count WHERE channel = 'CALL'") == 1


async def test_a_call_begins_in_a_window_only(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await clinic.look(MONDAY)
    by, task = await caller(clinic), (await clinic.tasks("id"))[0]
    noon = at("2026-03-09", 4, 30)
    assert await code(care.begin(clinic.connection, by, task, None, noon)) == "STATE"
    assert await clinic.tasks("status") == ["PLANNED"]


async def test_of_two_who_begin_one_call_one_makes_it(clinic: Clinic, fresh_url: str) -> None:
    await clinic.open(people=2)
    await due(clinic, "M1")
    await clinic.look(MONDAY)
    task = (await clinic.tasks("id"))[0]

    async def attempt(by: Viewer) -> str:
        own = await asyncpg.connect(fresh_url)
        try:
            async with own.transaction():
                return await code(care.begin(own, by, task, None, MONDAY))
        finally:
            await own.close()

    people = [await caller(clinic, number) for number in (0, 1)]
    answers = await asyncio.gather(*map(attempt, people))
    assert sorted(answers) == ["CONFLICT", "done"]


async def test_a_member_who_was_reached_is_done_and_has_a_contact(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await noted(clinic, "REACHED", note="Likes it")
    assert await clinic.tasks("status", "tries", "outcome") == [("DONE", 1, "REACHED")]
    said = await clinic.connection.fetchrow("SELECT kind, summary, duration_seconds FROM interaction")
    assert tuple(said) == ("CALL", "Series: Likes it", 120)


async def test_who_was_not_reached_is_tried_again_on_the_next_days_until_the_last_try(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    for day in (9, 10, 11):
        await noted(clinic, "NOT_REACHED", at(f"2026-03-{day:02}"))
    assert await clinic.tasks("status", "tries") == [("UNREACHED", 3)]
    assert await clinic.one("SELECT count(*) FROM contact WHERE released_at IS NULL") == 0


async def test_a_wrong_number_ends_the_series(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await noted(clinic, "WRONG_NUMBER")
    assert await clinic.one("SELECT reason FROM care_run") == "WRONG_NUMBER"


async def test_an_opt_out_on_a_call_is_kept_for_calls_or_for_all(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1", "M2")
    await noted(clinic, "OPT_OUT")
    await noted(clinic, "OPT_OUT", isForAll=True)
    rows = await clinic.connection.fetch("SELECT channel FROM contact_refusal")
    assert sorted(row["channel"] for row in rows) == ["ALL", "CALL"]


async def test_a_complaint_opens_a_ticket_and_ends_the_series(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await noted(clinic, "COMPLAINT", note="It broke")
    assert await clinic.one("SELECT body FROM ticket_message") == "It broke"
    assert await clinic.one("SELECT reason FROM care_run") == "COMPLAINT"
    assert (await clinic.tasks("ticket_id"))[0] == await clinic.one("SELECT id FROM ticket")


async def test_a_complaint_needs_words_and_changes_nothing_without(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    by, task = await begun(clinic)
    refused = care.note_outcome(clinic.connection, by, task, {"outcome": "COMPLAINT"}, None, MONDAY)
    assert await code(refused) == "REQUIRED"
    assert (await clinic.tasks("status"), await clinic.one("SELECT count(*) FROM ticket")) == (["CALLING"], 0)


async def test_a_call_is_noted_by_whoever_began_it(clinic: Clinic) -> None:
    await clinic.open(people=2)
    await due(clinic, "M1")
    _, task = await begun(clinic)
    other = await caller(clinic, 1)
    given = {"outcome": "REACHED"}
    assert await code(care.note_outcome(clinic.connection, other, task, given, None, MONDAY)) == "FORBIDDEN"


async def test_a_member_who_complained_since_the_planning_is_not_called(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await clinic.look(MONDAY)
    member = await clinic.one("SELECT id FROM member")
    await make.ticket(clinic.connection, "T-1", "Broken", member, opened_at=at("2026-03-08"))
    by, task = await caller(clinic), (await clinic.tasks("id"))[0]
    assert await code(care.begin(clinic.connection, by, task, None, MONDAY)) == "STATE"


async def test_a_step_can_be_put_off(clinic: Clinic) -> None:
    await clinic.open()
    await due(clinic, "M1")
    await clinic.look(MONDAY)
    by, task = await caller(clinic), (await clinic.tasks("id"))[0]
    await care.put_off(clinic.connection, by, task, DAY("2026-03-20"), "On a journey", None, MONDAY)
    assert await clinic.tasks("status", "due_on", "note") == [("WAITING", DAY("2026-03-20"), "On a journey")]
    assert await clinic.one(COUNTED) == 0
