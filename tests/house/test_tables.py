"""The tables as PostgreSQL has them, against what the models say and what lists ask of them."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from importlib import import_module
from inspect import getmembers, isclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from graphql import get_named_type
from tortoise import Model

from api.answering import Desk
from models import MODULES
from schema.build import GRAPHQL
from tests.conftest import viewer

COLUMNS = """
    SELECT attname AS name, NOT attnotnull AS nullable FROM pg_attribute
    WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"""
FOREIGN_KEYS = """
    SELECT key.conrelid::regclass::text || '.' || attname AS column, EXISTS (
        SELECT FROM pg_index WHERE indrelid = key.conrelid AND indisvalid AND indkey[0] = key.conkey[1]) AS is_indexed
    FROM pg_constraint key JOIN pg_attribute ON attrelid = key.conrelid AND attnum = key.conkey[1]
    WHERE key.contype = 'f' AND key.connamespace = 'public'::regnamespace"""
TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
NOT_OURS = {"aerich"}
LISTS = {
    get_named_type(field.type).name.removesuffix("Connection"): name
    for name, field in GRAPHQL.query_type.fields.items()
    if "orderBy" in field.args
}
ORDERS = [(kind, order) for kind in LISTS for order in GRAPHQL.type_map[f"{kind}OrderField"].values]


INNER = [
    (kind, field)
    for kind in LISTS
    for field, spec in GRAPHQL.type_map[kind].fields.items()
    if get_named_type(spec.type).name.endswith("Connection")
]
UNIQUE = {"MEMBER_NO", "CODE", "NUMBER"}
"Orders in which the key never decides, so that sorting by it as well is no work."
FEW = {("Member", "pointsLots"), ("CouponTemplate", "products")}
"Lists that are sorted when they are asked for: a row has few of them."
BY_CODE = {"Product"}
"Types whose usual order is such a one."
PLAN_BY_INDEX = "SET enable_sort = off; SET enable_seqscan = off; SET enable_bitmapscan = off"


@pytest_asyncio.fixture
async def world(world_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Where a sort is planned only if no index gives the order."""
    connection = await asyncpg.connect(world_url)
    await connection.execute(PLAN_BY_INDEX)
    yield connection
    await connection.close()


def models() -> Iterable[type[Model]]:
    found = {m for name in MODULES for _, m in getmembers(import_module(name), isclass) if issubclass(m, Model)}
    return sorted((m for m in found if m._meta.db_table), key=lambda m: m._meta.db_table)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
async def test_a_model_has_the_columns_of_its_table(model: type[Model], world: asyncpg.Connection) -> None:
    fields = model._meta.fields_db_projection
    said = {column: model._meta.fields_map[name].null for name, column in fields.items()}
    found = await world.fetch(COLUMNS, f'"{model._meta.db_table}"')
    assert said == {row["name"]: row["nullable"] for row in found}


async def test_every_table_has_a_model(world: asyncpg.Connection) -> None:
    tables = {row["relname"] for row in await world.fetch(TABLES)}
    unknown = {name for name in tables - {m._meta.db_table for m in models()} if not name.startswith("pgqueuer")}
    assert unknown == NOT_OURS


async def test_every_foreign_key_has_an_index(world: asyncpg.Connection) -> None:
    keys = await world.fetch(FOREIGN_KEYS)
    assert len(keys) > 50
    assert [row["column"] for row in keys if not row["is_indexed"]] == []


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize(("kind", "order"), ORDERS)
async def test_an_index_serves_every_order(
    kind: str, order: str, direction: str, desk: Desk, world: asyncpg.Connection
) -> None:
    query = (
        f"{{ {LISTS[kind]}(first: 20, orderBy: [{{field: {order}, direction: {direction}}}]) {{ nodes {{ id }} }} }}"
    )
    assert await sorts(query, desk, world) == (["Incremental Sort"] if order in UNIQUE else [])


@pytest.mark.parametrize(("kind", "field"), [pair for pair in INNER if pair not in FEW])
async def test_an_index_serves_every_list_of_a_row(
    kind: str, field: str, desk: Desk, world: asyncpg.Connection
) -> None:
    query = f"{{ {LISTS[kind]}(first: 1) {{ nodes {{ {field}(first: 5) {{ nodes {{ __typename }} }} }} }} }}"
    plan = await plan_of(*statement_of(query, desk), world)
    assert sorted_in(plan) == (["Incremental Sort"] if kind in BY_CODE else [])
    assert len(read_whole(plan)) == 1, "only the list at the root may begin anywhere"


@pytest.mark.parametrize("field", ["auditEvents", "jobs"])
async def test_an_index_serves_what_has_one_order(field: str, desk: Desk, world: asyncpg.Connection) -> None:
    assert await sorts(f"{{ {field}(first: 20) {{ nodes {{ id }} }} }}", desk, world) == []


async def test_a_sort_without_an_index_is_seen(world: asyncpg.Connection) -> None:
    plan = await plan_of("SELECT id FROM member ORDER BY custom LIMIT 5", [], world)
    assert sorted_in(plan) == ["Sort"]
    assert read_whole(plan) == ["member"]


async def sorts(query: str, desk: Desk, world: asyncpg.Connection) -> list[str]:
    """What PostgreSQL would sort to answer an administrator."""
    return sorted_in(await plan_of(*statement_of(query, desk), world))


def sorted_in(plan: dict[str, Any]) -> list[str]:
    return [node["Node Type"] for node in nodes(plan) if "Sort" in node["Node Type"]]


def read_whole(plan: dict[str, Any]) -> list[str]:
    """Tables of which every row may be looked at."""
    scans = [node for node in nodes(plan) if "Relation Name" in node]
    return [node["Relation Name"] for node in scans if "Index Cond" not in node and "Recheck Cond" not in node]


def statement_of(query: str, desk: Desk) -> tuple[str, list[Any]]:
    admin = viewer("admin")
    view = desk.planner.view(admin)
    document = view.document(query, None)
    plan = desk.planner.plan(view, document, document.coerce({}))
    return plan.statement, [bind({}, admin) for bind in plan.binds]


async def plan_of(statement: str, values: list[Any], world: asyncpg.Connection) -> dict[str, Any]:
    (found,) = json.loads(await world.fetchval(f"EXPLAIN (FORMAT json) {statement}", *values))
    return found["Plan"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)
