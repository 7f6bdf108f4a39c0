"""Roles are edited within what there is, by those who have it, and taken back."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from rules.permissions import Facets, Grants, ReadLevel, Sensitivity, union
from rules.viewer import Viewer
from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

ERRORS = "userErrors { code message path ... on PermissionError { missing } }"
SAVE = f"""mutation($input: RoleSaveInput!, $version: Int) {{ roleSave(input: $input, expectedVersion: $version) {{
    role {{ code name version permissions types {{ typeName where }} classes {{ sensitivity read filter write }}
            refinements {{ typeName field read }} }}
    changeSet {{ id isUndoable }} {ERRORS} }} }}"""
SET = f"""mutation($role: String!, $grants: [FieldGrantInput!]!) {{ roleGrantsSet(roleCode: $role, grants: $grants) {{
    role {{ version refinements {{ typeName field read filter write }} }} changeSet {{ id }} {ERRORS} }} }}"""
DELETE = f"mutation($code: String!) {{ roleDelete(code: $code) {{ changeSet {{ id }} {ERRORS} }} }}"
UNDO = f"mutation($id: ID!) {{ changeSetUndo(id: $id) {{ changeSet {{ id }} skipped {ERRORS} }} }}"
PEOPLE = f"""mutation($id: ID!, $codes: [String!]!) {{ staffRolesSet(id: $id, roleCodes: $codes) {{
    staff {{ roles {{ code }} }} changeSet {{ id }} {ERRORS} }} }}"""
SHIPPED = f"""mutation($code: String!, $parts: [String!]) {{ roleShippedApply(code: $code, parts: $parts) {{
    role {{ permissions }} {ERRORS} }} }}"""
STATE = """
    SELECT md5(string_agg(part, '' ORDER BY part)) FROM (
        SELECT to_jsonb(r)::text AS part FROM role r UNION ALL SELECT to_jsonb(t)::text FROM type_grant t
        UNION ALL SELECT to_jsonb(c)::text FROM class_grant c UNION ALL SELECT to_jsonb(f)::text FROM field_grant f
        UNION ALL SELECT to_jsonb(p)::text FROM role_permission p UNION ALL SELECT to_jsonb(s)::text FROM staff_role s
        UNION ALL SELECT to_jsonb(e)::text FROM audit_event e UNION ALL SELECT to_jsonb(e)::text FROM change_set e) p
