"""The part of a panel that a schema allows: with a caller's schema what may be drawn, with the whole one a check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from graphql import GraphQLSchema, get_named_type
from graphql.utilities import validate_input_value

from admin_ui.panels.acts import form_of, refused
from admin_ui.panels.filters import RESERVED, read
from admin_ui.panels.grammar import Act, Block, Column, Filter, Item, ListPart, Opens, Panel, Sentence, Tab, Tile
from admin_ui.panels.paths import Path, fields_of
from admin_ui.panels.questions import asked
from admin_ui.panels.shapes import Shape, cell_kind, filter_input, filter_paths, root, sort_name

Lost = Callable[[str], None]


@dataclass(frozen=True)
class Sight:
    """Walks panels with a schema. `lost` hears of everything that is left out, and why."""

    schema: GraphQLSchema
    panels: Mapping[str, Panel]
    lost: Lost = lambda reason: None

    def panel(self, panel: Panel) -> Panel:
        return replace(
            panel,
            list=self.list(panel.list, panel) if panel.list else None,
            item=self.item(panel.item, panel) if panel.item else None,
        )

    def list(self, part: ListPart, panel: Panel) -> ListPart | None:
        shape = self._source(part.source)
        if shape is None:
            return None
        columns = tuple(c for c in (self.column(c, shape.type, shape) for c in part.columns) if c)
        return replace(
            part,
            columns=columns,
            order=part.order if self._sorted(part.order, shape) else "",
            search=part.search if shape.takes("search") else "",
            filters=self.filters(part.filters, shape),
            views=tuple(v for v in part.views if self._filters(v.query, shape)),
            acts=self._acts(part.acts, shape.type),
        )

    def filters(self, declared: tuple[Filter, ...], shape: Shape) -> tuple[Filter, ...]:
        """The declared ones first, then every other filter that the schema has."""
        kept = [replace(f, choices=self._choices(f)) for f in declared if self._filter(f, shape)]
        said = {f.field for f in declared}
        rest = (Filter(path) for path in filter_paths(shape.where) if path not in said)
        return (*kept, *(f for f in rest if self._filter(f, shape)))

    def item(self, item: Item, panel: Panel) -> Item | None:
        shape = self._source(item.source)
        if shape is None:
            return None
        parent = shape.type
        tabs = tuple(t for t in (self._tab(t, parent) for t in item.tabs) if t)
        return replace(
            item,
            badges=self.columns(item.badges, parent),
            facts=self.columns(item.facts, parent),
            access=item.access if item.access and self._path(item.access, parent) else None,
            tiles=self.tiles(item.tiles, parent),
            tabs=tabs,
            side=self.blocks(item.side, parent),
            queue=self.block(item.queue, parent) if item.queue else None,
            acts=self._acts(item.acts, parent),
        )

    def _acts(self, acts: tuple[Act, ...], parent: Any, record: Any = None) -> tuple[Act, ...]:
        """`parent` is the type of the record, or of the rows that they stand in, below such a `record`."""
        kept = (act for act in acts if self._act(act, parent, record or parent))
        return tuple(replace(act, leads=self._leads(act)) if act.leads else act for act in kept)

    def _leads(self, act: Act) -> dict[str, Opens]:
        """Those whose panel and cells are there for this caller."""
        if not act.preview:
            self.lost("'leads' need a preview whose cells lead somewhere")
            return {}
        asked = {name: Path.read(f"{act.preview}.{name}") for name in act.leads}
        query = self.schema.query_type
        seen = {name: Path(path.steps[:-1]).output(query) for name, path in asked.items() if self._path(path, query)}
        found = {name: self.opens(act.leads[name], get_named_type(parent)) for name, parent in seen.items()}
        return {name: opens for name, opens in found.items() if opens}

    def _act(self, act: Act, parent: Any, record: Any) -> bool:
        wrong = refused(self.schema, act)
        if wrong:
            self.lost(wrong)
        needed = (*act.when, *act.row.values(), *filter(None, [act.masked]))
        missing = [name for name in needed if name not in fields_of(parent)]
        if missing:
            self.lost(f"'{missing[0]}' is not a field of {parent}")
        known = all(self._path(path, record) for path in act.record.values())
        return known and not missing and form_of(self.schema, act) is not None

    def _tab(self, tab: Tab, parent: Any) -> Tab | None:
        blocks = self.blocks(tab.blocks, parent)
        return replace(tab, blocks=blocks) if blocks else None

    def blocks(self, blocks: tuple[Block, ...], parent: Any) -> tuple[Block, ...]:
        return tuple(b for b in (self.block(b, parent) for b in blocks) if b)

    def block(self, block: Block, parent: Any) -> Block | None:
        shape = self._rows(block, parent)
        if shape is None and (block.field or block.source):
            return None
        inner = shape.type if shape else parent
        kept = replace(
            block,
            columns=self.columns(block.columns, inner),
            tiles=self.tiles(block.tiles, parent),
            opens=self.opens(block.opens, parent),
            chart=block.chart and self._chart(block, inner),
            acts=self._acts(block.acts, inner, parent),
        )
        return kept if kept.columns or kept.tiles or kept.chart else None

    def _rows(self, block: Block, parent: Any) -> Shape | None:
        """Where a block's rows come from; None if there is nothing, or a filter of the block is not for this caller."""
        if block.source:
            shape = self._source(block.source)
        elif block.field and self._path(block.field, parent):
            field, holder = block.field.steps[-1], parent
            for step in block.field.steps[:-1]:
                holder = fields_of(holder)[step.name].type
            shape = Shape(fields_of(holder)[field.name])
        else:
            return None
        allowed = shape and self._allowed(block.where, shape) and (not block.order or self._sorted(block.order, shape))
        return shape if allowed else None

    def _chart(self, block: Block, parent: Any) -> Any:
        x, bars = self.column(block.chart.x, parent), self.column(block.chart.bars, parent)
        return (
            replace(block.chart, x=x, bars=bars, others=self.columns(block.chart.others, parent))
            if x and bars
            else None
        )

    def columns(self, columns: tuple[Column, ...], parent: Any) -> tuple[Column, ...]:
        return tuple(c for c in (self.column(c, parent) for c in columns) if c)

    def column(self, column: Column, parent: Any, shape: Shape | None = None) -> Column | None:
        """With its kind and sort filled in. A title whose first field is not there takes the next."""
        paths = [p for p in (column.field, *column.under) if self._path(p, parent)]
        if not paths or (paths[0] != column.field and column.kind not in ("title", "person")):
            return None
        sorts = shape.sorts if shape else frozenset()
        sort = column.sort or sort_name(sorts, tuple(s.name for s in paths[0].steps))
        return replace(
            column,
            field=paths[0],
            under=tuple(paths[1:]),
            kind=column.kind or cell_kind(paths[0].output(parent)),
            sort=sort if sort in sorts else "",
            opens=self.opens(column.opens, parent),
            why=asked(self, column.why, parent),
        )

    def tiles(self, tiles: tuple[Tile, ...], parent: Any) -> tuple[Tile, ...]:
        return tuple(self._tile(t, parent) for t in tiles if self._path(t.field, parent))

    def _tile(self, tile: Tile, parent: Any) -> Tile:
        return replace(
            tile,
            kind=tile.kind or cell_kind(tile.field.output(parent)),
            notes=tuple(n for n in tile.notes if self._sentence(n, parent)),
            bar=tile.bar if all(self._path(p, parent) for p in tile.bar) else (),
            opens=self.opens(tile.opens, parent),
            why=asked(self, tile.why, parent),
        )

    def _sentence(self, sentence: Sentence, parent: Any) -> bool:
        return all(self._path(hole, parent) for hole in sentence.holes)

    def opens(self, opens: Opens | None, parent: Any) -> Opens | None:
        """Kept if the target panel may be opened."""
        if opens is None or opens.tab:
            return opens
        target = self.panels.get(opens.panel)
        if target is None:
            self.lost(f"'{opens.panel}' is not a panel")
            return None
        part = target.item if opens.key else target.list
        shape = root(self.schema, part.source) if part else None
        holes = all(self._path(hole, parent) for hole in opens.holes)
        return opens if shape and holes and self._filters(opens.query, shape) else None

    def _filters(self, query: str, shape: Shape) -> bool:
        """Whether an address' filters are there for this caller; a value with a hole is not looked at."""
        _, wrong = read(parse_qsl(query), shape.where)
        wrong = [w for w in wrong if "{" not in w.value or w.reason in ("filter", "operator")]
        for misread in wrong:
            self.lost(f"'{misread.name}={misread.value}' is not a filter of {shape.type}")
        return not wrong

    def _source(self, source: str) -> Shape | None:
        shape = root(self.schema, source)
        if shape is None:
            self.lost(f"'{source}' is not a field of Query")
        return shape

    def _path(self, path: Path, parent: Any) -> bool:
        missing = path.missing(parent)
        if missing:
            self.lost(f"'{missing[0]}' is not a field of {missing[1]}")
        return missing is None

    def _filter(self, declared: Filter, shape: Shape) -> bool:
        found = filter_input(shape.where, declared.field) is not None
        if declared.field[0] in RESERVED:
            self.lost(f"'{declared.field[0]}' cannot be a filter: addresses use the word themselves")
        if not found:
            self.lost(f"'{'.'.join(declared.field)}' is not a filter of {shape.type}")
        return found

    def _choices(self, declared: Filter) -> Any:
        choices = declared.choices
        shape = self._source(choices.source) if choices else None
        if choices is None or shape is None:
            return None
        missing = {choices.value, choices.text} - set(fields_of(shape.type))
        for name in missing:
            self.lost(f"'{name}' is not a field of {shape.type}")
        return None if missing else choices

    def _sorted(self, order: str, shape: Shape) -> bool:
        known = not order or order.lstrip("-").upper() in shape.sorts
        if not known:
            self.lost(f"'{order.lstrip('-')}' is not a sort of {shape.type}")
        return known

    def _allowed(self, where: Any, shape: Shape) -> bool:
        if where is None:
            return True
        if shape.where is None:
            self.lost(f"{shape.type} cannot be filtered here")
            return False
        wrong: list[str] = []
        validate_input_value(where, shape.where, lambda problem, _: wrong.append(problem.message))
        for message in wrong:
            self.lost(message)
        return not wrong
