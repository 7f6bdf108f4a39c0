"""The explanation is what execution does: every shipped role, every type, every field."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from graphql import get_named_type, is_leaf_type, is_non_null_type

from api.answering import Desk
from resolvers.deciding import Explainer, Seen
from resolvers.planner.writing import check_writable
from rules.permissions import Access, ReadLevel
from rules.refusals import Refused
from rules.roles import shipped
from rules.viewer import Viewer
from schema.build import GRAPHQL, catalog
from tests.conftest import viewer

ROLES = list(shipped())
CATALOG = catalog()
OF_ITS_READER = {("SavedView", name) for name in (
    "document", "where", "variables", "orderBy", "columns", "hiddenColumns", "hiddenFilters", "isMine",
)}  # fmt: skip
"What a view is for who opens it."
ROWS = [name for name, entity in CATALOG.entities.items() if entity.prefix]
ASK = """query($type: String!, $field: String!, $id: ID, $role: String) {
  explainAccess(typeName: $type, field: $field, id: $id, roleCode: $role) {
    allowed visibility canFilter canWrite trace missing canGrant permission roles
    reasons { roleCode visibility decidedBy said } } }"""


class Asked:
    """Explains to somebody, and asks as him."""

    def __init__(self, desk: Desk, connection: asyncpg.Connection) -> None:
        self.desk = desk
        self.connection = connection

    def seen(self, role: str, type_name: str, field: str) -> Seen:
        who = viewer(role)
        return Explainer(self.desk.planner.surroundings, self.connection, who, who.access).of_schema(type_name, field)

    async def data(self, who: Viewer, query: str, **given: Any) -> Any:
        answer = await self.desk.ask(who, query, given)
        assert not answer.errors, answer.errors
        return next(iter(answer.data.values()))

    async def explain(self, who: Viewer, type_name: str, field: str, **given: Any) -> dict[str, Any]:
        return await self.data(who, ASK, type=type_name, field=field, **given)

    async def one(self, who: Viewer, type_name: str, key: str, fields: list[str]) -> dict[str, Any] | None:
        """The fields of a row, each with as little below it as can be asked."""
        asked = " ".join(_asked(type_name, field) for field in fields)
        return await self.data(
            who, f"query($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ {asked} }} }} }}", id=key
        )


def _asked(type_name: str, field: str) -> str:
    kind = get_named_type(GRAPHQL.type_map[type_name].fields[field].type)
    below = "" if is_leaf_type(kind) else " { __typename }"
    return f"{field}{below}"


@pytest_asyncio.fixture
async def asked(desk: Desk, world_url: str) -> AsyncIterator[Asked]:
    connection = await asyncpg.connect(world_url)
    yield Asked(desk, connection)
    await connection.close()


@pytest.mark.parametrize("role", ROLES)
async def test_what_is_said_to_be_hidden_is_not_in_the_schema(asked: Asked, role: str) -> None:
    view = asked.desk.planner.view(viewer(role)).schema
    for type_name, field in CATALOG.specs:
        has = field in getattr(view.type_map.get(type_name), "fields", ())
        assert (asked.seen(role, type_name, field).facets.read is not ReadLevel.NONE) is has, (type_name, field)


@pytest.mark.parametrize("role", ROLES)
async def test_values_are_shown_as_explained(asked: Asked, role: str) -> None:
    for type_name in ROWS:
        key = await _some_row(asked, role, type_name)
        if key is None:
            continue
        levels = {f: asked.seen(role, type_name, f).facets.read for f in GRAPHQL.type_map[type_name].fields}
        shown = [f for f, level in levels.items() if level is not ReadLevel.NONE and not _has_needs(type_name, f)]
        whole = await asked.one(viewer("admin"), type_name, key, shown)
        found = await asked.one(await _who(asked, role), type_name, key, shown)
        for field in shown:
            _agree(levels[field], whole[field], found[field], f"{role} {type_name}.{field}")


def _agree(level: ReadLevel, whole: Any, found: Any, where: str) -> None:
    """What lies out of the role's scopes may be missing from lists and references."""
    if level is ReadLevel.FULL:
        assert found == whole or (isinstance(whole, dict | list) and not isinstance(found, str)), where
    elif whole not in (None, []):
        assert found != whole, where


async def _some_row(asked: Asked, role: str, type_name: str) -> str | None:
    """The id of a row that the role sees."""
    who = await _who(asked, role)
    if not who.access.sees(type_name) or type_name not in asked.desk.planner.view(who).schema.type_map:
        return None
    entity = CATALOG.entities[type_name]
    for row in await asked.connection.fetch(f'SELECT "{entity.key}" FROM {entity.table} LIMIT 20'):
        key = f"{entity.prefix}_{row[0]}"
        if await asked.one(who, type_name, key, ["id"]):
            return key
    return None


async def _who(asked: Asked, role: str) -> Viewer:
    """Somebody of the role, with rows of his own."""
    member = await asked.connection.fetchval("SELECT id FROM member WHERE member_no = 'M-0000001'")
    store = await asked.connection.fetchval("SELECT id FROM store WHERE code = 'S1'")
    return viewer(role, member_id=str(member), store_id=str(store))


def _has_needs(type_name: str, field: str) -> bool:
    """Whether an argument must be given, or it is worked out for each reader."""
    if (type_name, field) in OF_ITS_READER:
        return True
    arguments = GRAPHQL.type_map[type_name].fields[field].args.values()
    return any(is_non_null_type(a.type) and a.default_value is None for a in arguments)


