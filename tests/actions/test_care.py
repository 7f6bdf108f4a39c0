"""Care series begin by themselves, once for each occasion, and end by themselves."""

from datetime import date
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from actions.care.previewing import foresee
from rules.care import CareUnit, due_on
from tests import make
from tests.actions.clinic import Clinic, at, call, message
from tests.actions.teller import Teller

DAY = date.fromisoformat
ORDERED = at("2026-03-02", 10)
REASON = "SELECT reason FROM care_run"


@pytest_asyncio.fixture
async def clinic(connection: asyncpg.Connection) -> Clinic:
    return await Clinic(connection).open()


async def test_the_first_order_is_followed_after_days_weeks_and_months(clinic: Clinic) -> None:
    await clinic.series("FIRST_ORDER", call(3), call(3, "WEEKS"), call(3, "MONTHS"))
    await clinic.member("M1", ORDERED)
    await clinic.look(at("2026-03-02", 11))
    assert await clinic.tasks("due_on") == [DAY("2026-03-05"), DAY("2026-03-23"), DAY("2026-06-02")]


async def test_an_occasion_begins_a_series_once(clinic: Clinic) -> None:
    await clinic.series("FIRST_ORDER", call(3))
    member = await clinic.member("M1", ORDERED)
    await clinic.look(at("2026-03-02", 11))
    await clinic.bought(member, at("2026-03-03"))
    await clinic.look(at("2026-03-04"))
    assert await clinic.one("SELECT count(*) FROM care_run") == 1


async def test_an_evening_order_counts_on_the_day_of_the_members_zone(clinic: Clinic) -> None:
    await clinic.series("FIRST_ORDER", call(3))
    await clinic.member("M1", at("2026-03-02", 17))
    await clinic.look(at("2026-03-02", 18))
    assert await clinic.tasks("due_on") == [DAY("2026-03-06")]


async def _above(clinic: Clinic, member: Any) -> None:
    await clinic.bought(member, at("2026-03-03"), 10_001)
    await clinic.bought(member, at("2026-03-04"), 10_000)


async def _resolved(clinic: Clinic, member: Any) -> None:
    times = {"opened_at": at("2026-03-02"), "resolved_at": at("2026-03-03"), "updated_at": at("2026-03-03")}
    await make.ticket(clinic.connection, "T-1", "Broken", member, status="RESOLVED", **times)
    await make.ticket(clinic.connection, "T-2", "Open", member, status="OPEN", opened_at=at("2026-03-02"))


async def _risen(clinic: Clinic, member: Any) -> None:
    low, high = [await make.insert(clinic.connection, "tier", code=c, name=c, rank=r) for c, r in (("A", 1), ("B", 2))]
    for before, reached in ((low, high), (high, low)):
        await make.insert(
            clinic.connection, "tier_change", member_id=member, from_tier_id=before, to_tier_id=reached, actor="test",
            reason="", kind="UPGRADE", at=at("2026-03-03"),
        )  # fmt: skip


async def _silent(clinic: Clinic, member: Any) -> None:
    await clinic.bought(member, at("2025-12-01"))


async def _nothing(clinic: Clinic, member: Any) -> None:
    """The file alone begins it."""


@pytest.mark.parametrize(
    ("trigger", "values", "happens", "due"),
    [
        ("ORDER_ABOVE", {"amount": 10_000}, _above, "2026-03-05"),
        ("COMPLAINT_RESOLVED", {}, _resolved, "2026-03-05"),
        ("TIER_REACHED", {}, _risen, "2026-03-05"),
        ("NO_ORDER", {"days": 90}, _silent, "2026-03-08"),
        ("JOINED", {"starts_from": at("2025-05-30")}, _nothing, "2025-06-03"),
        ("BIRTHDAY", {}, _nothing, "2026-03-10"),
    ],
)
async def test_what_begins_a_series(clinic: Clinic, trigger: str, values: Any, happens: Any, due: str) -> None:
    await clinic.series(trigger, call(2), **values)
    await happens(clinic, await clinic.member("M1", birthday=DAY("1990-03-08")))
    await clinic.look(at("2026-03-05", 23) if trigger != "BIRTHDAY" else at("2026-03-08", 1))
    assert await clinic.tasks("due_on") == [DAY(due)]


