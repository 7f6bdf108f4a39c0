"""Saved views of a list: tabs above it, and the form that keeps the list as it stands."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from admin_ui.pages.problem import closed
from admin_ui.panels.addresses import Address
from admin_ui.panels.documents import order_of
from admin_ui.panels.grammar import Panel
from admin_ui.panels.saved import address_of, kept_where
from admin_ui.panels.shapes import Shape
from admin_ui.visits import Unanswered, Visit

QUESTION = """query Views($type: String) { savedViews(typeName: $type) {
  id code name where orderBy columns layout variables hiddenColumns hiddenFilters isMine isQueue sharing } }"""
ROLES = "query ViewRoles { roles { code name } }"
SAVE = """mutation SaveView($input: SavedViewSaveInput!) { savedViewSave(input: $input) {
  view { code } userErrors { message } } }"""
SHARES = "views.edit"
MOST_TABS = 8
SHIPPED = "desk-"


@dataclass
class Views:
    """Those of one list, for one person. `chosen` is the one that is open."""

    visit: Visit
    panel: Panel
    shape: Shape
    rows: list[dict[str, Any]]
    chosen: dict[str, Any] | None
    error: str = ""

    @cached_property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """(name, address, whether it is this one); not more than fit."""
        shown = self.rows[:MOST_TABS]
        if self.chosen and self.chosen not in shown:
            shown = [*shown[:-1], self.chosen]
        return [(self.name(view), self.url(view), view is self.chosen) for view in shown]

    @property
    def is_more(self) -> bool:
        return len(self.rows) > MOST_TABS

    @property
    def may_save(self) -> bool:
        return may_save(self.visit)

    @property
    def may_share(self) -> bool:
        viewer = self.visit.viewer
        return viewer is not None and viewer.access.permits(SHARES)

    @property
    def may_change(self) -> bool:
        """The chosen one."""
        chosen = self.chosen
        return chosen is not None and (chosen["isMine"] or (chosen["sharing"] != "MINE" and self.may_share))

    def name(self, view: Mapping[str, Any]) -> str:
        return shown_name(self.visit, view)

    def url(self, view: Mapping[str, Any]) -> str:
        said = self.address(view)
        return said.url if said else Address(self.panel.name, view=view["code"]).url

    def address(self, view: Mapping[str, Any]) -> Address | None:
        return address_of(Address(self.panel.name), view, self.shape.where, self.visit.zone)

    def is_whole(self, address: Address) -> bool:
        """Whether an address names the chosen view and nothing else, though chips can say what it is."""
        is_bare = [name for name, _ in address.parameters] == ["view"]
        return is_bare and self.chosen is not None and self.url(self.chosen) != address.url

    @property
    def beside(self) -> dict[str, Any] | None:
        """The conditions of the chosen one that no chip says."""
        if self.chosen is None or self.address(self.chosen) is not None:
            return None
        return self.chosen["variables"].get("where")

    @property
    def lacks(self) -> tuple[list[str], list[str]]:
        """Columns and filters of the chosen one that are not for this person."""
        chosen = self.chosen or {}
        return chosen.get("hiddenColumns", []), chosen.get("hiddenFilters", [])


def shown_name(visit: Visit, view: Mapping[str, Any]) -> str:
    """What ships with the program is said in the reader's language, unless it was renamed."""
    words = visit.words
    known = {
        "Mine": words.gettext("Mine"),
        "Nobody's": words.gettext("Nobody's"),
        "All open": words.gettext("All open"),
        "Late": words.gettext("Late"),
        "Resolved": words.gettext("Resolved"),
    }
    return known.get(view["name"], view["name"]) if view["code"].startswith(SHIPPED) else view["name"]


def may_save(visit: Visit) -> bool:
    mutations = visit.seen.schema.mutation_type
    return mutations is not None and "savedViewSave" in mutations.fields


async def asked(visit: Visit, type_name: str) -> list[dict[str, Any]]:
    """The person's views of lists of a type; none for who has no views or may not ask what they list."""
    query = visit.seen.schema.query_type
    if query is None or "savedViews" not in query.fields or "typeName" not in query.fields["savedViews"].args:
        return []
    return (await visit.ask(QUESTION, {"type": type_name}))["savedViews"] or []


async def roles(visit: Visit) -> list[dict[str, str]]:
    """With which a view may be shared; none for who does not see roles."""
    query = visit.seen.schema.query_type
    return (await visit.ask(ROLES, {}))["roles"] if query and "roles" in query.fields else []


async def of_list(visit: Visit, panel: Panel, code: str) -> Views:
    assert panel.list is not None
    rows = await asked(visit, panel.type)
    chosen = next((view for view in rows if view["code"] == code), None)
    return Views(visit, panel, visit.seen.shape(panel.list.source), rows, chosen)


async def keep(visit: Visit, panel: Panel) -> Response:
    """Keeps the list whose address was sent. Ends at the list, with the view open."""
    sent = await visit.request.form(max_files=0, max_fields=100)
    given = {name: str(value) for name, value in sent.items()}
    is_own = secrets.compare_digest(given.get("csrf", "").encode(), visit.csrf.encode())
    if panel.list is None or not may_save(visit) or not is_own:
        return closed(visit)
    shape = visit.seen.shape(panel.list.source)
    address = Address.read(panel.name, parse_qsl(given.get("query", "")), shape.where)
    if address.misread:
        return RedirectResponse(address.url, 303)
    views = await of_list(visit, panel, address.view)
    shared_with = [str(value) for value in sent.getlist("roles")]
    code, wrong = await _sent(views, address, given, shared_with)
    if wrong:
        said = {"wrong": wrong, "url": address.url}
        return visit.draw("not_saved.html", 422, **said)
    return RedirectResponse(address.changed(view=code).url, 303)


async def _sent(views: Views, address: Address, given: Mapping[str, str], roles: list[str]) -> tuple[str, list[str]]:
    """The code of the view that was kept, and why none was."""
    is_change = given.get("intent") == "change" and views.may_change
    kept = views.chosen if is_change and views.chosen else {}
    name = given.get("name", "").strip() or kept.get("name", "")
    wanted: dict[str, Any] = {
        "code": kept.get("code") or _code(name),
        "name": name,
        "typeName": views.panel.type,
        "where": _where(views, address),
        "columns": list(address.columns) or kept.get("columns", []),
        "layout": {"search": address.search} if address.search else {},
    }
    if address.sort and views.shape.sorts:
        wanted["orderBy"] = [order_of(address.sort)]
    if not is_change and views.may_share and given.get("sharing") in ("ROLES", "EVERYBODY"):
        wanted |= {"sharing": given["sharing"]} | ({"roleCodes": roles} if given["sharing"] == "ROLES" else {})
    if views.panel.type == "Ticket" and not is_change:
        wanted["isQueue"] = given.get("isQueue") == "yes"
    try:
        payload = (await views.visit.ask(SAVE, {"input": wanted}))["savedViewSave"]
    except Unanswered as failure:
        return "", [error["message"] for error in failure.errors]
    return wanted["code"], [error["message"] for error in payload["userErrors"]]


def _where(views: Views, address: Address) -> dict[str, Any]:
    """What the list shows: a view that chips cannot say counts with the filters that were added to it."""
    own = kept_where(address, views.shape.where, views.visit.zone)
    if views.chosen is None or views.address(views.chosen) is not None:
        return own
    return {"and": [views.chosen["where"], own]} if own else views.chosen["where"]


def _code(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{slug or 'view'}-{secrets.token_hex(3)}"
