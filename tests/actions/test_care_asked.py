"""Care as it is asked for: teams that call are saved, calls begun, noted and put off, each by whom it is for."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio

from rules.viewer import Viewer
from tests.actions.clinic import Clinic, call
from tests.actions.teller import Teller
from tests.actions.test_tickets import UNDO
from tests.conftest import viewer

TEAM = """mutation($input: CallTeamSaveInput!, $version: Int) {
  r: callTeamSave(input: $input, expectedVersion: $version) {
    callTeam { code name dailyCapacity tries language version team { code } calendar { code } }
    changeSet { id } userErrors { code path } } }"""
TASK = "task { id status outcome note tries dueOn plannedOn version assignee { username } } member { memberNo }"
BEGIN = f"""mutation($id: ID!, $version: Int) {{ r: careCallBegin(id: $id, expectedVersion: $version) {{
  {TASK} userErrors {{ code path }} }} }}"""
NOTED = f"""mutation($id: ID!, $input: CareCallInput!, $version: Int) {{
  r: careCallNote(id: $id, input: $input, expectedVersion: $version) {{
  {TASK} ticket {{ subject messages {{ nodes {{ body }} }} }} userErrors {{ code path }} }} }}"""
PUT_OFF = f"""mutation($id: ID!, $day: Date!, $note: String, $version: Int) {{
  r: careTaskPutOff(id: $id, day: $day, note: $note, expectedVersion: $version) {{
  {TASK} userErrors {{ code path }} }} }}"""
KEPT = ("care_task", "care_run", "call_team", "contact", "contact_refusal", "interaction", "ticket", "change_set")
ALWAYS = {"rows": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "until": "24:00"}]}
NEVER = {"rows": []}
HOURS = "UPDATE business_calendar SET zone = 'UTC', days = $1, hours = $2"


class Callers:
    """Two people call C1, a member who joined an hour ago; the windows are open day and night."""

    def __init__(self, teller: Teller, clinic: Clinic, people: list[Viewer]) -> None:
        self.teller = teller
        self.clinic = clinic
        self.people = people
        self.now = datetime.now(UTC)

    async def plan(self) -> str:
        """The id of the call that is planned now."""
        await self.clinic.series("JOINED", call(0), starts_from=self.now - timedelta(days=1))
        await self.clinic.member("C1", joined_at=self.now - timedelta(hours=1))
        await self.clinic.look(self.now)
        (row,) = await self.clinic.tasks("id", "status")
        assert row[1] == "PLANNED"
        return f"crt_{row[0]}"

    async def ask(self, document: str, person: int = 0, **given: Any) -> dict[str, Any]:
        answer = await self.teller.desk.ask(self.people[person], document, given)
        assert not answer.errors, answer.errors
        return answer.data["r"]

    async def code(self, document: str, person: int = 0, **given: Any) -> str:
        """Of the one refusal; proves that nothing was written."""
        before = await self.state()
        payload = await self.ask(document, person, **given)
        assert await self.state() == before
        (error,) = payload["userErrors"]
        return error["code"]

    async def state(self) -> list[Any]:
        rows = [await self.clinic.connection.fetch(f"SELECT * FROM {table} ORDER BY id") for table in KEPT]
        return [rows, await self.clinic.one("SELECT count(*) FROM audit_event")]

    async def events(self, action: str) -> int:
        return await self.clinic.one("SELECT count(*) FROM audit_event WHERE action = $1", action)


@pytest_asyncio.fixture
async def callers(teller: Teller) -> Callers:
    clinic = await Clinic(teller.connection).open(people=2)
    await hours(clinic, ALWAYS)
    rows = await teller.connection.fetch("SELECT id FROM staff ORDER BY username")
    return Callers(teller, clinic, [viewer("supervisor", staff_id=str(row["id"])) for row in rows])


async def hours(clinic: Clinic, windows: dict[str, Any]) -> None:
    await clinic.connection.execute(HOURS, json.dumps(NEVER), json.dumps(windows))


def codes(payloads: list[dict[str, Any]]) -> list[list[str]]:
    return sorted([error["code"] for error in payload["userErrors"]] for payload in payloads)


def team(**given: Any) -> dict[str, Any]:
    return {"code": "north", "name": "North", "teamCode": "care", "calendarCode": "calls"} | given


async def test_a_team_that_calls_is_made_changed_and_changed_back(callers: Callers) -> None:
    made = (await callers.ask(TEAM, input=team(dailyCapacity=25)))["callTeam"]
    assert (made["team"], made["calendar"], made["dailyCapacity"], made["tries"]) == (
        {"code": "care"}, {"code": "calls"}, 25, 3
    )  # fmt: skip
    changed = await callers.ask(TEAM, input={"code": "north", "name": "Far north", "tries": 5}, version=1)
    assert changed["callTeam"] == made | {"name": "Far north", "tries": 5, "version": 2}
    back = await callers.teller(UNDO, id=changed["changeSet"]["id"])
    assert (back["skipped"], back["userErrors"]) == ([], [])
    assert await callers.clinic.one("SELECT name FROM call_team WHERE code = 'north'") == "North"
    assert await callers.events("call_team.saved") == 2


async def test_a_team_saved_as_it_is_leaves_no_event(callers: Callers) -> None:
    await callers.ask(TEAM, input=team())
    before = await callers.state()
    again = await callers.ask(TEAM, input=team(), version=1)
    assert (again["callTeam"]["version"], again["changeSet"], again["userErrors"]) == (1, None, [])
    assert await callers.state() == before


async def test_a_team_that_cannot_call_is_not_saved(callers: Callers) -> None:
    for given, expected in (
        ({"teamCode": None}, "REQUIRED"), ({"calendarCode": None}, "REQUIRED"), ({"teamCode": "no"}, "NOT_FOUND"),
        ({"stores": ["no"]}, "NOT_FOUND"), ({"dailyCapacity": 0}, "INVALID"), ({"tries": 21}, "INVALID"),
        ({"language": "fr"}, "INVALID"),
    ):  # fmt: skip
        assert await callers.code(TEAM, input=team(**given)) == expected, given


async def test_of_two_who_change_a_team_at_once_one_does(callers: Callers) -> None:
    await callers.ask(TEAM, input=team())
    calls = [callers.ask(TEAM, input={"code": "north", "name": name}, version=1) for name in ("One", "Two")]
    assert codes(await asyncio.gather(*calls)) == [[], ["CONFLICT"]]
    assert await callers.clinic.one("SELECT version FROM call_team WHERE code = 'north'") == 2


async def test_whoever_begins_a_call_has_it(callers: Callers) -> None:
    task = await callers.plan()
    begun = await callers.ask(BEGIN, person=1, id=task)
    assert (begun["task"]["status"], begun["task"]["assignee"]) == ("CALLING", {"username": "caller1"})
    assert begun["member"] == {"memberNo": "C1"}
    assert await callers.events("care_call.begun") == 1


async def test_a_call_is_begun_as_it_was_read_and_within_its_windows(callers: Callers) -> None:
    task = await callers.plan()
    assert await callers.code(BEGIN, id=task, version=99) == "CONFLICT"
    await hours(callers.clinic, NEVER)
    assert await callers.code(BEGIN, id=task) == "STATE"


async def test_a_call_begun_by_two_at_once_is_made_by_one(callers: Callers) -> None:
    task = await callers.plan()
    payloads = await asyncio.gather(*(callers.ask(BEGIN, person=person, id=task) for person in (0, 1)))
    assert codes(payloads) == [[], ["CONFLICT"]]
    assert await callers.events("care_call.begun") == 1


async def test_how_a_call_went_is_a_contact_of_the_member(callers: Callers) -> None:
    task = await callers.plan()
    await callers.ask(BEGIN, id=task)
    noted = await callers.ask(NOTED, id=task, input={"outcome": "REACHED", "note": "Likes it", "durationSeconds": 90})
    done = noted["task"]
    assert (done["status"], done["outcome"], done["note"], done["tries"]) == ("DONE", "REACHED", "Likes it", 1)
    assert noted["ticket"] is None
    said = await callers.clinic.connection.fetchrow("SELECT kind, summary, duration_seconds FROM interaction")
    assert tuple(said) == ("CALL", "Series: Likes it", 90)
    assert await callers.events("care_call.noted") == 1


async def test_a_complaint_on_a_call_is_a_ticket_that_says_it(callers: Callers) -> None:
    task = await callers.plan()
    await callers.ask(BEGIN, id=task)
    noted = await callers.ask(NOTED, id=task, input={"outcome": "COMPLAINT", "note": "It broke"})
    assert noted["ticket"]["subject"] == "Complaint on a call: Series"
    assert [message["body"] for message in noted["ticket"]["messages"]["nodes"]] == ["It broke"]
    assert await callers.clinic.one("SELECT reason FROM care_run") == "COMPLAINT"


async def test_who_was_not_reached_is_called_on_the_next_day(callers: Callers) -> None:
    task = await callers.plan()
    begun = (await callers.ask(BEGIN, id=task))["task"]
    noted = (await callers.ask(NOTED, id=task, input={"outcome": "NOT_REACHED"}))["task"]
    day = datetime.fromisoformat(begun["plannedOn"]).date() + timedelta(days=1)
    assert (noted["status"], noted["dueOn"], noted["assignee"]) == ("WAITING", str(day), None)
    assert await callers.clinic.one("SELECT count(*) FROM contact WHERE released_at IS NULL") == 0


async def test_what_cannot_be_noted_leaves_the_call_as_it_is(callers: Callers) -> None:
    task = await callers.plan()
    await callers.ask(BEGIN, id=task)
    for given, expected in (
        ({"outcome": "COMPLAINT"}, "REQUIRED"), ({"outcome": "COMPLAINT", "note": "  "}, "REQUIRED"),
        ({"outcome": "REACHED", "note": "x" * 20_001}, "INVALID"),
        ({"outcome": "REACHED", "durationSeconds": -1}, "INVALID"),
        ({"outcome": "REACHED", "durationSeconds": 86_401}, "INVALID"),
    ):  # fmt: skip
        assert await callers.code(NOTED, id=task, input=given) == expected, given


async def test_a_call_is_noted_once_it_was_begun_and_by_whoever_began_it(callers: Callers) -> None:
    task = await callers.plan()
    reached = {"outcome": "REACHED"}
    assert await callers.code(NOTED, id=task, input=reached) == "STATE"
    await callers.ask(BEGIN, id=task)
    assert await callers.code(NOTED, person=1, id=task, input=reached) == "FORBIDDEN"


async def test_a_call_noted_twice_at_once_is_one_contact(callers: Callers) -> None:
    task = await callers.plan()
    await callers.ask(BEGIN, id=task)
    given = {"outcome": "COMPLAINT", "note": "It broke"}
    payloads = await asyncio.gather(*(callers.ask(NOTED, id=task, input=given) for _ in range(2)))
    assert codes(payloads) == [[], ["STATE"]]
    for table in ("interaction", "ticket"):
        assert await callers.clinic.one(f"SELECT count(*) FROM {table}") == 1


async def test_a_step_that_is_put_off_waits_for_its_day_and_frees_the_member(callers: Callers) -> None:
    task, day = await callers.plan(), callers.now.date() + timedelta(days=10)
    payload = await callers.ask(PUT_OFF, id=task, day=str(day), note=" On a journey ")
    later = payload["task"]
    assert (later["status"], later["dueOn"], later["note"]) == ("WAITING", str(day), "On a journey")
    assert (later["plannedOn"], later["assignee"], payload["member"]) == (None, None, {"memberNo": "C1"})
    assert await callers.clinic.one("SELECT count(*) FROM contact WHERE released_at IS NULL") == 0
    assert await callers.events("care_task.put_off") == 1


async def test_a_step_is_put_off_within_a_year_and_before_it_is_over(callers: Callers) -> None:
    task = await callers.plan()
    for days in (-2, 400):
        assert await callers.code(PUT_OFF, id=task, day=str(callers.now.date() + timedelta(days=days))) == "INVALID"
    await callers.ask(BEGIN, id=task)
    await callers.ask(NOTED, id=task, input={"outcome": "REACHED"})
    assert await callers.code(PUT_OFF, id=task, day=str(callers.now.date() + timedelta(days=2))) == "STATE"


async def test_of_two_who_put_a_step_off_at_once_one_does(callers: Callers) -> None:
    task = await callers.plan()
    version = await callers.clinic.one("SELECT version FROM care_task")
    days = [str(callers.now.date() + timedelta(days=ahead)) for ahead in (5, 6)]
    calls = [callers.ask(PUT_OFF, id=task, day=day, version=version) for day in days]
    assert codes(await asyncio.gather(*calls)) == [[], ["CONFLICT"]]
    assert await callers.events("care_task.put_off") == 1
