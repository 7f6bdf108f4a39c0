"""Every record: header, tiles, tabs that load on demand and keep their place, and a right column, in one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_ui.pages.blocks import BlockDrawn, Fact, TileDrawn, share
from admin_ui.pages.offers import Done, Offer, done, offers
from admin_ui.pages.problem import not_found
from admin_ui.panels.addresses import item_url
from admin_ui.panels.grammar import Block, Item, Panel, Tab, Tile
from admin_ui.panels.headings import Heading, headings
from admin_ui.panels.pens import Pen
from admin_ui.visits import Unanswered, Visit

REVEALS = "memberReveal"
WHOLE = frozenset({"header", "tab", "side", "queue"})


@dataclass
class ItemPage:
    visit: Visit
    panel: Panel
    item: Item
    key: str
    tab: Tab | None
    cursors: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def type(self) -> Any:
        return self.visit.seen.shape(self.item.source).type

    @property
    def one(self) -> dict[str, Any]:
        return self.data[self.item.source]

    @cached_property
    def pen(self) -> Pen:
        return Pen(self.visit.formats, self.visit.seen.links, self.visit.now, self.tab_url)

    def tab_url(self, tab: str, **more: str) -> str:
        first = self.item.tabs[0].id if self.item.tabs else ""
        said = {} if tab == first else {"tab": tab}
        return item_url(self.panel.name, self.key, **said, **more) if self.key else "/"

    @property
    def url(self) -> str:
        return item_url(self.panel.name, self.key)

    @cached_property
    def names(self) -> list[str]:
        """What it is called, best name first."""
        found = (self.one.get(n) for n in (*self.panel.names, self.panel.key))
        return list(dict.fromkeys(str(v) for v in found if v))

    @cached_property
    def access(self) -> dict[str, dict[str, Any]]:
        listed = self.item.access.value(self.one) if self.item.access else None
        return {entry["field"]: entry for entry in listed or ()}

    def facts(self, columns: tuple[Any, ...]) -> list[Fact]:
        """Empty ones are left out, unless they are empty because they are masked."""
        return self._facts(headings(columns, self.type), self.one)

    def _facts(self, heads: tuple[Heading, ...], row: Any) -> list[Fact]:
        drawn = [Fact(h, self.pen.cell(h, row), self._access(h)) for h in heads]
        return [f for f in drawn if not f.cell.is_missing or f.is_masked]

    def _access(self, heading: Heading) -> dict[str, Any] | None:
        """What the record says of a field of its own; of fields of others only whether they are masked."""
        name = heading.column.field.last
        if heading.owner == self.panel.type and name in self.access:
            return self.access[name] if len(heading.column.field.steps) == 1 else None
        return {"field": name, "visibility": "MASKED", "reason": ""} if self.visit.masks(heading) else None

    @property
    def reveals(self) -> bool:
        """Whether a masked field of the record can be shown for a minute."""
        return any(act.mutation == REVEALS for act in self.panel.acts)

    @property
    def offers(self) -> list[Offer]:
        return offers(self.panel, self.key, self.item.acts, self.one)

    @property
    def done(self) -> Done | None:
        return done(self.visit, self.panel)

    def tiles(self, tiles: tuple[Tile, ...]) -> list[TileDrawn]:
        return [self._tile(t, self.one) for t in tiles]

    def _tile(self, tile: Tile, one: dict[str, Any]) -> TileDrawn:
        main, holes = self.visit.seen.tile_headings(tile, self.type)
        notes = tuple(text for note in tile.notes if (text := self.pen.sentence(note, one, holes)))
        label, href = main.said(self.visit.words), self.pen.opens(tile.opens, one)
        why = self.pen.opens(tile.why, one)
        return TileDrawn(tile, label, self.pen.cell(main, one), href, notes, share(tile, one), why)

    def block(self, block: Block) -> BlockDrawn:
        chart = (block.chart.x, block.chart.bars, *block.chart.others) if block.chart else ()
        heads = self.visit.seen.block_headings(block, chart or block.columns, self.type.name)
        value = self._value(block)
        is_connection = isinstance(value, dict) and "nodes" in value
        nodes = value["nodes"] if is_connection else value if isinstance(value, list) else []
        one = value if isinstance(value, dict) and not is_connection else None
        inner = self.visit.seen.block_type(block, self.type.name)
        acts = [act for act in block.acts if not act.masked or self.visit.masks_field(inner.name, act.masked)]
        drawn = BlockDrawn(
            block, heads, nodes,
            rows=[(self.pen.links.item(inner.name, n), tuple(self.pen.cell(h, n) for h in heads)) for n in nodes],
            facts=self._facts(heads, one) if one else [],
            tiles=self.tiles(block.tiles),
            href=self.pen.opens(block.opens, self.one),
            one_href=self.pen.links.item(inner.name, one) if one else "",
            offers=[offers(self.panel, self.key, acts, self.one, n) for n in nodes] if acts else [],
        )  # fmt: skip
        if is_connection:
            self._page(drawn, value)
        if block.kind == "table":
            drawn.leave_out_empty()
        return drawn

    def _value(self, block: Block) -> Any:
        if block.source:
            return self.data.get(block.id)
        if not block.field:
            return self.one
        holder: Any = self.one
        for step in block.field.steps[:-1]:
            holder = (holder or {}).get(step.key)
        return (holder or {}).get(block.id)

    def _page(self, drawn: BlockDrawn, value: dict[str, Any]) -> None:
        drawn.count = self.visit.formats.count(value["totalCount"])
        drawn.total = value["totalCount"]["value"]
        drawn.is_later = drawn.block.id in self.cursors
        if value["pageInfo"]["hasNextPage"] and self.tab:
            drawn.next = self.tab_url(self.tab.id, **{drawn.block.id: value["pageInfo"]["endCursor"]})


async def show(request: Request, visit: Visit, panel: Panel, key: str) -> Response:
    assert panel.item is not None
    page = opened(visit, panel, key, request.query_params.get("tab", ""))
    only_tab = visit.is_part and request.headers.get("hx-target") == "tab"
    await fill(page, frozenset({"tab"}) if only_tab else WHOLE)
    if page.one is None:
        return _absent(visit, panel, key)
    if only_tab:
        return visit.draw("_tab_part.html", headers={"HX-Push-Url": visit.here}, item=page)
    return visit.draw("item.html", item=page)


async def part(visit: Visit, panel: Panel, key: str, name: str) -> Response:
    """The open tab or the right column alone."""
    page = opened(visit, panel, key, visit.request.query_params.get("tab", ""))
    await fill(page, frozenset({name}))
    if page.one is None:
        return _absent(visit, panel, key)
    return visit.draw(f"_{name}_part.html", item=page)


def _absent(visit: Visit, panel: Panel, key: str) -> Response:
    if visit.problems:
        raise Unanswered([{"message": text} for text in visit.problems])
    return not_found(visit, panel, key)


def opened(visit: Visit, panel: Panel, key: str, tab: str) -> ItemPage:
    assert panel.item is not None
    tabs = panel.item.tabs
    chosen = next((t for t in tabs if t.id == tab), tabs[0] if tabs else None)
    given = visit.request.query_params
    cursors = {b.id: given[b.id] for b in (chosen.blocks if chosen else ()) if given.get(b.id)}
    return ItemPage(visit, panel, panel.item, key, chosen, cursors)


async def fill(page: ItemPage, parts: frozenset[str]) -> None:
    cursors = frozenset(page.cursors)
    document = page.visit.seen.item_document(page.item, page.panel.key, page.tab, cursors, parts)
    variables = _meant(document.fixed, page) | {f"{name}After": cursor for name, cursor in page.cursors.items()}
    if page.item.by:
        variables["key"] = page.key
    page.data = await page.visit.ask(document.text, variables)


def _meant(value: Any, page: ItemPage) -> Any:
    """A block's filter with `$key` and `$me` put in."""
    if isinstance(value, Mapping):
        return {name: _meant(inner, page) for name, inner in value.items()}
    if isinstance(value, list):
        return [_meant(inner, page) for inner in value]
    meant = {"$key": page.key, "$me": page.visit.me}
    return meant.get(value, value) if isinstance(value, str) else value
