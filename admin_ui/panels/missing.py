"""What a panel has and a caller's schema has not: columns, numbers, blocks and buttons."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLSchema, get_named_type

from admin_ui.panels.grammar import Act, Block, Column, Panel
from admin_ui.panels.headings import heading
from admin_ui.panels.paths import Path, fields_of
from admin_ui.panels.shapes import Shape, root


@dataclass(frozen=True)
class Missing:
    """`label` in the context `owner`, as the page would say it; `type_name` and `field` are what is not granted."""

    label: str
    owner: str
    type_name: str
    field: str
    is_act: bool = False


def missing(panel: Panel, master: GraphQLSchema, own: GraphQLSchema) -> list[Missing]:
    """Each thing once, buttons last. `panel` as it is declared, `own` the caller's schema."""
    found = dict.fromkeys((*_parts(panel, master, own), *_acts(panel, own)))
    return list(found)


def _parts(panel: Panel, master: GraphQLSchema, own: GraphQLSchema) -> Iterator[Missing]:
    if panel.list:
        yield from _source(panel.list.source, panel.title, own)
        yield from _columns(panel.list.columns, _type(master, panel.list.source), own)
    if panel.item:
        yield from _source(panel.item.source, panel.one or panel.title, own)
        parent = _type(master, panel.item.source)
        tiles = (Column(tile.field, label=tile.label) for tile in panel.item.tiles)
        yield from _columns((*panel.item.badges, *panel.item.facts, *tiles), parent, own)
        for block in panel.blocks:
            yield from _block(block, parent, master, own)


def _source(source: str, title: str, own: GraphQLSchema) -> Iterator[Missing]:
    if root(own, source) is None:
        yield Missing(title, "", "Query", source)


def _block(block: Block, parent: Any, master: GraphQLSchema, own: GraphQLSchema) -> Iterator[Missing]:
    if block.source:
        yield from _source(block.source, block.title, own)
        inner = _type(master, block.source)
    else:
        lost = _lost(block.field, parent, own) if block.field else None
        if lost:
            yield Missing(block.title, "", *lost)
            return
        inner = _rows(block, parent)
    yield from _columns(block.columns, inner, own)


def _rows(block: Block, parent: Any) -> Any:
    for step in block.field.steps if block.field else ():
        parent = Shape(fields_of(parent)[step.name]).type
    return parent


def _columns(columns: Any, parent: Any, own: GraphQLSchema) -> Iterator[Missing]:
    for column in columns:
        lost = _lost(column.field, parent, own)
        if lost:
            head = heading(column, parent)
            yield Missing(head.label, head.owner, *lost)


def _lost(path: Path, parent: Any, own: GraphQLSchema) -> tuple[str, str] | None:
    """The first step that the caller's schema has not."""
    for step in path.steps:
        name = get_named_type(parent).name
        if step.name not in fields_of(own.type_map.get(name)):
            return name, step.name
        parent = fields_of(parent)[step.name].type
    return None


def _acts(panel: Panel, own: GraphQLSchema) -> Iterator[Missing]:
    known = own.mutation_type.fields if own.mutation_type else {}
    acts: tuple[Act, ...] = (*(panel.list.acts if panel.list else ()), *panel.acts)
    for act in acts:
        if act.mutation not in known:
            yield Missing(act.title, "", "Mutation", act.mutation, is_act=True)


def _type(schema: GraphQLSchema, source: str) -> Any:
    shape = root(schema, source)
    assert shape is not None
    return shape.type
