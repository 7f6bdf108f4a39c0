"""Saved views: kept by who may ask them, read by each as far as he may, shared, put away, deleted, taken back."""

from dataclasses import replace
from typing import Any

import pytest

from tests.actions.office import Office
from tests.conftest import viewer

ASKED = """code name where orderBy columns hiddenColumns hiddenFilters document variables sharing roleCodes isMine
    isActive isQueue version owner { name }"""
SAVE = f"""mutation ($input: SavedViewSaveInput!, $version: Int) {{ r: savedViewSave(
    input: $input, expectedVersion: $version) {{ view {{ {ASKED} }} changeSet {{ id }}
    userErrors {{ code message path }} }} }}"""
READ = f"query ($type: String) {{ r: savedViews(typeName: $type) {{ {ASKED} }} }}"
ONE = f"query ($code: String!) {{ r: savedView(code: $code) {{ id {ASKED} }} }}"
ARCHIVE = """mutation ($id: ID!, $archived: Boolean!) { r: savedViewArchive(id: $id, archived: $archived) {
    view { isActive } userErrors { code } } }"""
DELETE = "mutation ($id: ID!) { r: savedViewDelete(id: $id) { changeSet { id } userErrors { code path } } }"
UNDO = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { skipped userErrors { code } } }"
KEPT = "SELECT count(*) FROM saved_view WHERE code = $1"
GOLD = {"code": "gold", "name": "Gold", "typeName": "Member", "columns": ["name", "tier", "phone", "points.available"]}


async def save(office: Office, who: str = "ann", **given: Any) -> dict[str, Any]:
    return await office.ask(who, SAVE, input=GOLD | given)


async def one(office: Office, who: str, code: str = "gold") -> dict[str, Any] | None:
    return await office.ask(who, ONE, code=code)


@pytest.fixture
def ops(office: Office) -> str:
    office.people["otto"] = replace(viewer("operations"), name="Otto")
    return "otto"


async def test_a_view_is_read_as_it_was_kept_and_its_document_answers(office: Office) -> None:
    payload = await save(office, where={"tier": {"code": {"eq": "BASE"}}}, orderBy=[{"field": "JOINED_AT"}])
    view = await one(office, "ann")
    assert payload["view"] == {name: value for name, value in view.items() if name != "id"}
    assert view["where"] == {"tier": {"code": {"eq": "BASE"}}}
    assert (view["columns"], view["hiddenColumns"], view["owner"]) == (GOLD["columns"], [], {"name": "Ann"})
    answer = await office.desk.ask(office.people["ann"], view["document"], view["variables"])
    assert not answer.errors
    (row,) = answer.data["members"]["nodes"]
    assert (row["tier"], row["points"]) == ({"name": "Base", "code": "BASE"}, {"available": 100})


async def test_who_may_not_read_a_column_or_filter_lacks_it_and_is_told(office: Office, ops: str) -> None:
    where = {"phone": {"startsWith": "+86"}, "status": {"eq": "ACTIVE"}}
    await save(office, where=where, sharing="EVERYBODY", columns=["name", "phone", "tickets.totalCount"])
    view = await one(office, ops)
    assert (view["columns"], view["hiddenColumns"]) == (["name", "phone"], ["tickets.totalCount"])
    assert (view["where"], view["hiddenFilters"]) == ({"status": {"eq": "ACTIVE"}}, ["phone"])
    answer = await office.desk.ask(office.people[ops], view["document"], view["variables"])
    assert not answer.errors


async def test_a_list_that_somebody_does_not_see_is_empty_for_him(office: Office, ops: str) -> None:
    view = await one(office, ops, "desk-late")
    assert (view["document"], view["columns"]) == ("", [])


async def test_nobody_keeps_a_filter_or_column_that_he_may_not_use(office: Office, ops: str) -> None:
    refused = await save(office, ops, where={"status": {"eq": "ACTIVE"}, "phone": {"eq": "1"}})
    assert [(e["code"], e["path"]) for e in refused["userErrors"]] == [("FORBIDDEN", ["input", "where", "phone"])]
    assert "'phone'" in refused["userErrors"][0]["message"]
    refused = await save(office, ops, columns=["tickets.totalCount"])
    assert [(e["code"], e["path"]) for e in refused["userErrors"]] == [("FORBIDDEN", ["input", "columns", "0"])]
    assert await office.one(KEPT, "gold") == 0


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"typeName": "Nothing"}, ["input", "typeName"]),
        ({"columns": ["nonsense"]}, ["input", "columns", "0"]),
        ({"columns": ["name } } { x"]}, ["input", "columns", "0"]),
        ({"where": {"status": {"eq": "GONE"}}}, ["input", "where", "status", "eq"]),
        ({"where": {"nonsense": {"eq": "1"}}}, ["input", "where", "nonsense"]),
        ({"orderBy": [{"field": "SHOE_SIZE"}]}, ["input", "orderBy", "0", "field"]),
        ({"isQueue": True}, ["input", "isQueue"]),
        ({"sharing": "ROLES"}, ["input", "roleCodes"]),
        ({"sharing": "ROLES", "roleCodes": ["clowns"]}, ["input", "roleCodes"]),
        ({"layout": {"x": "y" * 30_000}}, ["input", "layout"]),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_its_place(
    office: Office, given: dict[str, Any], path: list[str]
) -> None:
    (error,) = (await save(office, **given))["userErrors"]
    assert error["path"] == path
    assert await office.one(KEPT, "gold") == 0


