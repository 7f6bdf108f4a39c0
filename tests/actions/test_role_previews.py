"""What an edit of roles would do is told before it is saved, and what must stay true stays true."""

from typing import Any

import pytest

from actions.demo.accounts import EXAMPLE, MUST_HOLD
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_roles import CLERK, ERRORS, PEOPLE, SAVE, SET, UNDO, ask, grant, hire, refused
from tests.conftest import viewer

PREVIEW = """query($input: RoleSaveInput!) { rolePreview(input: $input) { people programs refusals
    fields { typeName field change people programs } permissions { permission isGained people programs }
    rows { typeName person before after } views { code lost people } } }"""
COMPARE = "query($code: String!) { roleCompare(code: $code) { differences { part now ships } } }"
CATALOG = """{ accessCatalog { types { name description scopes { name where } fields { name sensitivity description } }
    permissions { name noun description } } }"""
EXAMPLES = "{ accessExamples { id roleCode username typeName field row permission expects } }"
KEEP = f"mutation($input: AccessExampleSaveInput!) {{ accessExampleSave(input: $input) {{ id {ERRORS} }} }}"
REMOVE = f"mutation($id: ID!) {{ accessExampleRemove(id: $id) {{ id {ERRORS} }} }}"
SERVICE = {"code": "customer_service", "name": "Customer service"}
PHONE = {"roleCode": "customer_service", "typeName": "Member", "field": "phone", "expects": "READABLE"}


async def preview(teller: Teller, **given: Any) -> dict[str, Any]:
    before = await teller.connection.fetchval("SELECT sum(version) FROM role")
    found = await ask(teller, PREVIEW, input=SERVICE | given)
    assert await teller.connection.fetchval("SELECT sum(version) FROM role") == before
    return found


def changes(found: dict[str, Any], change: str) -> dict[str, int]:
    return {f"{f['typeName']}.{f['field']}": f["people"] for f in found["fields"] if f["change"] == change}


async def test_who_loses_a_field_is_counted_over_all_his_roles(teller: Teller) -> None:
    await hire(teller, "bo", "customer_service")
    await hire(teller, "cy", "customer_service", "supervisor")
    await hire(teller, "di", "customer_service", "finance")
    found = await preview(teller, grants=[grant("phone", "NONE"), grant("email", "MASKED")])
    assert (found["people"], found["programs"], found["refusals"]) == (3, 0, [])
    assert changes(found, "LOSES") == {"Member.phone": 2}
    assert changes(found, "MASKED") == {"Member.email": 2}
    assert changes(found, "FILTERS_NO_MORE") == {"Member.phone": 2, "Member.email": 2}


async def test_saved_views_that_lose_a_column_or_filter_for_somebody_are_named(teller: Teller) -> None:
    for name in ("bo", "cy"):
        await hire(teller, name, "customer_service")
    await hire(teller, "di", "supervisor", "customer_service")
    own = await teller.connection.fetchval("SELECT id FROM staff WHERE username = 'bo'")
    for code, given in (
        ("all", {"sharing": "EVERYBODY", "shown": ["name", "phone"], "conditions": {"email": {"isNull": False}}}),
        ("own", {"owner_id": own, "shown": ["phone"]}),
        ("safe", {"sharing": "ROLES", "roles": ["customer_service"], "shown": ["name"]}),
    ):
        await make.insert(teller.connection, "saved_view", code=code, name=code, type_name="Member", **given)
    found = await preview(teller, grants=[grant("phone", "NONE"), grant("email", "MASKED")])
    assert found["views"] == [
        {"code": "all", "lost": ["email", "phone"], "people": 2},
        {"code": "own", "lost": ["phone"], "people": 1},
    ]


async def test_who_gains_a_permission_is_counted(teller: Teller) -> None:
    await hire(teller, "bo", "customer_service")
    await hire(teller, "cy", "customer_service", "operations")
    found = await preview(teller, permissions=["points.adjust"])
    gained = {p["permission"]: p["people"] for p in found["permissions"] if p["isGained"]}
    lost = {p["permission"]: p["people"] for p in found["permissions"] if not p["isGained"]}
    assert gained == {"points.adjust": 1}
    assert (lost["members.edit"], lost["quote.ask"]) == (2, 1)


async def test_programs_are_counted_beside_people(teller: Teller) -> None:
    role = await teller.connection.fetchval("SELECT id FROM role WHERE code = 'customer_service'")
    for name, permissions in (("app", None), ("kiosk", "[]")):
        client = await make.insert(teller.connection, "api_client", code=name, name=name, permissions=permissions)
        await make.insert(teller.connection, "api_client_role", client_id=client, role_id=role)
    found = await preview(teller, grants=[grant("phone", "NONE")], permissions=[])
    (phone,) = [f for f in found["fields"] if f["field"] == "phone" and f["change"] == "LOSES"]
    assert (found["programs"], phone["people"], phone["programs"]) == (2, 0, 2)
    assert {one["programs"] for one in found["permissions"]} == {1}


