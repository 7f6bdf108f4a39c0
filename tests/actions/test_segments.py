"""Segments are written by people, counted at once, taken back, and left alone while a campaign relies on them."""

import asyncio
from typing import Any

import pytest

from tests.actions.teller import Teller
from tests.actions.test_campaigns import publish
from tests.conftest import viewer

SAVE = """mutation ($code: String!, $name: String!, $where: MemberWhere!, $version: Int) {
    segmentSave(code: $code, name: $name, where: $where, expectedVersion: $version) {
        segment { code name where version memberCount { value } } changeSet { id } userErrors { code path } } }"""
UNDO = "mutation ($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code } } }"
M1, NOBODY = {"memberNo": {"eq": "M1"}}, {"memberNo": {"eq": "M0"}}
STATE = 'SELECT json_agg(json_build_array(code, name, "where", member_count, version))::text FROM segment'


async def save(teller: Teller, **given: Any) -> Any:
    return await teller(SAVE, **({"code": "one", "name": "One", "where": M1} | given))


async def codes(teller: Teller, **given: Any) -> list[Any]:
    """Of a refusal, which changed nothing."""
    before = await teller.connection.fetchval(STATE)
    payload = await save(teller, **given)
    assert (payload["segment"], await teller.connection.fetchval(STATE)) == (None, before)
    return [(error["code"], error["path"]) for error in payload["userErrors"]]


async def test_a_segment_is_made_with_its_count_and_edited(teller: Teller) -> None:
    made = await save(teller)
    count = {"value": 1}
    assert made["segment"] == {"code": "one", "name": "One", "where": M1, "version": 1, "memberCount": count}
    edited = (await save(teller, where=NOBODY, name="None", version=1))["segment"]
    assert (edited["where"], edited["memberCount"], edited["version"]) == (NOBODY, {"value": 0}, 2)
    events = await teller.connection.fetchval("SELECT count(*) FROM audit_event WHERE action = 'segment.saved'")
    assert events == 2


async def test_a_save_without_a_difference_changes_nothing(teller: Teller) -> None:
    await save(teller)
    before = await teller.connection.fetchval(STATE)
    assert (await save(teller))["changeSet"] is None
    assert await teller.connection.fetchval(STATE) == before


async def test_an_edit_is_taken_back_and_what_is_new_goes(teller: Teller) -> None:
    made = await save(teller)
    edited = await save(teller, where=NOBODY)
    assert (await teller(UNDO, id=made["changeSet"]["id"]))["skipped"]
    assert (await teller(UNDO, id=edited["changeSet"]["id"]))["skipped"] == []
    assert '"M1"' in await teller.connection.fetchval(STATE)
    other = await save(teller, code="two")
    assert (await teller(UNDO, id=other["changeSet"]["id"]))["skipped"] == []
    assert '"two"' not in await teller.connection.fetchval(STATE)


async def test_what_a_campaign_relies_on_stays(teller: Teller) -> None:
    made = await save(teller)
    await publish(teller, audienceCode="one")
    assert await codes(teller, where=NOBODY) == [("STATE", ["where"])]
    assert (await save(teller, name="Other"))["userErrors"] == []
    assert (await teller(UNDO, id=made["changeSet"]["id"]))["skipped"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"code": "a b"}, ("INVALID", ["code"])),
        ({"name": " "}, ("REQUIRED", ["name"])),
        ({"version": 3}, ("CONFLICT", ["expectedVersion"])),
    ],
)
async def test_what_cannot_be_used_is_refused(teller: Teller, given: dict[str, Any], refusal: Any) -> None:
    assert await codes(teller, **given) == [refusal]


async def test_of_two_at_once_one_makes_it(teller: Teller) -> None:
    payloads = await asyncio.gather(*(save(teller, name=name) for name in ("A", "B")))
    made = [payload for payload in payloads if not payload["userErrors"]]
    assert made
    assert await teller.connection.fetchval("SELECT count(*) FROM segment") == 1


async def test_who_may_not_edit_segments_has_no_such_mutation(teller: Teller) -> None:
    answer = await teller.desk.ask(viewer("cashier"), SAVE, {"code": "a", "name": "A", "where": M1})
    assert answer.errors
    assert await teller.connection.fetchval("SELECT count(*) FROM segment") == 0