async def test_steps_before_a_birthday_are_due_before_it(clinic: Clinic) -> None:
    await clinic.series("BIRTHDAY", message(-7), call(0))
    await clinic.member("M1", birthday=DAY("1990-03-08"))
    await clinic.look(at("2026-03-01", 2))
    assert await clinic.tasks("due_on", "status") == [(DAY("2026-03-01"), "DONE"), (DAY("2026-03-08"), "WAITING")]


async def test_only_members_of_the_series_tiers_begin_it(clinic: Clinic) -> None:
    gold = await make.insert(clinic.connection, "tier", code="GOLD", name="Gold", rank=2)
    await clinic.series("FIRST_ORDER", call(3), tiers=["GOLD"])
    await clinic.member("M1", ORDERED)
    await clinic.member("M2", ORDERED, tier_id=gold)
    await clinic.look(at("2026-03-02", 11))
    assert await clinic.one("SELECT member_no FROM care_run r JOIN member m ON m.id = r.member_id") == "M2"


async def test_a_series_that_is_switched_off_plans_nothing_and_goes_on_later(clinic: Clinic) -> None:
    await clinic.series("FIRST_ORDER", call(3))
    await clinic.member("M1", ORDERED)
    await clinic.look(at("2026-03-02", 11))
    await clinic.connection.execute("UPDATE care_series SET is_active = false")
    await clinic.look(at("2026-03-05"))
    assert await clinic.tasks("status") == ["WAITING"]
    await clinic.connection.execute("UPDATE care_series SET is_active = true")
    await clinic.look(at("2026-03-06"))
    assert await clinic.tasks("status") == ["PLANNED"]


async def _back(clinic: Clinic, member: Any) -> None:
    order = await clinic.one("SELECT id FROM orders WHERE member_id = $1", member)
    await make.insert(
        clinic.connection, "order_return", number="R-1", order_id=order, amount=1, reason="", actor="test",
        at=at("2026-03-03"),
    )  # fmt: skip


async def _complained(clinic: Clinic, member: Any) -> None:
    await make.ticket(clinic.connection, "T-1", "Broken", member, opened_at=at("2026-03-03"))


async def _again(clinic: Clinic, member: Any) -> None:
    await clinic.bought(member, at("2026-03-03"))


async def _refused(clinic: Clinic, member: Any) -> None:
    await make.insert(
        clinic.connection, "contact_refusal", member_id=member, channel="ALL", reason="x", actor="x", at=ORDERED
    )


async def _frozen(clinic: Clinic, member: Any) -> None:
    await clinic.connection.execute("UPDATE member SET status = 'FROZEN' WHERE id = $1", member)


@pytest.mark.parametrize(
    ("reason", "happens"),
    [
        ("RETURN", _back), ("COMPLAINT", _complained), ("ORDER", _again), ("OPT_OUT", _refused), ("MEMBER", _frozen),
    ],
)  # fmt: skip
async def test_what_ends_a_series(clinic: Clinic, reason: str, happens: Any) -> None:
    await clinic.series("FIRST_ORDER", call(3), call(3, "WEEKS"), stops=["RETURN", "COMPLAINT", "ORDER"])
    member = await clinic.member("M1", ORDERED)
    await clinic.look(at("2026-03-02", 11))
    await happens(clinic, member)
    await clinic.look(at("2026-03-05"))
    assert (await clinic.one(REASON), await clinic.tasks("status")) == (reason, ["STOPPED", "STOPPED"])


async def test_a_planned_call_of_an_ended_series_gives_its_contact_back(clinic: Clinic) -> None:
    await clinic.series("FIRST_ORDER", call(3))
    member = await clinic.member("M1", ORDERED)
    await clinic.look(at("2026-03-05", 1))
    await _complained(clinic, member)
    await clinic.look(at("2026-03-05"))
    assert await clinic.tasks("status") == ["STOPPED"]
    assert await clinic.one("SELECT on_day + in_week + in_month FROM contact_count WHERE channel = 'ALL'") == 0


