"""The panels as one permission fingerprint sees them, with the documents compiled for it. Kept per fingerprint."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from graphql import GraphQLField, GraphQLSchema

from admin_ui.panels.acts import Form, form_of
from admin_ui.panels.cells import Links
from admin_ui.panels.documents import Document, choices_document, item_document, list_document
from admin_ui.panels.grammar import Act, Block, Column, Filter, Item, ListPart, Panel, Tab, Tile
from admin_ui.panels.headings import Heading, headings, path_heading
from admin_ui.panels.missing import missing
from admin_ui.panels.paths import fields_of
from admin_ui.panels.shapes import Shape, root
from admin_ui.panels.sight import Sight

AREAS = ("desk", "members", "program", "campaigns", "analysis", "settings")


class Seen:
    """Everything about panels that depends on the caller's schema and on nothing else."""

    def __init__(self, schema: GraphQLSchema, panels: Mapping[str, Panel]) -> None:
        self.schema = schema
        self.panels = {name: Sight(schema, panels).panel(panel) for name, panel in panels.items()}
        self.names = {p.type: (p.key, *p.names) for p in panels.values() if p.key}
        self.list_document = lru_cache(maxsize=256)(self._list_document)
        self.form = lru_cache(maxsize=512)(self._form)
        self.item_document = lru_cache(maxsize=256)(self._item_document)
        self.block_headings = lru_cache(maxsize=512)(self._block_headings)
        self.left_out = lru_cache(maxsize=128)(self._left_out)
        self.tile_headings = lru_cache(maxsize=256)(self._tile_headings)

    def _left_out(self, panel: Panel, master: GraphQLSchema) -> int:
        return len(missing(panel, master, self.schema))

    @cached_property
    def links(self) -> Links:
        found = {p.type: (p.name, p.key) for p in self.panels.values() if p.item and p.key}
        return Links(found)

    @cached_property
    def areas(self) -> dict[str, list[Panel]]:
        """What the navigation shows: panels with a list that may be opened, by job."""
        return {
            area: found for area in AREAS if (found := [p for p in self.panels.values() if p.area == area and p.list])
        }

    def may_open(self, name: str) -> bool:
        panel = self.panels.get(name)
        return panel is not None and panel.list is not None

    def shape(self, source: str) -> Shape:
        found = root(self.schema, source)
        assert found is not None
        return found

    def _form(self, act: Act, parent: str) -> Form | None:
        """`parent` is the type of the record that it changes, if it is one."""
        return form_of(self.schema, act, self.schema.type_map.get(parent), self.names)

    def choices(self, filters: tuple[Filter, ...]) -> Document | None:
        return choices_document(self.schema, self.names, tuple(f for f in filters if f.choices))

    def _list_document(
        self, part: ListPart, columns: tuple[Column, ...], key: str, used: frozenset[str], choices: tuple[Filter, ...]
    ) -> Document:
        return list_document(self.schema, self.names, part, columns, key, used, choices)

    def _item_document(
        self, item: Item, key: str, tab: Tab | None, cursors: frozenset[str], parts: frozenset[str]
    ) -> Document:
        return item_document(self.schema, self.names, item, key, tab, cursors, parts)

    def _block_headings(self, block: Block, columns: tuple[Column, ...], parent: str) -> tuple[Heading, ...]:
        return headings(columns, self.block_type(block, parent))

    def block_type(self, block: Block, parent: str) -> Any:
        """The type of the rows of a block, or of the item itself."""
        if block.source:
            return self.shape(block.source).type
        holder: Any = self.schema.type_map[parent]
        for step in block.field.steps if block.field else ():
            holder = fields_of(holder)[step.name].type
        return Shape(GraphQLField(holder)).type if block.field else holder

    def _tile_headings(self, tile: Tile, parent: Any) -> tuple[Heading, dict[str, Heading]]:
        """Of the number itself, and of each hole of its notes."""
        main = headings((Column(tile.field, label=tile.label, kind=tile.kind),), parent)[0]
        return main, {h.text: path_heading(h, parent) for note in tile.notes for h in note.holes}
