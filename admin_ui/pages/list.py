"""Every list: the address becomes one question, the answer becomes rows. Filters, sorts and pages are links."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui.pages import views
from admin_ui.pages.offers import Done, Offer, done, new_offers
from admin_ui.panels.addresses import Address, canonical
from admin_ui.panels.cells import Cell
from admin_ui.panels.documents import order_of
from admin_ui.panels.filters import Condition, where_of
from admin_ui.panels.grammar import Filter, ListPart, Panel, View
from admin_ui.panels.headings import Heading, headings
from admin_ui.panels.pens import Pen
from admin_ui.panels.sentences import Speaker
from admin_ui.panels.shapes import Shape
from admin_ui.visits import Visit

REMEMBERED = 180 * 86400
EXPORTS = "exports.run"


@dataclass(frozen=True)
class Row:
    href: str
    cells: tuple[Cell, ...]


@dataclass
class ListPage:
    """All that the list templates draw."""

    visit: Visit
    panel: Panel
    part: ListPart
    address: Address
    rows: list[Row] = field(default_factory=list)
    page: dict[str, Any] = field(default_factory=dict)
    count: dict[str, Any] | None = None
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    saved: views.Views | None = None
    roles: list[dict[str, str]] = field(default_factory=list)
    beside: dict[str, Any] | None = None
    "Conditions that no filter of the address says."

    @cached_property
    def shape(self) -> Shape:
        return self.visit.seen.shape(self.part.source)

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.visit.formats, self.visit.seen.schema, self.shape)

    @cached_property
    def all_headings(self) -> tuple[Heading, ...]:
        return headings(self.part.columns, self.shape.type)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The chosen columns in the panel's order; the first one always."""
        chosen = self.address.columns or self.remembered
        shown = [h for i, h in enumerate(self.all_headings)
                 if i == 0 or (h.name in chosen if chosen else not h.column.is_hidden)]  # fmt: skip
        return tuple(shown)

    @cached_property
    def remembered(self) -> tuple[str, ...]:
        known = {h.name for h in self.all_headings}
        cookie = self.visit.request.cookies.get(f"columns_{self.panel.name}", "")
        return tuple(name for name in cookie.split("+") if name in known)

    @property
    def sort(self) -> str:
        """The sort in force, as an address says it."""
        asked = self.address.sort
        return asked if asked.lstrip("-").upper() in self.shape.sorts else self.part.order

    @cached_property
    def chips(self) -> list[tuple[Filter, Condition, str, str]]:
        """(filter, condition, label, what it says) for each filter in force."""
        known = {f.field: f for f in self.part.filters}
        found = [(known.get(c.path, Filter(c.path)), c) for c in self.address.conditions]
        return [
            (f, c, self.speaker.label(f), self.speaker.phrase(c, self.choices.get(f.field[0], {}))) for f, c in found
        ]

    @property
    def views(self) -> list[tuple[View, bool, str]]:
        """(view, whether it is this one, its address)."""
        mine = sorted(p for p in self.address.parameters if p[0] not in ("after", "before", "row", "size", "columns"))
        pairs = [(v, Address.read(self.panel.name, parse_qsl(v.query), self.shape.where)) for v in self.part.views]
        return [(v, sorted(a.parameters) == mine, a.url) for v, a in pairs]

    @property
    def kept_query(self) -> str:
        """The address as a saved view keeps it: with the columns and the order that are to be seen."""
        columns = tuple(h.name for h in self.headings)
        return self.address.changed(columns=columns, sort=self.sort).query

    @property
    def is_exported(self) -> bool:
        """Whether the viewer may take it home as a file; it must be a list that is read page by page."""
        viewer, shape = self.visit.viewer, self.shape
        is_allowed = viewer is not None and viewer.acting is None and viewer.access.permits(EXPORTS)
        return is_allowed and shape.is_connection and shape.takes("first")

    @property
    def offers(self) -> list[Offer]:
        return new_offers(self.panel, self.part.acts)

    @property
    def done(self) -> Done | None:
        return done(self.visit, self.panel)

    @property
    def count_text(self) -> str:
        return self.visit.formats.count(self.count)

    @property
    def span(self) -> tuple[str, str]:
        start = self.address.row if self.rows else 0
        return self.visit.formats.number(start), self.visit.formats.number(start + max(len(self.rows) - 1, 0))

    @property
    def next(self) -> str:
        if not self.page.get("hasNextPage"):
            return ""
        return self.address.changed(after=self.page["endCursor"], row=self.address.row + len(self.rows)).url

    @property
    def previous(self) -> str:
        if not self.page.get("hasPreviousPage"):
            return ""
        row = max(1, self.address.row - self.address.size)
        return self.address.changed(before=self.page["startCursor"], row=row).url