async def test_a_refusal_of_calls_leaves_the_messages(clinic: Clinic) -> None:
    await clinic.series("FIRST_ORDER", call(3), message(4))
    member = await clinic.member("M1", ORDERED)
    await clinic.look(at("2026-03-02", 11))
    await make.insert(
        clinic.connection, "contact_refusal", member_id=member, channel="CALL", reason="x", actor="x", at=ORDERED
    )
    await clinic.look(at("2026-03-06"))
    assert await clinic.tasks("status") == ["SKIPPED", "DONE"]
    assert await clinic.one("SELECT status FROM care_run") == "RUNNING"
    await clinic.look(at("2026-03-06", 4))
    assert await clinic.one("SELECT status FROM care_run") == "FINISHED"


def test_the_last_day_of_a_month_stands_for_missing_ones() -> None:
    assert due_on(DAY("2026-11-30"), 3, CareUnit.MONTHS) == DAY("2027-02-28")


async def test_a_preview_tells_who_begins_today_and_the_calls_ahead(clinic: Clinic) -> None:
    now = at("2026-03-02", 11)
    await clinic.member("M1", at("2026-02-20"))
    await clinic.member("M2", at("2026-03-02", 9))
    steps = {"rows": [call(3), call(3, "WEEKS")]}
    wanted = dict.fromkeys(("amount", "days", "tier_id", "segment_id", "call_team_id"))
    wanted |= {"trigger": "FIRST_ORDER", "tiers": [], "categories": [], "steps": steps}
    told = await foresee(clinic.connection, wanted, now, None)
    assert (told["starting"], told["calls"]) == (1, 1)
    assert [day["day"] for day in told["days"] if day["calls"]] == ["2026-03-25"]
    assert {day["capacity"] for day in told["days"] if day["day"] in ("2026-03-02", "2026-03-08")} == {0, 10}
    assert await clinic.one("SELECT count(*) FROM care_run") == 0


SAVE = """mutation ($input: CareSeriesSaveInput!) { r: careSeriesSave(input: $input) {
    series { code running steps { kind after } } changeSet { isUndoable } userErrors { path } } }"""
PREVIEW = """query ($input: CareSeriesSaveInput!) { r: careSeriesPreview(input: $input) {
    starting calls days { day calls others capacity } } }"""
STEP = {"kind": "CALL", "after": 3, "unit": "DAYS", "script": "Hello {name}"}
BY_TIER = {"code": "a", "name": "A", "trigger": "TIER_REACHED", "steps": [STEP]}


async def test_a_series_is_tried_and_saved_without_code(teller: Teller) -> None:
    preview = await teller(PREVIEW, input=BY_TIER)
    assert (preview["starting"], preview["calls"], len(preview["days"])) == (0, 0, 30)
    assert await teller.connection.fetchval("SELECT count(*) FROM care_series") == 0
    payload = await teller(SAVE, input=BY_TIER)
    assert payload["series"] == {"code": "a", "running": 0, "steps": [{"kind": "CALL", "after": 3}]}
    assert payload["changeSet"] == {"isUndoable": True}


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"steps": []}, ["steps"]), ({"trigger": "NO_ORDER"}, ["days"]), ({"trigger": "ORDER_ABOVE"}, ["amount"]),
        ({"steps": [STEP | {"after": -1}]}, ["steps", "0", "after"]),
        ({"steps": [STEP | {"script": "Hello {nmae}"}]}, ["steps", "0", "script"]),
        ({"steps": [STEP | {"kind": "MESSAGE"}]}, ["steps", "0", "channel"]),
        ({"stops": ["OPT_OUT"]}, ["stops"]), ({"tiers": ["NONE"]}, ["tiers"]), ({"segmentCode": "x"}, ["segmentCode"]),
    ],
)  # fmt: skip
async def test_a_series_that_cannot_be_is_refused_by_name(teller: Teller, wrong: Any, path: list[str]) -> None:
    payload = await teller(SAVE, input=BY_TIER | wrong)
    assert payload["userErrors"] == [{"path": ["input", *path]}]
    assert await teller.connection.fetchval("SELECT count(*) FROM care_series") == 0
