"""What saving a role would do, what can be granted, what must stay true: worked out, then drawn like any row."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps, loads
from typing import Any

import orjson
from asyncpg import Connection

from actions import roles
from actions.roles import Edit
from actions.roles.previewing import Foreseen
from actions.roles.saving import found as kept_role
from models.access import ACCESS_EXAMPLES
from resolvers.granting import forcible_of, known, sight_of_pruner
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.catalog import Catalog
from resolvers.planner.forcing import description_of
from resolvers.planner.pruning import Pruner
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement, Work
from resolvers.scoping import offered
from resolvers.worked_out import row_of
from rules.granting import changes
from rules.permission_words import nouns
from rules.viewer import Viewer


def _records(column: str, shape: str) -> Any:
    return lambda row, _: f"SELECT x.* FROM jsonb_to_recordset({row.col(column)}) AS x({shape})"


COUNTED = {"people": "people", "programs": "programs"}
PREVIEW_SHAPE = (
    "people int, programs int, fields jsonb, permissions jsonb, forced jsonb, rows jsonb, views jsonb, refusals jsonb"
)
PREVIEW = {
    "people": Computed(lambda row: row.col("people")),
    "programs": Computed(lambda row: row.col("programs")),
    "fields": Rows(
        _records("fields", "type text, field text, change text, people int, programs int"),
        {"typeName": "type", "field": "field", "change": "change"} | COUNTED,
    ),
    "permissions": Rows(
        _records("permissions", "name text, gained bool, people int, programs int"),
        {"permission": "name", "isGained": "gained"} | COUNTED,
    ),
    "forced": Rows(
        _records("forced", "mutation text, argument text, before jsonb, after jsonb, people int, programs int"),
        {"mutation": "mutation", "argument": "argument", "before": "before", "after": "after"} | COUNTED,
    ),
    "rows": Rows(
        _records("rows", "type text, person text, before int, after int"),
        {"typeName": "type", "person": "person", "before": "before", "after": "after"},
    ),
    "views": Rows(
        _records("views", "code text, name text, lost jsonb, people int"),
        {"code": "code", "name": "name", "lost": "lost", "people": "people"},
    ),
    "refusals": Computed(lambda row: row.col("refusals")),
}
COMPARED = {
    "differences": Rows(
        _records("differences", "part text, now jsonb, ships jsonb"), {"part": "part", "now": "now", "ships": "ships"}
    )
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field `rolePreview`."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement, given = row.statement, whole(selected.arguments()["input"])

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            foreseen = await roles.preview(_edit(statement, connection, viewer), given(variables, viewer))
            return dumps(_told(statement, viewer, foreseen))

        return row_of(statement, selected, work, "RolePreview", PREVIEW_SHAPE, PREVIEW)


@dataclass(frozen=True, slots=True)
class Compared:
    """The root field `roleCompare`."""

    def sql(self, row: Row, selected: Selected) -> str:
        work = _compare(row.statement, whole(selected.arguments()["code"]))
        return row_of(row.statement, selected, work, "RoleComparison", "differences jsonb", COMPARED)


def _compare(statement: Statement, code: Any) -> Work:
    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        named = code(variables, viewer)
        roles.check_ships(named)
        kept = await kept_role(_edit(statement, connection, viewer), named, ("code",))
        found = changes(kept.draft, roles.shipped_draft(named))
        told = [{"part": part, "now": now, "ships": ships} for part, (now, ships) in found.items()]
        return dumps({"differences": told})

    return work


def _edit(statement: Statement, connection: Connection, viewer: Viewer) -> Edit:
    around = statement.surroundings
    assert around.sights is not None
    return Edit(connection, viewer, sight_of_pruner(around.sights.pruner, around), datetime.now(UTC))


def _told(statement: Statement, viewer: Viewer, foreseen: Foreseen) -> dict[str, Any]:
    def counted(count: Any) -> dict[str, int]:
        return {"people": count.people, "programs": count.programs}

    say = statement.surroundings.say
    rows = [{"type": r.type_name, "person": r.person, "before": r.before, "after": r.after} for r in foreseen.rows]
    fields = [{"type": t, "field": f, "change": c} | counted(n) for (t, f, c), n in foreseen.fields.items()]
    permissions = [{"name": p, "gained": g} | counted(n) for (p, g), n in foreseen.permissions.items()]
    forced = [
        {"mutation": m, "argument": a, "before": b and loads(b), "after": t and loads(t)} | counted(n)
        for (m, a, b, t), n in sorted(foreseen.forced.items(), key=lambda one: str(one[0]))
    ]
    refusals = [say(refused, viewer.locale) for refused in foreseen.refusals]
    views = [{"code": v.code, "name": v.name, "lost": sorted(v.lost), "people": v.people} for v in foreseen.views]
    return {
        "people": foreseen.people, "programs": foreseen.programs, "fields": fields, "permissions": permissions,
        "forced": forced, "rows": rows, "views": views, "refusals": refusals,
    }  # fmt: skip


CATALOG_SHAPE = "types jsonb, permissions jsonb, arguments jsonb"
CATALOG = {
    "types": Rows(
        _records("types", "name text, description text, scopes jsonb, fields jsonb"),
        {
            "name": "name",
            "description": "description",
            "scopes": Rows(_records("scopes", "name text, scope jsonb"), {"name": "name", "where": "scope"}),
            "fields": Rows(
                _records("fields", "name text, description text, sensitivity text"),
                {"name": "name", "description": "description", "sensitivity": "sensitivity"},
            ),
        },
    ),
    "permissions": Rows(
        _records("permissions", "name text, noun text, description text"),
        {"name": "name", "noun": "noun", "description": "description"},
    ),
    "arguments": Rows(
        _records("arguments", "mutation text, argument text, permission text, type text, description text"),
        {
            "mutation": "mutation", "argument": "argument", "permission": "permission", "typeName": "type",
            "description": "description",
        },
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogued:
    """The root field `accessCatalog`."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement

        async def work(_connection: Connection, _variables: dict[str, Any], _viewer: Viewer) -> str:
            assert statement.surroundings.sights is not None
            return orjson.dumps(_catalogued(statement.catalog, statement.surroundings.sights.pruner)).decode()

        return row_of(statement, selected, work, "AccessCatalog", CATALOG_SHAPE, CATALOG)