async def test_rows_are_counted_before_and_after_by_the_reads_own_filter(teller: Teller) -> None:
    unit = await make.insert(teller.connection, "organization_unit", code="hq", name="HQ", path="hq/")
    store = await make.insert(teller.connection, "store", code="s1", name="One", unit_id=unit)
    async with teller.connection.transaction():
        for number in range(3):
            await make.member(teller.connection, f"S{number}", home_store_id=store)
    await hire(teller, "bo", "customer_service")
    await teller.connection.execute("UPDATE staff SET store_id = $1", store)
    types = [{"typeName": "Member", "where": {"storeKey": {"eq": "$viewer.store"}}}, {"typeName": "Store"}]
    rows = {row["typeName"]: row for row in (await preview(teller, types=types))["rows"]}
    assert (rows["Member"]["person"], rows["Member"]["before"], rows["Member"]["after"]) == ("Bo", 4, 3)
    assert "Store" not in rows
    assert rows["Order"]["after"] == 0


@pytest.mark.parametrize(("where", "seen"), [
    ({"unit": {"within": "$viewer.unit"}}, 2), ({"storeKey": {"eq": "$viewer.store"}}, 1),
])  # fmt: skip
async def test_own_unit_reaches_below_and_own_store_does_not(where: Any, seen: int, teller: Teller) -> None:
    c = teller.connection
    east = await make.insert(c, "organization_unit", code="east", name="East", path="hq/east/")
    shop = await make.insert(c, "organization_unit", code="shop", name="Shop", path="hq/east/shop/")
    west = await make.insert(c, "organization_unit", code="east2", name="Elsewhere", path="hq/east2/")
    stores = [
        await make.insert(c, "store", code=f"s{n}", name="S", unit_id=u) for n, u in enumerate((east, shop, west))
    ]
    async with c.transaction():
        for number, store in enumerate(stores):
            await make.member(c, f"S{number}", home_store_id=store)
    await hire(teller, "bo", "customer_service")
    await c.execute("UPDATE staff SET unit_id = $1, store_id = $2", east, stores[0])
    found = await preview(teller, types=[{"typeName": "Member", "where": where}])
    assert next(row["after"] for row in found["rows"] if row["typeName"] == "Member") == seen


async def test_why_it_could_not_be_saved_is_told_beforehand(teller: Teller) -> None:
    assert (await ask(teller, KEEP, input=PHONE))["userErrors"] == []
    found = await preview(teller, grants=[grant("phone", "MASKED")])
    assert "Member.phone has to be readable, and would be masked" in found["refusals"][0]
    found = await preview(teller, permissions=["members.fly"])
    assert "members.fly" in found["refusals"][0]


async def test_only_who_edits_roles_asks_what_an_edit_would_do(teller: Teller) -> None:
    for document, given in ((PREVIEW, {"input": SERVICE}), (CATALOG, {}), (EXAMPLES, {}), (COMPARE, {"code": "x"})):
        assert (await teller.desk.ask(viewer("supervisor"), document, given)).data is None


async def test_a_role_is_compared_with_how_it_ships(teller: Teller) -> None:
    assert (await ask(teller, COMPARE, code="finance"))["differences"] == []
    await ask(teller, SAVE, input={"code": "finance", "name": "Money", "permissions": []})
    differences = {
        d["part"]: (d["now"], d["ships"]) for d in (await ask(teller, COMPARE, code="finance"))["differences"]
    }
    assert differences["name"] == ("Money", "Finance")
    assert differences["permissions.wallet.refund"] == (False, True)


async def test_everything_that_can_be_granted_is_told_in_words(teller: Teller) -> None:
    found = await ask(teller, CATALOG)
    types = {one["name"]: one for one in found["types"]}
    assert {scope["name"] for scope in types["Ticket"]["scopes"]} == {"OWN_STORE", "OWN_UNIT", "ASSIGNED", "OWN_MEMBER"}
    assert types["Tier"]["scopes"] == []
    fields = {field["name"]: field["sensitivity"] for field in types["Member"]["fields"]}
    assert (fields["phone"], fields["birthday"], "id" in fields) == ("CONTACT", "IDENTITY", False)
    assert all(one["description"] for one in (*found["types"], *found["permissions"]))


