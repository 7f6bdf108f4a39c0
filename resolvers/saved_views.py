"""How saved views are read, each by what its reader may see, and how they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps, loads
from typing import Any

from asyncpg import Connection, Record
from graphql import coerce_input_value

from actions import saved_views
from actions.once import Written
from actions.saved_views import save as save_view
from models.saved_views import SEEN, SavedView
from resolvers.planner.answers import Computed
from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup, keys_where
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from resolvers.planner.verbs import Call, Verb
from resolvers.view_documents import SOMEBODY, List, Shown, fits, lists, wrong_condition
from rules.refusals import ErrorCode, Refused
from rules.saved_views import EDIT, meant
from rules.viewer import Viewer

COST = 20
COLUMNS = {
    "name": "name", "typeName": "type_name", "orderBy": "ordering", "layout": "layout", "sharing": "sharing",
    "roleCodes": "roles", "isQueue": "is_queue", "position": "position", "isActive": "is_active", "columns": "shown",
}  # fmt: skip


def me(viewer: Viewer) -> str | None:
    return f"stf_{viewer.staff_id}" if viewer.staff_id else None


def _seen(row: Row) -> str:
    """One's own, and what is shared with one; whoever edits them sees all that are shared."""
    statement = row.statement
    is_editor = statement.access.permits(EDIT)
    shared = "true" if is_editor else f"{row.col('roles')} && {statement.viewer('roles', 'text[]')}"
    own = f"{row.col('owner_id')} = {statement.viewer('staff_id', 'uuid')}"
    return f"({own} OR {row.col('sharing')} = 'EVERYBODY' OR ({row.col('sharing')} = 'ROLES' AND {shared}))"


def _told(name: str) -> Computed:
    """What depends on the reader's schema: worked out once for all views that he sees."""

    def expression(row: Row) -> str:
        found = row.statement.once("saved views", lambda: _worked(row.statement))
        return f"({found}::jsonb -> {row.key}::text -> '{name}')"

    return Computed(expression)


def _text(name: str) -> Computed:
    return Computed(lambda row: f"({_told(name).expression(row)} #>> '{{}}')")


def _worked(statement: Statement) -> str:
    statement.cost += COST

    async def work(connection: Connection, _variables: dict[str, Any], viewer: Viewer) -> str:
        assert statement.surroundings.sights is not None
        known = lists(statement.surroundings.sights.schema(viewer.access))
        found = await connection.fetch(SEEN, viewer.staff_id, list(viewer.roles), viewer.access.permits(EDIT))
        return dumps({str(row["id"]): _of(known, row, viewer) for row in found})

    return statement.work("saved views", work, "text")


def _of(known: Mapping[str, List], row: Record, viewer: Viewer) -> dict[str, Any]:
    view = viewed(row)
    listed = known.get(view["type_name"])
    if listed is None:
        nothing = {name: [] for name in ("orderBy", "columns", "hiddenFilters")}
        return {"document": "", "where": {}, "variables": {}, "hiddenColumns": view["shown"]} | nothing
    shown = Shown.to(listed, view, me(viewer))
    return {
        "document": shown.document, "where": shown.where, "variables": shown.variables, "orderBy": shown.order,
        "columns": shown.columns, "hiddenColumns": shown.hidden_columns, "hiddenFilters": shown.hidden_filters,
    }  # fmt: skip


def viewed(row: Record) -> dict[str, Any]:
    return dict(row) | {name: loads(row[name]) for name in ("conditions", "ordering")}


ENTITIES = [
    Entity(
        "SavedView",
        SavedView,
        "svw",
        fields={
            "document": _text("document"),
            **{name: _told(name) for name in ("where", "variables", "orderBy", "columns")},
            **{name: _told(name) for name in ("hiddenColumns", "hiddenFilters")},
            "roleCodes": Computed(lambda row: f"to_json({row.col('roles')})"),
            "isMine": Computed(
                lambda row: f"coalesce({row.col('owner_id')} = {row.statement.viewer('staff_id', 'uuid')}, false)"
            ),
        },
        filters={
            "code": Text(lambda row: row.col("code"), exact=True),
            "typeName": Text(lambda row: row.col("type_name"), exact=True),
            "archived": Compare(lambda row: f"(NOT {row.col('is_active')})", "bool", governed_by=("isActive",)),
        },
        only=_seen,
    ),
]