def _catalogued(catalog: Catalog, pruner: Pruner) -> dict[str, Any]:
    master = pruner.master
    mutations = forcible_of(pruner)
    types = [
        {
            "name": name,
            "description": master.type_map[name].description,
            "scopes": [{"name": n, "scope": s} for n, s in offered(catalog.entities[name]).items()],
            "fields": [
                {
                    "name": field,
                    "description": master.type_map[name].fields[field].description,
                    "sensitivity": said.sensitivity.value,
                }
                for field, said in fields.items()
                if field != "id"
            ],
        }
        for name, fields in known(catalog, master, mutations).types.items()
    ]
    permissions = [
        {"name": f"{noun}.{verb}", "noun": said["title"], "description": text}
        for noun, said in nouns().items()
        for verb, text in said.items()
        if verb != "title"
    ]
    arguments = [
        {
            "mutation": mutation, "argument": argument, "permission": one.permission, "type": kind,
            "description": description_of(master, mutation, argument),
        }
        for mutation, one in mutations.items()
        for argument, kind in one.arguments.items()
    ]  # fmt: skip
    return {"types": types, "permissions": permissions, "arguments": arguments}


EXAMPLES = Rows(
    lambda _row, _: f"SELECT 'exa_' || e.id AS key, e.* FROM ({ACCESS_EXAMPLES}) e ORDER BY e.id",
    {
        "id": "key", "roleCode": "role", "username": "person", "typeName": "type_name", "field": "field",
        "row": "row_name", "permission": "permission", "expects": "expects",
    },
)  # fmt: skip

QUERIES = {
    "rolePreview": Previewed(), "roleCompare": Compared(), "accessCatalog": Catalogued(), "accessExamples": EXAMPLES,
}  # fmt: skip
ASKED = dict.fromkeys(QUERIES, "roles.edit")
