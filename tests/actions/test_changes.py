import asyncio

import pytest

from tests.actions.teller import Teller
from tests.conftest import viewer

UNDO = """mutation($id: ID!) { changeSetUndo(id: $id) {
  changeSet { summary isUndoable undoes { id isUndoable } } skipped
  userErrors { code ... on PermissionError { missing } } } }"""
TAG = """mutation($id: ID!) { memberTag(id: $id, tag: "tea") {
  member { tags { name } } changeSet { id isUndoable summary operation } userErrors { code } } }"""
UNTAG = """mutation($id: ID!) { memberUntag(id: $id, tag: "tea") { changeSet { id } userErrors { code } } }"""
FREEZE = 'mutation($id: ID!) { memberFreeze(id: $id, reason: "Misuse") { changeSet { id } userErrors { code } } }'
UNFREEZE = FREEZE.replace("memberFreeze", "memberUnfreeze")
EARN = """mutation($no: String!, $key: String!) {
  pointsEarn(member: {memberNo: $no}, points: 40, reason: "Welcome", idempotencyKey: $key) {
    changeSet { id summary } } }"""
SPEND = """mutation($no: String!, $key: String!) {
  pointsSpend(member: {memberNo: $no}, points: 130, reason: "A mug", idempotencyKey: $key) { userErrors { code } } }"""
STATUS = "SELECT status FROM member"


async def _id(teller: Teller) -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"


async def _change(teller: Teller, document: str) -> str:
    return (await teller(document, id=await _id(teller)))["changeSet"]["id"]


async def test_a_change_is_told_with_its_handle(teller: Teller) -> None:
    change = (await teller(TAG, id=await _id(teller)))["changeSet"]
    assert change == {"id": change["id"], "isUndoable": True, "summary": "Tag 'tea'", "operation": "memberTag"}


async def test_a_change_is_taken_back_once_and_names_what_it_undid(teller: Teller) -> None:
    change = await _change(teller, TAG)
    payload = await teller(UNDO, id=change)
    assert payload["changeSet"]["undoes"] == {"id": change, "isUndoable": False}
    assert (payload["changeSet"]["summary"], payload["skipped"]) == ("Undo: Tag 'tea'", [])
    assert await teller.connection.fetchval("SELECT count(*) FROM member_tag") == 0
    assert (await teller(UNDO, id=change))["userErrors"][0]["code"] == "STATE"


async def test_two_who_undo_at_once_undo_once(teller: Teller) -> None:
    change = (await teller(EARN))["changeSet"]["id"]
    payloads = await asyncio.gather(*(teller(UNDO, id=change) for _ in range(5)))
    assert sum(payload["userErrors"] == [] for payload in payloads) == 1
    assert await teller.balance() == 100


async def test_an_undo_is_undone(teller: Teller) -> None:
    change = await _change(teller, TAG)
    await teller(UNDO, id=change)
    again = await teller.connection.fetchval("SELECT id FROM change_set WHERE undoes_id IS NOT NULL")
    assert (await teller(UNDO, id=f"chg_{again}"))["userErrors"] == []
    assert await teller.connection.fetchval("SELECT count(*) FROM member_tag") == 1


async def test_what_changed_since_is_left_alone_and_told(teller: Teller) -> None:
    change = await _change(teller, FREEZE)
    for document in (UNFREEZE, FREEZE):
        await _change(teller, document)
    payload = await teller(UNDO, id=change)
    assert (payload["changeSet"], payload["userErrors"]) == (None, [])
    assert payload["skipped"][0].startswith("Somebody else changed it")
    assert await teller.connection.fetchval(STATUS) == "FROZEN"


async def test_a_freeze_is_taken_back(teller: Teller) -> None:
    await teller(UNDO, id=await _change(teller, FREEZE))
    assert await teller.connection.fetchval(STATUS) == "ACTIVE"


async def test_points_that_were_spent_since_are_not_taken_back(teller: Teller) -> None:
    change = (await teller(EARN))["changeSet"]["id"]
    await teller(SPEND)
    before = await teller.state()
    assert (await teller(UNDO, id=change))["skipped"][0].startswith("40 points are needed")
    assert await teller.state() == before


async def test_a_tag_that_was_taken_since_is_told(teller: Teller) -> None:
    change = await _change(teller, TAG)
    await _change(teller, UNTAG)
    assert (await teller(UNDO, id=change))["skipped"] == ["The tag 'tea' was taken away since."]


@pytest.mark.parametrize("document", [FREEZE, TAG])
async def test_who_may_not_do_it_may_not_undo_it(teller: Teller, document: str) -> None:
    change = await _change(teller, document)
    await teller.connection.execute("UPDATE change_set SET operation = 'pointsEarn'")
    before = await teller.state()
    answer = await teller.desk.ask(viewer("supervisor"), UNDO, {"id": change})
    assert answer.data["changeSetUndo"]["userErrors"] == [{"code": "FORBIDDEN", "missing": ["points.give"]}]
    assert answer.data["changeSetUndo"]["skipped"] == []
    assert await teller.state() == before


async def test_the_change_of_another_is_not_there(teller: Teller) -> None:
    change = await _change(teller, TAG)
    answer = await teller.desk.ask(
        viewer("customer_service"), UNDO.replace("isUndoable undoes { id isUndoable }", ""), {"id": change}
    )
    assert answer.data["changeSetUndo"]["userErrors"] == [{"code": "NOT_FOUND"}]