@dataclass(frozen=True, slots=True)
class Listed:
    """The root field `savedViews`."""

    def sql(self, row: Row, selected: Selected) -> str:
        given = selected.arguments()

        def condition(view: Row, _parent: Row) -> str:
            away = view.statement.argument(given["archived"], "bool") if "archived" in given else "false"
            kept = [_seen(view), f"{view.col('is_active')} <> coalesce({away}, false)"]
            if "typeName" in given and given["typeName"].is_given and given["typeName"].value is not None:
                kept.append(f"{view.col('type_name')} = {view.statement.argument(given['typeName'], 'text')}")
            return " AND ".join(kept)

        return Many("SavedView", condition, "position").sql(row, selected)


async def _save(call: Call) -> Written:
    given = call.given["input"]
    before = await saved_views.kept(call.connection, given["code"])
    columns = {column: given[name] for name, column in COLUMNS.items() if name in given}
    if "ordering" in columns:
        columns["ordering"] = {"rows": columns["ordering"] or []}
    if "where" in given:
        columns["conditions"] = given["where"] or {}
    _check_readable(call, columns | {"type_name": given["typeName"]})
    expected = call.given.get("expectedVersion")
    return await save_view(call.connection, call.by, before, columns | {"code": given["code"]}, expected, call.at)


async def _archive(call: Call) -> Written:
    is_active = call.given.get("archived") is False
    return await saved_views.archive(call.connection, call.by, call.found["id"], call.at, is_active=is_active)


async def _delete(call: Call) -> Written:
    return await saved_views.delete(call.connection, call.by, call.found["id"], call.at)


def _check_readable(call: Call, wanted: Mapping[str, Any]) -> None:
    """Nobody saves what he could not ask himself. Raises Refused with the place of what he may not."""
    assert call.sights is not None
    own, whole = (lists(schema) for schema in (call.sights.schema(call.by.access), call.sights.pruner.master))
    listed, name = own.get(wanted["type_name"]), wanted["type_name"]
    if listed is None:
        if name in whole:
            raise Refused(ErrorCode.FORBIDDEN, "Your roles do not see the list of {kind}.", ("input", "typeName"),
                          kind=name)  # fmt: skip
        message = "There is no list of '{name}'."
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "typeName"), name=name[:64])
    for place, path in enumerate(wanted.get("shown") or ()):
        if not fits(listed.type, path):
            _refuse_column(whole[name], path, place)
    _check_argument(listed, whole[name], "where", wanted.get("conditions"))
    _check_argument(listed, whole[name], "orderBy", wanted.get("ordering", {}).get("rows"))
    if wanted.get("conditions"):
        _try(call, listed, name, wanted["conditions"])


def _refuse_column(listed: List, path: str, place: int) -> None:
    where = ("input", "columns", str(place))
    if fits(listed.type, path):
        message = "Your roles do not read '{name}', so that it cannot be a column of yours."
        raise Refused(ErrorCode.FORBIDDEN, message, where, name=path[:80])
    raise Refused(ErrorCode.INVALID, "'{name}' is not a field that can be a column.", where, name=path[:80])


def _check_argument(listed: List, whole: List, name: str, given: Any) -> None:
    if not given:
        return
    wrong = ((), "") if listed.argument(name) is None else wrong_condition(given, listed.argument(name))
    if wrong is None:
        return
    path, why = ("input", name, *wrong[0]), wrong[1]
    if whole.argument(name) is not None and wrong_condition(given, whole.argument(name)) is None:
        message = "Your roles may not filter or sort by '{name}'."
        raise Refused(ErrorCode.FORBIDDEN, message, path, name=".".join(path[2:]))
    raise Refused(ErrorCode.INVALID, "These conditions cannot be used: {why}", path, why=why or name)


def _try(call: Call, listed: List, type_name: str, conditions: Mapping[str, Any]) -> None:
    """Reads the conditions as a question would, without asking it."""
    statement = call.planner.statement(call.planner.view(call.by))
    asked = meant(conditions, me(call.by) or SOMEBODY)
    try:
        keys_where(statement, type_name, Argument(coerce_input_value(asked, listed.argument("where"))))
        for bind in statement.binds:
            bind({}, call.by)
    except BadRequest as wrong:
        message = "These conditions cannot be used: {why}"
        raise Refused(ErrorCode.INVALID, message, ("input", "where"), why=str(wrong)) from None


QUERIES = {"savedViews": Listed(), "savedView": Lookup("SavedView")}
_NAMED = {"id": "SavedView"}
MUTATIONS = {
    "savedViewSave": Verb(_save, "views.save", {}, {"view": "SavedView", "changeSet": "ChangeSet"}),
    "savedViewArchive": Verb(_archive, "views.save", _NAMED, {"view": "SavedView", "changeSet": "ChangeSet"}),
    "savedViewDelete": Verb(_delete, "views.save", _NAMED, {"changeSet": "ChangeSet"}),
}
