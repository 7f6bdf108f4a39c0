"""Campaigns: written, reviewed, published, stopped and ended; what they then do on orders."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

SAVE = """mutation ($input: CampaignSaveInput!, $version: Int) {
    campaignSave(input: $input, expectedVersion: $version) {
        campaign { code name kind status startsAt endsAt budget spent controlPercent rules version
            audience { code where memberCount { value } }
            terms { amount percent cap steps { spend off } repeats giftProductCode templateCode stacks priority
                conditions { products weekdays hours { begins ends } days minSpend } } }
        changeSet { id isUndoable }
        userErrors { code message path ... on ConflictError { currentVersion } }
    }
}"""
STEP = """mutation ($code: String!) {
    %s(code: $code) { campaign { status version } userErrors { code message path } }
}"""
RETURN = """mutation ($code: String!, $reason: String!) {
    campaignReturn(code: $code, reason: $reason) { campaign { status } userErrors { code message path } }
}"""
UNDO = "mutation ($id: ID!) { changeSetUndo(id: $id) { changeSet { id } skipped userErrors { code message } } }"
OFF = {"code": "OFF", "name": "Five off", "kind": "LIMITED_DISCOUNT", "rules": {"amount": "5"}}
FULL = {
    "amount": None, "percent": "10", "cap": "20", "giftProductCode": "MUG", "stacks": False, "priority": 3,
    "conditions": {
        "products": ["TEA"], "weekdays": ["MONDAY", "SUNDAY"], "hours": [{"begins": "10:00", "ends": "24:00"}],
        "days": ["2026-03-02"], "minSpend": "30",
    },
}  # fmt: skip


@pytest_asyncio.fixture
async def desk(teller: Teller) -> Teller:
    """Tea at 30.00 and a mug; member M1 bought nothing yet."""
    c = teller.connection
    await make.insert(c, "product", code="TEA", name="Tea", price=3_000)
    await make.insert(c, "product", code="MUG", name="Mug", price=1_000)
    return teller


async def save(desk: Teller, version: int | None = None, **given: Any) -> Any:
    return await desk(SAVE, input=OFF | given, version=version)


async def step(desk: Teller, name: str, code: str = "OFF") -> Any:
    return await desk(STEP % f"campaign{name}", code=code)


async def publish(desk: Teller, **given: Any) -> Any:
    made = await save(desk, **given)
    assert not made["userErrors"], made["userErrors"]
    code = made["campaign"]["code"]
    await step(desk, "Submit", code)
    done = await step(desk, "Publish", code)
    assert not done["userErrors"], done["userErrors"]
    return done["campaign"]


async def as_role(desk: Teller, role: str, document: str, **given: Any) -> Any:
    answer = await desk.desk.ask(viewer(role), document, given)
    assert not answer.errors, answer.errors
    return next(iter(answer.data.values()))


async def rows(desk: Teller) -> list[Any]:
    found = [await desk.connection.fetch(f"SELECT * FROM {table} ORDER BY id") for table in ("campaign", "segment")]
    return [*(tuple(row) for table in found for row in table), *await desk.state()]


async def refused(desk: Teller, version: int | None = None, **given: Any) -> dict[str, Any]:
    """The one error; proves that nothing was written."""
    before = await rows(desk)
    payload = await save(desk, version, **given)
    assert await rows(desk) == before
    assert payload["campaign"] is payload["changeSet"] is None
    (error,) = payload["userErrors"]
    return error


async def test_a_new_campaign_is_a_draft_with_what_was_given(desk: Teller) -> None:
    times = {"startsAt": "2026-12-01T00:00:00+00:00", "endsAt": "2026-12-31T00:00:00+00:00"}
    made = (await save(desk, budget="100", controlPercent=10, **times))["campaign"]
    assert {name: made[name] for name in ("status", "version", "controlPercent", "rules")} == {
        "status": "DRAFT", "version": 1, "controlPercent": 10, "rules": {"amount": "5"},
    }  # fmt: skip
    assert (made["budget"], made["spent"], made["audience"]) == ("100.00", "0.00", None)
    told = await desk.connection.fetchval("SELECT changes FROM audit_event WHERE action = 'campaign.saved'")
    assert '"budget": [null, 10000]' in told


async def test_terms_are_read_as_they_were_written(desk: Teller) -> None:
    made = (await desk(SAVE, input={k: v for k, v in OFF.items() if k != "rules"} | {"terms": FULL}))["campaign"]
    assert made["rules"] == {
        "percent": "10", "cap": "20", "gift": "MUG", "stacks": False, "priority": 3,
        "conditions": {
            "products": ["TEA"], "weekdays": [1, 7], "hours": [{"from": "10:00", "to": "24:00"}],
            "days": ["2026-03-02"], "minSpend": "30",
        },
    }  # fmt: skip
    empty = {"templateCode": None, "steps": [], "repeats": False}
    assert made["terms"] == FULL | empty


@pytest.mark.parametrize(("given", "code", "path"), [
    ({"code": "no code"}, "INVALID", "code"), ({"name": " "}, "REQUIRED", "name"),
    ({"budget": "-1"}, "INVALID", "budget"), ({"budget": "1.234"}, "INVALID", "budget"),
    ({"controlPercent": 100}, "INVALID", "controlPercent"), ({"audienceCode": "none"}, "NOT_FOUND", "audienceCode"),
    ({"startsAt": "2026-03-02T00:00:00Z", "endsAt": "2026-03-01T00:00:00Z"}, "INVALID", "endsAt"),
    ({"terms": {"amount": "1"}}, "INVALID", "terms"), ({"kind": "CHECK_IN"}, "INVALID", "rules.amount"),
    ({"rules": []}, "INVALID", "rules"), ({"rules": {"gift": "NONE"}}, "NOT_FOUND", "rules.gift"),
    ({"rules": {"template": "NONE"}}, "NOT_FOUND", "rules.template"),
    ({"rules": {"amount": 5, "conditions": {"stores": ["S9"]}}}, "NOT_FOUND", "rules.conditions.stores"),
    ({"rules": None, "terms": {"giftProductCode": "NONE"}}, "NOT_FOUND", "terms.giftProductCode"),
])  # fmt: skip
async def test_a_campaign_that_makes_no_sense_is_refused(
    desk: Teller, given: dict[str, Any], code: str, path: str
) -> None:
    error = await refused(desk, **given)
    assert (error["code"], ".".join(error["path"])) == (code, f"input.{path}")


async def test_an_audience_is_kept_as_a_segment_with_whom_it_means(desk: Teller) -> None:
    async with desk.connection.transaction():
        await make.member(desk.connection, "M2")
    made = (await save(desk, audienceWhere={"memberNo": {"eq": "M2"}}))["campaign"]
    assert made["audience"] == {
        "code": "OFF-audience", "where": {"memberNo": {"eq": "M2"}}, "memberCount": {"value": 1},
    }  # fmt: skip
    again = (await save(desk, audienceWhere={"memberNo": {"eq": "M2"}}))["campaign"]
    assert (again["version"], await desk.connection.fetchval("SELECT count(*) FROM segment")) == (1, 1)


async def test_an_audience_is_given_once(desk: Teller) -> None:
    await make.insert(desk.connection, "segment", code="all", name="All", where={})
    assert (await save(desk, audienceCode="all"))["campaign"]["audience"]["code"] == "all"
    error = await refused(desk, audienceCode="all", audienceWhere={})
    assert error["path"] == ["input", "audienceWhere"]
    assert (await save(desk, audienceCode=None))["campaign"]["audience"] is None


async def test_an_edit_is_taken_back_and_done_again(desk: Teller) -> None:
    await save(desk)
    changed = await save(desk, 1, name="Six off", rules={"amount": "6"})
    undone = await desk(UNDO, id=changed["changeSet"]["id"])
    assert undone["skipped"] == undone["userErrors"] == []
    kept = await desk.connection.fetchrow("SELECT name, rules, version FROM campaign")
    assert tuple(kept) == ("Five off", '{"amount": "5"}', 3)
    await desk(UNDO, id=undone["changeSet"]["id"])
    assert await desk.connection.fetchval("SELECT name FROM campaign") == "Six off"


async def test_a_draft_that_is_taken_back_ends(desk: Teller) -> None:
    await desk(UNDO, id=(await save(desk))["changeSet"]["id"])
    assert await desk.connection.fetchval("SELECT status FROM campaign") == "ENDED"


async def test_what_was_published_since_is_not_taken_back(desk: Teller) -> None:
    made = await save(desk)
    await step(desk, "Submit")
    await step(desk, "Publish")
    assert len((await desk(UNDO, id=made["changeSet"]["id"]))["skipped"]) == 1
    assert await desk.connection.fetchval("SELECT status FROM campaign") == "RUNNING"


async def test_saving_it_as_it_is_changes_nothing(desk: Teller) -> None:
    await save(desk)
    before = await rows(desk)
    assert (await save(desk, 1))["campaign"]["version"] == 1
    assert await rows(desk) == before


async def test_who_has_not_seen_the_last_version_is_told(desk: Teller) -> None:
    await save(desk)
    await save(desk, 1, name="New")
    error = await refused(desk, 1, name="Old")
    assert (error["code"], error["currentVersion"]) == ("CONFLICT", 2)


async def test_of_two_edits_at_once_one_is_refused(desk: Teller) -> None:
    await save(desk)
    both = await asyncio.gather(*(save(desk, 1, name=name) for name in ("A", "B")))
    assert sorted(e["code"] for payload in both for e in payload["userErrors"]) == ["CONFLICT"]


async def test_a_campaign_goes_from_draft_to_its_end(desk: Teller) -> None:
    await save(desk)
    passed = [(await step(desk, name))["campaign"] for name in ("Submit", "Publish", "Pause", "Publish", "End")]
    assert [one["status"] for one in passed] == ["IN_REVIEW", "RUNNING", "PAUSED", "RUNNING", "ENDED"]
    assert [one["version"] for one in passed] == [2, 3, 4, 5, 6]
    told = await desk.connection.fetch("SELECT action FROM audit_event WHERE subject_type = 'Campaign' ORDER BY id")
    assert [row["action"] for row in told] == [
        "campaign.saved", "campaign.submitted", "campaign.published", "campaign.paused", "campaign.published",
        "campaign.ended",
    ]  # fmt: skip


async def test_what_starts_later_is_scheduled(desk: Teller) -> None:
    assert (await publish(desk, startsAt="2999-01-01T00:00:00Z"))["status"] == "SCHEDULED"


async def test_what_would_be_over_is_neither_submitted_nor_published(desk: Teller) -> None:
    await save(desk, endsAt="2020-01-01T00:00:00Z")
    for status, name in (("DRAFT", "Submit"), ("IN_REVIEW", "Publish")):
        await desk.connection.execute("UPDATE campaign SET status = $1", status)
        (error,) = (await step(desk, name))["userErrors"]
        assert (error["code"], error["path"]) == ("EXPIRED", ["code"])


@pytest.mark.parametrize(("status", "steps"), [
    ("DRAFT", ["Publish", "Pause"]), ("IN_REVIEW", ["Submit", "Pause"]), ("SCHEDULED", ["Submit", "Publish"]),
    ("RUNNING", ["Submit", "Publish"]), ("PAUSED", ["Submit", "Pause"]),
    ("ENDED", ["Submit", "Publish", "Pause", "End"]),
])  # fmt: skip
async def test_a_step_out_of_turn_is_refused_with_what_can_be_done(desk: Teller, status: str, steps: list[str]) -> None:
    await save(desk)
    await desk.connection.execute("UPDATE campaign SET status = $1", status)
    before = await rows(desk)
    for name in steps:
        (error,) = (await step(desk, name))["userErrors"]
        assert error["code"] == "STATE"
        assert error["message"].startswith("Five off is ")
    assert await rows(desk) == before


async def test_two_who_publish_at_once_publish_once(desk: Teller) -> None:
    await save(desk)
    await step(desk, "Submit")
    both = await asyncio.gather(*(step(desk, "Publish") for _ in range(2)))
    assert sorted(error["code"] for payload in both for error in payload["userErrors"]) == ["STATE"]
    count = "SELECT count(*) FROM audit_event WHERE action = 'campaign.published'"
    assert await desk.connection.fetchval(count) == 1


async def test_who_writes_a_campaign_does_not_publish_it(desk: Teller) -> None:
    await as_role(desk, "operations", SAVE, input=OFF)
    await as_role(desk, "operations", STEP % "campaignSubmit", code="OFF")
    answer = await desk.desk.ask(viewer("operations"), STEP % "campaignPublish", {"code": "OFF"})
    assert answer.errors
    done = await as_role(desk, "supervisor", STEP % "campaignPublish", code="OFF")
    assert done["campaign"]["status"] == "RUNNING"


async def test_a_campaign_in_review_is_returned_with_a_reason(desk: Teller) -> None:
    await save(desk)
    await step(desk, "Submit")
    assert (await desk(RETURN, code="OFF", reason=" "))["userErrors"][0]["path"] == ["reason"]
    assert (await desk(RETURN, code="OFF", reason="Too dear"))["campaign"]["status"] == "DRAFT"


async def test_an_edit_takes_a_campaign_out_of_review(desk: Teller) -> None:
    await save(desk)
    await step(desk, "Submit")
    changed = await save(desk, name="Another")
    assert changed["campaign"]["status"] == "DRAFT"
    await desk(UNDO, id=changed["changeSet"]["id"])
    assert await desk.connection.fetchval("SELECT status FROM campaign") == "IN_REVIEW"


@pytest.mark.parametrize(("given", "path"), [
    ({"rules": {"amount": "6"}}, "rules"), ({"kind": "SPEND_AND_SAVE"}, "kind"),
    ({"controlPercent": 5}, "controlPercent"), ({"startsAt": "2020-01-01T00:00:00Z"}, "startsAt"),
    ({"audienceWhere": {}}, "audienceWhere"),
])  # fmt: skip
async def test_what_was_approved_stays(desk: Teller, given: dict[str, Any], path: str) -> None:
    await publish(desk)
    error = await refused(desk, **given)
    assert (error["code"], error["path"]) == ("STATE", ["input", path])
    assert "Its name, end and budget can be" in error["message"]


async def test_a_running_campaign_may_cost_less_but_not_less_than_it_has(desk: Teller) -> None:
    await publish(desk, budget="100")
    await desk.connection.execute("UPDATE campaign SET spent = 4000")
    assert (await save(desk, budget="50"))["campaign"]["budget"] == "50.00"
    error = await refused(desk, budget="39.99")
    assert (error["code"], error["path"]) == ("INVALID", ["input", "budget"])


async def test_only_who_may_publish_makes_a_running_campaign_larger(desk: Teller) -> None:
    await publish(desk, budget="100")
    mine = await as_role(desk, "operations", SAVE, input=OFF | {"budget": "101"})
    assert (mine["userErrors"][0]["code"], mine["userErrors"][0]["path"]) == ("FORBIDDEN", ["input", "budget"])
    assert (await save(desk, budget="101"))["campaign"]["budget"] == "101.00"


async def test_what_is_over_is_not_edited(desk: Teller) -> None:
    await save(desk)
    await step(desk, "End")
    assert (await refused(desk, name="Again"))["code"] == "STATE"