"""
CLERK: dict[str, Any] = {
    "code": "clerk", "name": "Clerk",
    "classes": [{"sensitivity": "PUBLIC", "read": "FULL", "filter": True},
                {"sensitivity": "CONTACT", "read": "MASKED"}],
    "types": [{"typeName": "Member", "where": {"storeKey": {"eq": "$viewer.store"}}}, {"typeName": "Store"}],
    "grants": [{"typeName": "Member", "field": "email", "read": "NONE", "filter": False, "write": False}],
    "permissions": ["members.edit"],
}  # fmt: skip


def grant(field: str, read: str = "FULL", *, filter: bool = False, kind: str = "Member") -> dict[str, Any]:
    return {"typeName": kind, "field": field, "read": read, "filter": filter, "write": False}


def lead(**more: Any) -> Viewer:
    """May edit roles, and little else."""
    grants = Grants(
        "lead",
        {"Member": None, "Role": None, "ChangeSet": None, "Staff": None},
        {Sensitivity.PUBLIC: Facets(ReadLevel.FULL, filter=True), Sensitivity.CONTACT: Facets(ReadLevel.MASKED)},
        permissions=frozenset({"roles.edit", "staff.edit", "changes.undo", "members.unasked"}),
    )
    access = union([replace(grants, **more)])
    return Viewer("STAFF", "Lea", ("lead",), access, access.fingerprint())


async def ask(teller: Teller, document: str, by: Viewer | None = None, **given: Any) -> dict[str, Any]:
    answer = await teller.desk.ask(by or teller.admin, document, given)
    assert not answer.errors, answer.errors
    return next(iter(answer.data.values()))


async def refused(teller: Teller, document: str, by: Viewer | None = None, **given: Any) -> dict[str, Any]:
    """The one refusal; proves that nothing was written."""
    before = await teller.connection.fetchval(STATE)
    payload = await ask(teller, document, by, **given)
    assert await teller.connection.fetchval(STATE) == before
    (error,) = payload["userErrors"]
    return error


async def hire(teller: Teller, name: str, *codes: str) -> str:
    key = await make.insert(teller.connection, "staff", username=name, name=name.title())
    for code in codes:
        role = await teller.connection.fetchval("SELECT id FROM role WHERE code = $1", code)
        await make.insert(teller.connection, "staff_role", staff_id=key, role_id=role)
    return f"stf_{key}"


async def events(teller: Teller, action: str) -> list[str]:
    rows = await teller.connection.fetch("SELECT changes::text FROM audit_event WHERE action = $1", action)
    return [row["changes"] for row in rows]


async def test_a_role_is_made_as_it_is_given(teller: Teller) -> None:
    payload = await ask(teller, SAVE, input=CLERK)
    assert payload["userErrors"] == []
    role = payload["role"]
    assert (role["version"], role["permissions"]) == (1, ["members.edit"])
    assert role["types"] == [CLERK["types"][0], {"typeName": "Store", "where": None}]
    assert [c["sensitivity"] for c in role["classes"]] == ["CONTACT", "PUBLIC"]
    assert role["refinements"] == [{"typeName": "Member", "field": "email", "read": "NONE"}]
    assert len(await events(teller, "role.created")) == 1


async def test_what_is_not_given_stays_and_a_list_replaces_its_kind(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    given = {"code": "clerk", "name": "Clerks", "permissions": ["members.freeze"]}
    role = (await ask(teller, SAVE, input=given, version=1))["role"]
    assert (role["name"], role["version"], role["permissions"]) == ("Clerks", 2, ["members.freeze"])
    assert len(role["types"]) == 2
    (told,) = await events(teller, "role.saved")
    assert '"permissions.members.edit": [true, false]' in told
    assert '"name": ["Clerk", "Clerks"]' in told


async def test_who_saves_what_is_there_changes_nothing(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    before = await teller.connection.fetchval(STATE)
    payload = await ask(teller, SAVE, input=CLERK)
    assert (payload["changeSet"], payload["userErrors"]) == (None, [])
    assert await teller.connection.fetchval(STATE) == before


UNKNOWN = [
    ({"types": [{"typeName": "Membr"}]}, "INVALID", "Membr"),
    ({"types": [{"typeName": "PointsBalance"}]}, "INVALID", "PointsBalance"),
    ({"types": [{"typeName": "Store"}, {"typeName": "Store"}]}, "INVALID", "twice"),
    ({"grants": [grant("phon")]}, "INVALID", "phon"),
    ({"grants": [grant("budget", kind="Campaign")]}, "INVALID", "Campaign"),
    ({"grants": [grant("phone", "MASKED", filter=True)]}, "INVALID", "Member.phone"),
    ({"grants": [grant("id")]}, "INVALID", "id"),
    ({"classes": [{"sensitivity": "CONTACT", "read": "NONE", "filter": True}]}, "INVALID", "CONTACT"),
    ({"permissions": ["members.fly"]}, "INVALID", "members.fly"),
    ({"code": "a b"}, "INVALID", "a b"),
    ({"name": " "}, "REQUIRED", "name"),
    ({"code": "admin"}, "STATE", "admin"),
    ({"description": "x" * 501}, "INVALID", "500"),
]


@pytest.mark.parametrize(("given", "code", "named"), UNKNOWN)
async def test_what_is_not_there_or_makes_no_sense_is_refused(
    given: dict[str, Any], code: str, named: str, teller: Teller
) -> None:
    error = await refused(teller, SAVE, input=CLERK | given)
    assert error["code"] == code
    assert named in error["message"]


SCOPES = [
    ({"stor": {"eq": "x"}}, "stor"),
    ({"status": {"equals": "ACTIVE"}}, "equals"),
    ({"status": {"eq": None}}, "null"),
    ({"status": "ACTIVE"}, "ACTIVE"),
    ({"id": {"eq": "$viewer.shop"}}, "$viewer.shop"),
    ({"id": {"eq": "sto_1"}}, "cannot be used"),
    ({"joinedAt": {"gte": "yesterday"}}, "fit"),
    ({"orderCount": {"gt": "many"}}, "fit"),
    ({"or": [{"tier": {"colour": {"eq": "red"}}}]}, "colour"),
    ({"not": []}, "object"),
    ([1], "object"),
]


@pytest.mark.parametrize(("scope", "named"), SCOPES)
async def test_a_scope_that_cannot_be_read_with_is_refused(scope: Any, named: str, teller: Teller) -> None:
    error = await refused(teller, SAVE, input=CLERK | {"types": [{"typeName": "Member", "where": scope}]})
    assert error["code"] == "INVALID"
    assert named in error["message"]
    assert error["path"][:4] == ["input", "types", "0", "where"]


async def test_a_role_that_was_changed_since_is_not_overwritten(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    await ask(teller, SAVE, input=CLERK | {"name": "Clerks"})
    assert (await refused(teller, SAVE, input=CLERK, version=1))["code"] == "CONFLICT"


async def test_single_fields_are_set_and_the_others_stay(teller: Teller) -> None:
    payload = await ask(teller, SET, role="customer_service", grants=[grant("phone", "NONE")])
    assert payload["userErrors"] == []
    found = {(one["typeName"], one["field"]): one["read"] for one in payload["role"]["refinements"]}
    assert found["Member", "phone"] == found["Campaign", "budget"] == "NONE"
    assert len(found) == 6


async def test_admin_cannot_be_changed(teller: Teller) -> None:
    assert (await refused(teller, SET, role="admin", grants=[]))["code"] == "STATE"
    assert (await refused(teller, DELETE, code="admin"))["code"] == "STATE"
    assert (await refused(teller, SHIPPED, code="admin"))["code"] == "STATE"


async def test_an_unknown_role_is_refused_with_those_that_are_there(teller: Teller) -> None:
    error = await refused(teller, SET, role="nobody", grants=[grant("phone")])
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["roleCode"])
    assert "finance" in error["message"]


GIVEN = [
    ({"permissions": ["points.adjust"]}, "points.adjust"),
    ({"types": [{"typeName": "Member"}, {"typeName": "Order"}]}, "Order"),
    ({"classes": [{"sensitivity": "PUBLIC", "read": "FULL"}, {"sensitivity": "IDENTITY", "read": "MASKED"}]},
     "Member.birthday"),
    ({"grants": [grant("phone")]}, "Member.phone"),
    ({"classes": [{"sensitivity": "PUBLIC", "read": "FULL", "write": True}]}, "Member.status"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "missing"), GIVEN)
async def test_nobody_gives_what_he_does_not_have(given: dict[str, Any], missing: str, teller: Teller) -> None:
    own = CLERK | {"permissions": [], "grants": [], "types": [{"typeName": "Member"}]}
    assert (await ask(teller, SAVE, lead(), input=own))["userErrors"] == []
    error = await refused(teller, SAVE, lead(), input=own | given)
    assert error["code"] == "FORBIDDEN"
    assert missing in error["missing"]


async def test_rows_out_of_ones_own_scope_are_not_given(teller: Teller) -> None:
    own = {"storeKey": {"eq": "$viewer.store"}}
    by = lead(types={"Member": own, "Role": None, "ChangeSet": None})
    clerk = CLERK | {"permissions": [], "types": [{"typeName": "Member", "where": own}]}
    assert (await ask(teller, SAVE, by, input=clerk))["userErrors"] == []
    error = await refused(teller, SAVE, by, input=clerk | {"types": [{"typeName": "Member"}]})
    assert error["missing"] == ["Member"]


async def test_who_may_not_edit_roles_has_no_such_mutation(teller: Teller) -> None:
    answer = await teller.desk.ask(viewer("supervisor"), SAVE, {"input": CLERK})
    assert answer.data is None


async def test_a_role_that_somebody_has_is_not_deleted(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    await hire(teller, "bo", "clerk")
    error = await refused(teller, DELETE, code="clerk")
    assert error["code"] == "STATE"
    assert "1 people" in error["message"]


async def test_a_role_is_deleted_and_comes_back(teller: Teller) -> None:
    made = (await ask(teller, SAVE, input=CLERK))["role"]
    gone = await ask(teller, DELETE, code="clerk")
    assert gone["userErrors"] == []
    assert await teller.connection.fetchval("SELECT count(*) FROM role WHERE code = 'clerk'") == 0
    assert (await ask(teller, UNDO, id=gone["changeSet"]["id"]))["skipped"] == []
    again = await ask(teller, SAVE, input={"code": "clerk", "name": "Clerk"})
    assert again["role"] == made


async def test_an_edit_is_taken_back_and_done_again(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    change = await ask(teller, SAVE, input=CLERK | {"permissions": [], "name": "C"})
    undone = await ask(teller, UNDO, id=change["changeSet"]["id"])
    now = (await ask(teller, SAVE, input=CLERK))["role"]
    assert (undone["skipped"], now["permissions"], now["name"]) == ([], ["members.edit"], "Clerk")
    assert (await ask(teller, UNDO, id=undone["changeSet"]["id"]))["skipped"] == []
    assert await teller.connection.fetchval("SELECT name FROM role WHERE code = 'clerk'") == "C"


async def test_what_was_changed_since_is_left_alone(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    change = await ask(teller, SAVE, input=CLERK | {"permissions": []})
    await ask(teller, SAVE, input=CLERK | {"name": "C"})
    undone = await ask(teller, UNDO, id=change["changeSet"]["id"])
    assert "changed since" in undone["skipped"][0]


async def test_taking_back_gives_nothing_that_one_does_not_have(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    change = await ask(teller, SAVE, input=CLERK | {"permissions": []})
    undone = await ask(teller, UNDO, lead(), id=change["changeSet"]["id"])
    assert "members.edit" in undone["skipped"][0]


async def test_a_person_gets_roles(teller: Teller) -> None:
    person = await hire(teller, "bo", "finance")
    payload = await ask(teller, PEOPLE, id=person, codes=["auditor", "finance", "auditor"])
    assert payload["userErrors"] == []
    assert [role["code"] for role in payload["staff"]["roles"]] == ["auditor", "finance"]
    assert await events(teller, "staff.roles_set") == ['{"roles": [["finance"], ["auditor", "finance"]]}']
    assert (await ask(teller, UNDO, id=payload["changeSet"]["id"]))["skipped"] == []
    assert await teller.connection.fetchval("SELECT count(*) FROM staff_role") == 1


async def test_a_role_that_is_not_there_is_not_given(teller: Teller) -> None:
    person = await hire(teller, "bo")
    assert (await refused(teller, PEOPLE, id=person, codes=["king"]))["code"] == "NOT_FOUND"


async def test_the_last_administrator_stays_one(teller: Teller) -> None:
    ann, bo = await hire(teller, "ann", "admin"), await hire(teller, "bo", "admin")
    await teller.connection.execute("UPDATE staff SET is_active = false WHERE username = 'bo'")
    assert (await refused(teller, PEOPLE, id=ann, codes=[]))["code"] == "STATE"
    await teller.connection.execute("UPDATE staff SET is_active = true WHERE username = 'bo'")
    both = await asyncio.gather(*(ask(teller, PEOPLE, id=one, codes=["finance"]) for one in (ann, bo)))
    assert sorted(len(payload["userErrors"]) for payload in both) == [0, 1]


async def test_only_an_administrator_makes_or_unmakes_one(teller: Teller) -> None:
    ann = await hire(teller, "ann", "admin")
    bo = await hire(teller, "bo")
    await hire(teller, "cy", "admin")
    for person, codes in ((bo, ["admin"]), (ann, [])):
        assert (await refused(teller, PEOPLE, lead(), id=person, codes=codes))["missing"] == ["admin"]
    assert "points.adjust" in (await refused(teller, PEOPLE, lead(), id=bo, codes=["operations"]))["missing"]


async def test_what_ships_is_taken_over_whole_or_in_parts(teller: Teller) -> None:
    await ask(teller, SAVE, input={"code": "finance", "name": "Money", "permissions": ["members.unasked"]})
    payload = await ask(teller, SHIPPED, code="finance", parts=["permissions.wallet.refund"])
    assert payload["role"]["permissions"] == ["members.unasked", "wallet.refund"]
    assert (await refused(teller, SHIPPED, code="finance", parts=["permissions.wallet.refund"]))["code"] == "INVALID"
    payload = await ask(teller, SHIPPED, code="finance")
    assert "reports.read" in payload["role"]["permissions"]
    assert await teller.connection.fetchval("SELECT name FROM role WHERE code = 'finance'") == "Finance"


async def test_a_role_of_ones_own_has_nothing_to_compare_with(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK)
    assert (await refused(teller, SHIPPED, code="clerk"))["code"] == "INVALID"
