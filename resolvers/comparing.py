"""Two callers side by side: what one may see and do and the other not, by what execution goes by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from asyncpg import Connection

from models.access import OF_STAFF, ROLES
from resolvers.deciding import VISIBILITY, Explainer
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import every
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement, Surroundings
from resolvers.worked_out import row_of
from rules.callers import access_of, viewer_of
from rules.explaining import VIEWS_AS
from rules.permissions import Access, ReadLevel
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

MOST_ROWS = 100_000
"Rows are counted up to here."
SHAPE = "one text, other text, fields jsonb, rows jsonb, permissions jsonb, mutations jsonb"
SHAPES = {
    "fields": "type_name text, field text, one text, other text, one_filter bool, other_filter bool, one_write bool,"
    " other_write bool",
    "rows": "type_name text, one int, other int",
    "permissions": "name text, one bool, other bool",
    "mutations": "name text, one bool, other bool",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody to compare: his name, his rights, and the rows that `$viewer.*` means in his scopes."""

    name: str
    access: Access
    viewer: Viewer


async def subject(connection: Connection, asker: Viewer, said: dict[str, Any]) -> Subject:
    """`said` is one of a username, a code of a role, or the caller. Raises Refused."""
    if said.get("username") is not None:
        found = await connection.fetchval(OF_STAFF, said["username"])
        if found is None:
            message = "There is nobody called '{username}' who works here."
            raise Refused(ErrorCode.NOT_FOUND, message, ("username",), username=said["username"])
        person = viewer_of(orjson.loads(found))
        return Subject(person.name, person.access, person)
    if said.get("roleCode") is not None:
        found = await connection.fetchval(ROLES, [said["roleCode"]])
        if found is None:
            raise Refused(ErrorCode.NOT_FOUND, "There is no role '{code}'.", ("roleCode",), code=said["roleCode"])
        return Subject(said["roleCode"], access_of(orjson.loads(found)), asker)
    return Subject(asker.name, asker.access, asker)


@dataclass(frozen=True, slots=True)
class Comparison:
    surroundings: Surroundings
    connection: Connection
    one: Subject
    other: Subject

    async def told(self) -> dict[str, Any]:
        return {
            "one": self.one.name,
            "other": self.other.name,
            "fields": list(self._fields()),
            "rows": [row async for row in self._rows()],
            "permissions": list(self._permissions()),
            "mutations": list(self._mutations()),
        }

    def _sides(self) -> tuple[Explainer, Explainer]:
        both = (self.one, self.other)
        one, other = (Explainer(self.surroundings, self.connection, s.viewer, s.access) for s in both)
        return one, other

    def _fields(self) -> Iterable[dict[str, Any]]:
        one, other = self._sides()
        for type_name, name in one.sights.pruner.catalog.specs:
            if type_name == "Mutation":
                continue
            a, b = one.of_schema(type_name, name).facets, other.of_schema(type_name, name).facets
            if a != b:
                yield {
                    "type_name": type_name, "field": name, "one": VISIBILITY[a.read], "other": VISIBILITY[b.read],
                    "one_filter": a.filter, "other_filter": b.filter, "one_write": a.write, "other_write": b.write,
                }  # fmt: skip

    def _mutations(self) -> Iterable[dict[str, Any]]:
        one, other = self._sides()
        for name in one.sights.pruner.master.mutation_type.fields:  # type: ignore[union-attr]
            a, b = (side.of_schema("Mutation", name).facets.read is ReadLevel.FULL for side in (one, other))
            if a is not b:
                yield {"name": name, "one": a, "other": b}

    def _permissions(self) -> Iterable[dict[str, Any]]:
        known = self._sides()[0].sights.pruner.permissions.values()
        for name in sorted({*known, *self.one.access.permissions, *self.other.access.permissions}):
            a, b = self.one.access.permits(name), self.other.access.permits(name)
            if a is not b:
                yield {"name": name, "one": a, "other": b}

    async def _rows(self) -> Any:
        """Of types of which one of both sees a part only."""
        for name, entity in self._sides()[0].sights.pruner.catalog.entities.items():
            seen = [s.access.sees(name) and not entity.is_inner for s in (self.one, self.other)]
            scopes = [s.access.scopes(name) for s in (self.one, self.other)]
            if any(seen) and (scopes[0] or scopes[1]):
                one, other = await self._count(entity, self.one), await self._count(entity, self.other)
                yield {"type_name": name, "one": one, "other": other}

    async def _count(self, entity: Entity, who: Subject) -> int:
        if not who.access.sees(entity.type_name):
            return 0
        statement = Statement(self._sides()[0].sights.pruner.catalog, who.access, self.surroundings)
        row = statement.source(entity)
        scope = entity.scope_of(statement)
        kept = every([*([entity.only(row)] if entity.only else []), *(scope(row) if scope else [])])
        values = [bind({}, who.viewer) for bind in statement.binds]
        limited = f"SELECT FROM {row.source.sql()} WHERE {kept} LIMIT {MOST_ROWS}"
        return await self.connection.fetchval(f"SELECT count(*) FROM ({limited}) counted", *values)


def _listed(name: str, fields: dict[str, str]) -> Rows:
    return Rows(lambda row, _: f"SELECT * FROM jsonb_to_recordset({row.col(name)}) AS r({SHAPES[name]})", fields)


SIDES = {"one": "one", "other": "other"}
FIELDS = {
    "one": Computed(lambda row: row.col("one")),
    "other": Computed(lambda row: row.col("other")),
    "fields": _listed(
        "fields",
        {"typeName": "type_name", "field": "field", "oneFilters": "one_filter", "otherFilters": "other_filter"}
        | {"oneWrites": "one_write", "otherWrites": "other_write"}
        | SIDES,
    ),
    "rows": _listed("rows", {"typeName": "type_name"} | SIDES),
    "permissions": _listed("permissions", {"name": "name"} | SIDES),
    "mutations": _listed("mutations", {"name": "name"} | SIDES),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """The root field."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        surroundings = statement.surroundings
        sides = [whole(selected.arguments()[name]) for name in ("a", "b")]

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            one, other = [await subject(connection, viewer, side(variables, viewer)) for side in sides]
            return orjson.dumps(await Comparison(surroundings, connection, one, other).told()).decode()

        return row_of(statement, selected, work, "AccessComparison", SHAPE, FIELDS)


QUERIES = {"accessCompare": Compared()}
ASKED = {"accessCompare": VIEWS_AS}
