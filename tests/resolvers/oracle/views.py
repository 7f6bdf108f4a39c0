"""Saved views: who has one. What is left of it for a schema is told by the code itself, which has tests of its own."""

from json import loads
from typing import Any

from resolvers.view_documents import Shown, lists
from rules.saved_views import EDIT

NOTHING: dict[str, Any] = {
    "where": {},
    "orderBy": [],
    "columns": [],
    "hiddenFilters": [],
    "document": "",
    "variables": {},
}


def has(who: Any, view: dict[str, Any]) -> bool:
    if view["owner_id"] is not None and str(view["owner_id"]) == str(who.staff_id):
        return True
    if view["sharing"] == "ROLES":
        return who.permits(EDIT) or bool({*view["roles"]} & {*who.roles})
    return view["sharing"] == "EVERYBODY"


def saved_views(look: Any, archived: bool | None = False, typeName: str | None = None) -> list[Any]:
    is_told = look.who.may_filter("SavedView", "position")
    rows = sorted(look.rows.of_type("SavedView"), key=lambda view: (view["position"] if is_told else 0, view["id"]))
    kept = [view for view in rows if view["is_active"] != bool(archived) and typeName in (None, view["type_name"])]
    return look.things("SavedView", kept)


def is_mine(look: Any, view: dict[str, Any]) -> bool:
    return view["owner_id"] is not None and str(view["owner_id"]) == str(look.who.staff_id)


def told(name: str) -> Any:
    def answer(look: Any, view: dict[str, Any]) -> Any:
        return _shown(look, view)[name]

    return answer


def _shown(look: Any, view: dict[str, Any]) -> dict[str, Any]:
    listed = lists(look.schema).get(view["type_name"])
    if listed is None:
        return NOTHING | {"hiddenColumns": view["shown"]}
    read = dict(view) | {name: loads(view[name]) for name in ("conditions", "ordering")}
    shown = Shown.to(listed, read, f"stf_{look.who.staff_id}" if look.who.staff_id else None)
    return {
        "where": shown.where, "orderBy": shown.order, "columns": shown.columns, "document": shown.document,
        "variables": shown.variables, "hiddenColumns": shown.hidden_columns, "hiddenFilters": shown.hidden_filters,
    }  # fmt: skip


VIEWS = {
    name: told(name)
    for name in ("where", "orderBy", "columns", "hiddenColumns", "hiddenFilters", "document", "variables")
} | {
    "isMine": is_mine,
    "roleCodes": lambda look, view: view["roles"],
    "layout": lambda look, view: loads(view["layout"]),
}
