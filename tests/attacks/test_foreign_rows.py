"""Whoever has every permission and only his own rows changes nobody else's: every mutation that names a row."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
import pytest_asyncio
from graphql import GraphQLInputObjectType, get_named_type

from api.answering import Desk
from api.planning import desk_for
from resolvers.registry import MUTATIONS
from rules.permissions import EVERYTHING, Grants, Sensitivity, union
from rules.roles import grants_of, shipped
from rules.viewer import Viewer
from schema.build import GRAPHQL, catalog
from settings import Settings
from tests.attacks.test_statements import document, given_to
from tests.conftest import viewer
from tests.make import world
from tests.resolvers.oracle.entities import snake

EVERY = frozenset(verb.permission for verb in MUTATIONS.values())
OWN_STORE = {"storeKey": {"eq": "$viewer.store"}}
HOME_STORE = {"homeStore": {"code": {"eq": "NONE"}}}
EVENTS = "SELECT count(*) FROM audit_event"
NO_STORE = (
    """INSERT INTO store (code, name, unit_id) SELECT 'NONE', 'None', id FROM organization_unit LIMIT 1 RETURNING id"""
)
MOST = 20


@dataclass
class Foreign:
    desk: Desk
    connection: asyncpg.Connection
    by: Viewer
    keys: dict[str, UUID]
    "A row of each type that the viewer does not see."


def grants(kind: str) -> Grants:
    """All that can be done, on the rows of a member, or of a store that has none."""
    if kind == "member":
        types = grants_of("member", shipped()["member"]).types
    else:
        known = (entity for entity in catalog().entities.values() if not entity.is_inner)
        types = {e.type_name: OWN_STORE if "storeKey" in e.filters else None for e in known}
        types |= {"Member": HOME_STORE}
    return Grants(kind, types, dict.fromkeys(Sensitivity, EVERYTHING), {}, EVERY)


@pytest_asyncio.fixture(params=["member", "store"])
async def foreign(
    settings: Settings, fresh_url: str, connection: asyncpg.Connection, request: pytest.FixtureRequest
) -> AsyncIterator[Foreign]:
    await world(connection)
    access = union([grants(request.param)])
    nobody = await connection.fetchval(NO_STORE)
    own = await connection.fetchval("SELECT id FROM member WHERE member_no = 'M-0000005'")
    by = replace(viewer("cashier"), access=access, fingerprint=access.fingerprint(), store_id=str(nobody))
    if request.param == "member":
        by = replace(by, kind="MEMBER", member_id=str(own), store_id=None, staff_id=None)
    desk = desk_for(settings, fresh_url)
    keys = {kind: key async for kind, key in _unseen(desk, connection, by)}
    yield Foreign(desk, connection, by, keys)
    await desk.close()


async def _unseen(desk: Desk, connection: asyncpg.Connection, by: Viewer) -> AsyncIterator[tuple[str, UUID]]:
    for entity in catalog().entities.values():
        if entity.is_inner or not by.access.sees(entity.type_name) or by.access.scopes(entity.type_name) is None:
            continue
        rows = await connection.fetch(f'SELECT {entity.key} FROM "{entity.table}" LIMIT {MOST}')
        for row in rows:
            answer = await desk.ask(by, f'{{ node(id: "{entity.prefix}_{row[0]}") {{ id }} }}', {})
            if answer.data == {"node": None}:
                yield entity.type_name, row[0]
                break


def named(finds: Any, keys: dict[str, UUID]) -> Iterator[tuple[str, str, str]]:
    """Arguments by which a verb names a row that the viewer does not see."""
    for path, kind in finds.items():
        type_name, _, filter_name = kind.partition(".")
        if type_name in keys:
            yield path, type_name, filter_name


async def _value(foreign: Foreign, arguments: Any, path: str, type_name: str, filter_name: str) -> Any:
    entity, key = catalog().entities[type_name], foreign.keys[type_name]
    node = f"{entity.prefix}_{key}"
    if filter_name:
        column = snake(filter_name)
        return await foreign.connection.fetchval(
            f'SELECT "{column}"::text FROM "{entity.table}" WHERE {entity.key} = $1', key
        )
    kind = get_named_type(arguments[path].type) if path in arguments else None
    return {"id": node} if isinstance(kind, GraphQLInputObjectType) and "id" in kind.fields else node


async def _asked(foreign: Foreign, name: str, path: str, value: Any) -> str:
    field = GRAPHQL.mutation_type.fields[name]
    given = given_to(field.args, "ABC")
    *way, last = path.split(".")
    part = given
    for step in way:
        part = part.setdefault(step, {})
    part[last] = value
    shown = document("mutation", name, field, given).replace("{ __typename }", "{ userErrors { code message path } }")
    answer = await foreign.desk.ask(foreign.by, shown, given)
    return orjson.dumps([answer.errors, answer.data]).decode()


async def test_nobodys_row_is_changed_by_who_does_not_see_it(foreign: Foreign) -> None:
    before, tried, found = await foreign.connection.fetchval(EVENTS), 0, {}
    for name, verb in MUTATIONS.items():
        for path, type_name, filter_name in named(verb.finds, foreign.keys):
            value = await _value(foreign, GRAPHQL.mutation_type.fields[name].args, path, type_name, filter_name)
            said = await _asked(foreign, name, path, value)
            tried += 1
            if await foreign.connection.fetchval(EVENTS) != before or '"code"' not in said:
                found[f"{name}({path})"] = said
    assert found == {}
    assert tried > 15