@pytest.mark.parametrize("role", ROLES)
async def test_filters_are_there_as_explained(asked: Asked, role: str) -> None:
    view = asked.desk.planner.view(viewer(role)).schema
    for type_name, entity in CATALOG.entities.items():
        master, own = GRAPHQL.type_map.get(f"{type_name}Where"), view.type_map.get(f"{type_name}Where")
        for name in (getattr(own, "fields", None) or {}) if master else ():
            if name in entity.filters and name != "id":
                assert all(_may_filter(asked, role, type_name, f) for f in _governing(entity, name)), (type_name, name)
        for name in set(getattr(master, "fields", ())) - set(getattr(own, "fields", ())) if own else ():
            assert not all(_may_filter(asked, role, type_name, f) for f in _governing(entity, name)) or _leads(
                master, name, view
            ), (type_name, name)


def _governing(entity: Any, name: str) -> tuple[str, ...]:
    return getattr(entity.filters.get(name), "governed_by", ()) or (name,)


def _leads(master: Any, name: str, view: Any) -> bool:
    """Whether it is a filter over a type that is not granted."""
    return get_named_type(master.fields[name].type).name not in view.type_map


def _may_filter(asked: Asked, role: str, type_name: str, field: str) -> bool:
    owner, _, name = field.rpartition(".")
    key = owner or type_name, name
    return key not in CATALOG.specs or CATALOG.judged(viewer(role).access, *key).may_filter


@pytest.mark.parametrize("role", ROLES)
async def test_what_may_be_changed_is_what_is_explained(asked: Asked, role: str) -> None:
    fields = GRAPHQL.type_map["MemberUpdateInput"].fields
    for name in (field for field in fields if ("Member", field) in CATALOG.specs):
        said = asked.seen(role, "Member", name).facets
        if said.read is not ReadLevel.NONE:
            assert said.write is _may_write(viewer(role).access, name), name


def _may_write(access: Access, name: str) -> bool:
    try:
        check_writable(CATALOG, access, {"input": "Member"}, {"input": {name: "x"}})
    except Refused:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
async def test_mutations_are_there_as_explained(asked: Asked, role: str) -> None:
    own = asked.desk.planner.view(viewer(role)).schema.mutation_type
    for name in GRAPHQL.mutation_type.fields:
        has = own is not None and name in own.fields
        assert (asked.seen(role, "Mutation", name).facets.read is ReadLevel.FULL) is has, name


async def test_the_answer_names_role_class_and_whom_to_ask(asked: Asked) -> None:
    told = await asked.explain(viewer("customer_service"), "Member", "birthday")
    assert told["visibility"] == "MASKED"
    assert told["reasons"] == [{
        "roleCode": "customer_service", "visibility": "MASKED", "decidedBy": "CLASS",
        "said": "customer_service sees birthday of member masked, as every field of the class identity.",
    }]  # fmt: skip
    assert (told["allowed"], told["canFilter"], told["canWrite"], told["missing"]) == (
        True, False, True, ["Member.birthday"],
    )  # fmt: skip


async def test_a_refined_field_names_its_grant(asked: Asked) -> None:
    told = await asked.explain(viewer("customer_service"), "Campaign", "budget")
    assert (told["allowed"], told["reasons"][0]["decidedBy"]) == (False, "FIELD")


async def test_a_row_out_of_scope_does_not_exist_for_the_caller(asked: Asked) -> None:
    own, other = await asked.connection.fetch("SELECT id FROM member LIMIT 2")
    who = viewer("member", member_id=str(own[0]))
    there = await asked.explain(who, "Member", "phone", id=f"mem_{own[0]}")
    gone = await asked.explain(who, "Member", "phone", id=f"mem_{other[0]}")
    never = await asked.explain(who, "Member", "phone", id="mem_0190a5d1-0000-7000-8000-00000000ffff")
    assert (there["visibility"], gone["visibility"]) == ("READABLE", "HIDDEN")
    assert gone == never


async def test_who_manages_roles_hears_which_scope_leaves_a_row_out(asked: Asked) -> None:
    key = await asked.connection.fetchval("SELECT id FROM member LIMIT 1")
    told = await asked.explain(viewer("admin"), "Member", "phone", id=f"mem_{key}", role="member")
    assert told["visibility"] == "HIDDEN"
    assert any(line.startswith("The scope of member leaves this member out") for line in told["trace"])


async def test_other_roles_are_explained_to_those_who_see_roles(asked: Asked) -> None:
    assert (await asked.explain(viewer("auditor"), "Member", "phone", role="operations"))["visibility"] == "MASKED"
    who = viewer("storefront")
    answer = await asked.desk.ask(who, ASK, {"type": "Tier", "field": "name", "role": "operations"})
    assert answer.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_mutation_is_explained_by_its_permission(asked: Asked) -> None:
    query = 'query { explainPermission(name: "memberCancel") { allowed permission missing roles trace } }'
    told = await asked.data(viewer("customer_service"), query)
    assert (told["allowed"], told["permission"], told["missing"]) == (False, "members.cancel", ["members.cancel"])
    assert told["roles"] == ["admin", "supervisor"]
    assert (await asked.data(viewer("supervisor"), query))["allowed"]


async def test_what_does_not_exist_is_said_so(asked: Asked) -> None:
    answer = await asked.desk.ask(viewer("admin"), ASK, {"type": "Member", "field": "nothing"})
    assert "There is no field nothing of Member" in answer.errors[0]["message"]