async def test_a_view_of_ones_own_is_nobody_elses(office: Office) -> None:
    await save(office)
    assert await one(office, "bob") is None
    (error,) = (await save(office, "bob", name="Mine"))["userErrors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["input", "code"])
    assert (await one(office, "ann"))["name"] == "Gold"


async def test_a_view_shared_with_roles_is_seen_by_those_who_have_one(office: Office) -> None:
    await save(office, sharing="ROLES", roleCodes=["customer_service"])
    office.people["fin"] = replace(viewer("finance"), name="Fin")
    assert (await one(office, "cara"))["isMine"] is False
    assert await one(office, "fin") is None


async def test_sharing_and_changing_what_is_shared_needs_the_permission(office: Office) -> None:
    (error,) = (await save(office, "cara", sharing="EVERYBODY"))["userErrors"]
    assert (error["code"], error["path"]) == ("FORBIDDEN", ["input", "sharing"])
    await save(office, "ann", sharing="EVERYBODY")
    (error,) = (await save(office, "cara", name="Cara's"))["userErrors"]
    assert error["code"] == "FORBIDDEN"
    assert (await save(office, "bob", name="Bob's", sharing="EVERYBODY"))["view"]["owner"] == {"name": "Ann"}


async def test_me_is_whoever_looks(office: Office) -> None:
    views = {view["code"]: view for view in await office.ask("ann", READ, type="Ticket")}
    assert list(views) == ["desk-mine", "desk-unassigned", "desk-open", "desk-late", "desk-resolved"]
    ann = office.people["ann"].staff_id
    assert views["desk-mine"]["variables"]["where"]["assignee"] == {"eq": f"stf_{ann}"}
    assert views["desk-mine"]["where"]["assignee"] == {"eq": "$me"}


async def test_an_edit_is_taken_back_unless_it_was_changed_since(office: Office) -> None:
    await save(office)
    edit = await save(office, name="Golden", where={"status": {"eq": "ACTIVE"}})
    assert (await office.ask("ann", UNDO, id=edit["changeSet"]["id"]))["skipped"] == []
    view = await one(office, "ann")
    assert (view["name"], view["where"]) == ("Gold", {})


async def test_who_saves_over_another_version_is_told(office: Office) -> None:
    await save(office)
    await save(office, name="Two")
    (error,) = (await office.ask("ann", SAVE, input=GOLD | {"name": "Three"}, version=1))["userErrors"]
    assert error["code"] == "CONFLICT"


async def test_a_view_is_put_away_brought_back_deleted_and_undeleted(office: Office) -> None:
    await save(office)
    key = (await one(office, "ann"))["id"]
    await office.ask("ann", ARCHIVE, id=key, archived=True)
    assert await office.ask("ann", READ, type="Member") == []
    await office.ask("ann", ARCHIVE, id=key, archived=False)
    gone = await office.ask("ann", DELETE, id=key)
    assert await office.one(KEPT, "gold") == 0
    assert (await office.ask("ann", UNDO, id=gone["changeSet"]["id"]))["skipped"] == []
    assert (await one(office, "ann"))["columns"] == GOLD["columns"]


async def test_a_view_of_others_is_not_deleted(office: Office) -> None:
    key = (await one(office, "cara", "desk-late"))["id"]
    assert (await office.ask("cara", DELETE, id=key))["userErrors"] == [{"code": "FORBIDDEN", "path": ["id"]}]
    assert await office.one(KEPT, "desk-late") == 1


async def test_the_audit_log_does_not_tell_what_is_filtered_for(office: Office) -> None:
    await save(office, where={"phone": {"eq": "+8613900001111"}})
    changes = await office.one("SELECT changes::text FROM audit_event WHERE action = 'saved_view.saved'")
    assert "conditions" in changes
    assert "1390000" not in changes
