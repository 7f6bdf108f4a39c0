"""Panels to GraphQL: one operation for a list, one for an item with its tab and right column, one for a part alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLSchema, get_named_type

from admin_ui.panels.grammar import Block, Column, Filter, Item, ListPart, Opens, Tab, Tile
from admin_ui.panels.paths import Path, Step, fields_of
from admin_ui.panels.selections import Selection
from admin_ui.panels.shapes import Shape, root

PAGE_INFO = ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor")
COUNT = ("value", "isEstimate", "isCapped")
Names = Mapping[str, tuple[str, ...]]


@dataclass
class Draft:
    """An operation being put together."""

    schema: GraphQLSchema
    names: Names
    variables: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, Any] = field(default_factory=dict)
    root: Selection = field(default_factory=Selection)

    def variable(self, name: str, type_: Any, value: Any = None) -> str:
        self.variables[name] = str(type_)
        if value is not None:
            self.fixed[name] = value
        return f"${name}"

    def text(self, name: str) -> str:
        taken = ", ".join(f"${n}: {t}" for n, t in self.variables.items())
        return "\n".join([f"query {name}{f'({taken})' if taken else ''} {{", *self.root.lines(1), "}"])


@dataclass(frozen=True)
class Document:
    """A finished operation, with the variables that do not depend on the request."""

    text: str
    fixed: Mapping[str, Any]


def list_document(
    schema: GraphQLSchema, names: Names, part: ListPart, columns: tuple[Column, ...], key: str, used: frozenset[str],
    choices: tuple[Filter, ...] = (),
) -> Document:  # fmt: skip
    """`used` are the arguments that the request fills: first, after, where, search, orderBy, ..."""
    draft, shape = Draft(schema, names), root(schema, part.source)
    assert shape is not None
    taken = [a for a in shape.field.args if a in used]
    given = ", ".join(f"{a}: {draft.variable(a, shape.field.args[a].type)}" for a in taken)
    rows = draft.root.add_text(part.source, f"{part.source}({given})" if given else part.source)
    if shape.is_connection:
        rows.add_text("pageInfo", "pageInfo").add_names(PAGE_INFO)
        rows.add_text("totalCount", "totalCount").add_names(COUNT)
        rows = rows.add_text("nodes", "nodes")
    _columns(rows, columns, shape.type, names, key)
    for declared in choices:
        _choices(draft, declared)
    return Document(draft.text(_title(part.source)), draft.fixed)


def choices_document(schema: GraphQLSchema, names: Names, choices: tuple[Filter, ...]) -> Document | None:
    draft = Draft(schema, names)
    for declared in choices:
        _choices(draft, declared)
    return Document(draft.text("Choices"), draft.fixed) if draft.root.fields else None


def item_document(
    schema: GraphQLSchema,
    names: Names,
    item: Item,
    key: str,
    tab: Tab | None,
    cursors: frozenset[str],
    parts: frozenset[str],
) -> Document:
    """`parts` of header, tab, side, queue; `cursors` are the blocks whose next page is asked for."""
    draft, shape = Draft(schema, names), root(schema, item.source)
    assert shape is not None
    one = draft.root.add_text(item.source, item.source + lookup(draft, item, shape))
    if "header" in parts:
        _header(one, item, shape.type, names, key)
    blocks = {"tab": tab.blocks if tab else (), "side": item.side, "queue": (item.queue,) if item.queue else ()}
    for block in (b for part, listed in blocks.items() if part in parts for b in listed):
        _block(draft, one, shape.type, block, block.id in cursors)
    if not one.fields:
        one.add(Step(key if key in fields_of(shape.type) else "__typename"))
    return Document(draft.text(_title(item.source)), draft.fixed)


def lookup(draft: Draft, item: Item, shape: Shape) -> str:
    """`(number: $key)`, or `(by: {memberNo: $key})`."""
    if not item.by:
        return ""
    first, *rest = item.by
    given: Any = shape.field.args[first].type
    for name in rest:
        given = get_named_type(given).fields[name].type
    text = draft.variable("key", given if str(given).endswith("!") else f"{given}!")
    for name in reversed(rest):
        text = f"{{{name}: {text}}}"
    return f"({first}: {text})"


def _header(one: Selection, item: Item, parent: Any, names: Names, key: str) -> None:
    _columns(one, (*item.badges, *item.facts), parent, names, key)
    one.add_names(n for n in names.get(get_named_type(parent).name, ()) if n in fields_of(parent))
    one.add_names(name for act in item.acts for name in act.when)
    _tiles(one, item.tiles, parent, names)
    if item.access:
        one.add(item.access.steps[0]).add_names(("field", "visibility", "reason", "revealedUntil"))


def _block(draft: Draft, one: Selection, parent: Any, block: Block, paged: bool) -> None:
    _tiles(one, block.tiles, parent, draft.names)
    _opens(one, block.opens, parent, draft.names)
    if block.source:
        shape, holder = root(draft.schema, block.source), draft.root
    elif block.field:
        shape, holder = _held(one, parent, block.field)
    else:
        _inside(one, block, parent, draft.names)
        return
    assert shape is not None
    call = _call(draft, block, shape, paged)
    inner = holder.add_text(block.id, call if call == block.id else f"{block.id}: {call}")
    if shape.is_connection:
        inner.add_text("pageInfo", "pageInfo").add_names(("hasNextPage", "endCursor"))
        inner.add_text("totalCount", "totalCount").add_names(COUNT)
        inner = inner.add_text("nodes", "nodes")
    if shape.is_connection or shape.is_list:
        inner.add_names(n for n in draft.names.get(shape.type.name, ())[:1] if n in fields_of(shape.type))
    for act in block.acts:
        inner.add_names((*act.when, *act.row.values(), *act.suggested.values()))
    _inside(inner, block, shape.type, draft.names)


def _held(one: Selection, parent: Any, path: Path) -> tuple[Shape, Selection]:
    for step in path.steps[:-1]:
        one, parent = one.add(step), fields_of(parent)[step.name].type
    return Shape(fields_of(parent)[path.last]), one


def _call(draft: Draft, block: Block, shape: Shape, paged: bool) -> str:
    step = block.field.steps[-1] if block.field else Step(block.source)
    given = [step.arguments] if step.arguments else []
    if block.by:
        given.append(f"{block.by}: $key")
    if shape.takes("first"):
        given.append(f"first: {block.first}")
    if paged and shape.takes("after"):
        given.append(f"after: {draft.variable(f'{block.id}After', shape.field.args['after'].type)}")
    if block.where is not None:
        given.append(f"where: {draft.variable(f'{block.id}Where', shape.field.args['where'].type, block.where)}")
    if block.order:
        order = [order_of(block.order)]
        given.append(f"orderBy: {draft.variable(f'{block.id}Order', shape.field.args['orderBy'].type, order)}")
    return f"{step.name}({', '.join(given)})" if given else step.name


def _inside(inner: Selection, block: Block, parent: Any, names: Names) -> None:
    chart = (block.chart.x, block.chart.bars, *block.chart.others) if block.chart else ()
    _columns(inner, (*block.columns, *chart), parent, names, "")


def _columns(rows: Selection, columns: tuple[Column, ...], parent: Any, names: Names, key: str) -> None:
    if key and key in fields_of(parent):
        rows.add(Step(key))
    for column in columns:
        for path in (column.field, *column.under):
            rows.add_path(path, parent, names)
        _opens(rows, column.opens, parent, names)
        _opens(rows, column.why, parent, names)


def _tiles(rows: Selection, tiles: tuple[Tile, ...], parent: Any, names: Names) -> None:
    for tile in tiles:
        for path in (tile.field, *tile.bar, *(hole for note in tile.notes for hole in note.holes)):
            rows.add_path(path, parent, names)
        _opens(rows, tile.opens, parent, names)
        _opens(rows, tile.why, parent, names)


def _opens(rows: Selection, opens: Opens | None, parent: Any, names: Names) -> None:
    for hole in opens.holes if opens else ():
        if hole.missing(parent) is None:
            rows.add_path(hole, parent, names)


def _choices(draft: Draft, declared: Filter) -> None:
    choices = declared.choices
    shape = root(draft.schema, choices.source) if choices else None
    if choices is None or shape is None:
        return
    rows = draft.root.add_text(
        f"{choices.source}Choices",
        f"{choices.source}Choices: {choices.source}" + ("(first: 100)" if shape.is_connection else ""),
    )
    (rows.add_text("nodes", "nodes") if shape.is_connection else rows).add_names((choices.value, choices.text))


def order_of(order: str) -> dict[str, str]:
    """`-joined_at` as an entry of `orderBy`."""
    return {"field": order.lstrip("-").upper(), "direction": "DESC" if order.startswith("-") else "ASC"}


def _title(source: str) -> str:
    return source[0].upper() + source[1:]