async def show(request: Request, visit: Visit, panel: Panel) -> Response:
    """A whole page, or the part of it that htmx asks for by its id."""
    assert panel.list is not None
    pairs = request.query_params.multi_items()
    said = canonical(pairs)
    shape = visit.seen.shape(panel.list.source)
    address = Address.read(panel.name, pairs if said is None else said, shape.where)
    if said is not None and not visit.is_part:
        return RedirectResponse(address.url, 303)
    page = ListPage(visit, panel, panel.list, address)
    if address.view or not visit.is_part or request.headers.get("hx-target") == "list":
        await load_views(page)
        if page.saved and page.saved.chosen and page.saved.is_whole(address):
            return RedirectResponse(page.saved.url(page.saved.chosen), 303)
    if not address.misread:
        await fill(page)
    return _drawn(request, page)


async def load_views(page: ListPage) -> None:
    """What is said above the list, and the conditions of the view that is open."""
    page.saved = await views.of_list(page.visit, page.panel, page.address.view)
    page.beside = page.saved.beside
    if page.saved.may_share and page.saved.may_save:
        page.roles = await views.roles(page.visit)


async def rows(page: ListPage) -> Response:
    """The rows alone, for whoever wants them fresh."""
    if not page.address.misread:
        await fill(page)
    return page.visit.draw("_rows_part.html", list=page)


def _drawn(request: Request, page: ListPage) -> Response:
    status = 400 if page.address.misread else 200
    if not page.visit.is_part:
        return _remember(page, page.visit.draw("list.html", status, list=page))
    target = request.headers.get("hx-target")
    push = "HX-Replace-Url" if request.headers.get("hx-trigger-name") == "q" else "HX-Push-Url"
    part = "_list_part.html" if target == "list" else "_rows_part.html"
    return _remember(page, page.visit.draw(part, headers={push: page.address.url}, list=page))


def _remember(page: ListPage, response: Response) -> Response:
    """Chosen columns stay chosen on this browser."""
    if page.address.columns:
        value = "+".join(c for c in page.address.columns if c in {h.name for h in page.all_headings})
        response.set_cookie(f"columns_{page.panel.name}", value, max_age=REMEMBERED, samesite="lax", httponly=True)
    return response


async def fill(page: ListPage) -> None:
    """Asks once and draws the rows."""
    visit, part = page.visit, page.part
    if page.address.view and page.saved is None:
        await load_views(page)
    given = variables(page)
    columns = tuple(h.column for h in page.headings)
    choices = tuple(f for f in part.filters if f.choices and page.address.filters_of(f.field))
    document = visit.seen.list_document(part, columns, page.panel.key, frozenset(given), choices)
    data = await visit.ask(document.text, given | dict(document.fixed))
    answer = data[part.source]
    nodes = answer["nodes"] if page.shape.is_connection else answer
    page.page = answer["pageInfo"] if page.shape.is_connection else {}
    page.count = answer["totalCount"] if page.shape.is_connection else {"value": len(nodes)}
    page.choices = {f.field[0]: names_of(data, f) for f in choices}
    pen = Pen(visit.formats, visit.seen.links, visit.now)
    page.rows = [Row(_href(page, pen, node), tuple(pen.cell(h, node) for h in page.headings)) for node in nodes]


def _href(page: ListPage, pen: Pen, node: dict[str, Any]) -> str:
    return pen.links.item(page.panel.type, node) if page.panel.item else ""


def names_of(data: dict[str, Any], declared: Filter) -> dict[str, str]:
    choices = declared.choices
    assert choices is not None
    rows = data[f"{choices.source}Choices"]
    nodes = rows["nodes"] if isinstance(rows, dict) else rows
    return {str(n[choices.value]): str(n[choices.text]) for n in nodes}


def variables(page: ListPage) -> dict[str, Any]:
    address, shape = page.address, page.shape
    given: dict[str, Any] = {}
    if shape.takes("first"):
        given = {"last": address.size, "before": address.before} if address.before else {"first": address.size}
        if address.after and not address.before:
            given["after"] = address.after
    where = where_of(address.conditions, shape.where, page.visit.zone, page.visit.me, address.any_of)
    if where or page.beside:
        given["where"] = {"and": [page.beside, where]} if where and page.beside else where or page.beside
    if address.search and shape.takes("search"):
        given["search"] = address.search
    if page.sort and shape.sorts:
        given["orderBy"] = [order_of(page.sort)]
    return given