BROKEN = [
    (PHONE, [grant("phone", "MASKED")]),
    (PHONE | {"expects": "FILTERABLE"}, [grant("phone")]),
    (PHONE | {"expects": "WRITABLE"}, [grant("phone")]),
    (PHONE | {"field": "birthday", "expects": "MASKED"}, [grant("birthday")]),
    (PHONE | {"field": "birthday", "expects": "NOT_FILTERABLE"}, [grant("birthday", filter=True)]),
    (PHONE | {"row": "M1"}, [grant("phone", "NONE")]),
]


@pytest.mark.parametrize(("example", "grants"), BROKEN)
async def test_an_edit_that_breaks_an_example_is_refused(example: Any, grants: Any, teller: Teller) -> None:
    assert (await ask(teller, KEEP, input=example))["userErrors"] == []
    error = await refused(teller, SET, role="customer_service", grants=grants)
    assert error["code"] == "STATE"
    assert f"Member.{example['field']}" in error["message"]
    (kept,) = await ask(teller, EXAMPLES)
    assert (await ask(teller, REMOVE, id=kept["id"]))["userErrors"] == []
    assert (await ask(teller, SET, role="customer_service", grants=grants))["userErrors"] == []


async def test_an_example_of_a_row_holds_by_the_scope_that_reads_use(teller: Teller) -> None:
    row = {"roleCode": "customer_service", "typeName": "Member", "row": "M1", "expects": "ROW_VISIBLE"}
    assert (await ask(teller, KEEP, input=row))["userErrors"] == []
    frozen = [{"typeName": "Member", "where": {"status": {"eq": "FROZEN"}}}]
    assert (await refused(teller, SAVE, input=SERVICE | {"types": frozen}))["code"] == "STATE"
    active = [{"typeName": "Member", "where": {"status": {"eq": "ACTIVE"}}}]
    assert (await ask(teller, SAVE, input=SERVICE | {"types": active}))["userErrors"] == []


async def test_an_example_of_a_person_holds_over_all_his_roles(teller: Teller) -> None:
    person = await hire(teller, "bo", "finance", "customer_service")
    example = {"username": "bo", "permission": "members.edit", "expects": "ALLOWED"}
    assert (await ask(teller, KEEP, input=example))["userErrors"] == []
    assert (await refused(teller, PEOPLE, id=person, codes=["finance"]))["code"] == "STATE"
    assert (await ask(teller, PEOPLE, id=person, codes=["supervisor"]))["userErrors"] == []


async def test_taking_back_breaks_no_example_either(teller: Teller) -> None:
    await ask(teller, SAVE, input=CLERK | {"permissions": []})
    change = await ask(teller, SAVE, input=CLERK)
    example = {"roleCode": "clerk", "permission": "members.edit", "expects": "ALLOWED"}
    await ask(teller, KEEP, input=example)
    undone = await ask(teller, UNDO, id=change["changeSet"]["id"])
    assert "members.edit has to be allowed" in undone["skipped"][0]


SENSELESS = [
    (PHONE | {"expects": "HIDDEN"}, "STATE"),
    (PHONE | {"username": "bo"}, "INVALID"),
    ({"expects": "READABLE", "roleCode": "finance"}, "INVALID"),
    (PHONE | {"expects": "ALLOWED"}, "INVALID"),
    (PHONE | {"expects": "ROW_VISIBLE"}, "REQUIRED"),
    (PHONE | {"field": None}, "REQUIRED"),
    (PHONE | {"field": "fone"}, "INVALID"),
    (PHONE | {"roleCode": "king"}, "NOT_FOUND"),
    (PHONE | {"row": "M999"}, "NOT_FOUND"),
    ({"roleCode": "finance", "permission": "x.y", "expects": "ALLOWED"}, "INVALID"),
]


@pytest.mark.parametrize(("example", "code"), SENSELESS)
async def test_an_example_that_says_nothing_is_refused(example: Any, code: str, teller: Teller) -> None:
    assert (await refused(teller, KEEP, input=example))["code"] == code


async def test_an_example_that_is_not_there_is_not_removed(teller: Teller) -> None:
    for text in ("exa_1", "mem_1", "exa_019a0000-0000-7000-8000-000000000000"):
        assert (await refused(teller, REMOVE, id=text))["code"] == "NOT_FOUND"


async def test_the_demo_begins_with_examples_that_hold(teller: Teller) -> None:
    for _ in range(2):
        await teller.connection.executemany(EXAMPLE, MUST_HOLD)
    assert len(await ask(teller, EXAMPLES)) == len(MUST_HOLD)
    assert (await preview(teller, name="Service"))["refusals"] == []
