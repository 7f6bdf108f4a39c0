"""What a form asks before it is drawn: its record, the values to open with, and the choices of its references."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema

from admin_ui.panels.acts import Form
from admin_ui.panels.documents import Document, Draft, lookup
from admin_ui.panels.grammar import Choices, Item
from admin_ui.panels.paths import fields_of
from admin_ui.panels.prefills import select
from admin_ui.panels.references import asked, is_searched, shape_of
from admin_ui.panels.shapes import root

ACCESS = ("field", "visibility", "reason")


def opening(
    schema: GraphQLSchema, names: Mapping[str, tuple[str, ...]], form: Form, item: Item | None, key: str
) -> Document | None:
    """None if there is nothing to ask: a new record without references."""
    draft = Draft(schema, names)
    if item:
        _record(draft, form, item, key)
    for number, choices in enumerate(listed(schema, form)):
        shape = shape_of(schema, choices)
        assert shape is not None
        rows = draft.root.add_text(f"choices{number}", f"choices{number}: {asked(schema, choices)}")
        rows = rows.add_text("nodes", "nodes") if shape.is_connection else rows
        rows.add_names((choices.value, choices.text))
    if not draft.root.fields:
        return None
    return Document(draft.text(form.act.mutation[:1].upper() + form.act.mutation[1:] + "Form"), draft.fixed)


def listed(schema: GraphQLSchema, form: Form) -> list[Choices]:
    """The lists that are short enough to be drawn whole, each once."""
    return list(dict.fromkeys(c.source for c in form.references if c.source and not is_searched(schema, c.source)))


def _record(draft: Draft, form: Form, item: Item, key: str) -> None:
    shape = root(draft.schema, item.source)
    assert shape is not None
    known: Any = fields_of(shape.type)
    one = draft.root.add_text(item.source, item.source + lookup(draft, item, shape))
    one.add_names(n for n in dict.fromkeys((*draft.names.get(shape.type.name, ()), key, "id")) if n in known)
    if form.takes_version and "version" in known:
        one.add_names(("version",))
    if form.prefills and item.access:
        one.add(item.access.steps[0]).add_names(ACCESS)
    for path in form.act.record.values():
        one.add_path(path, shape.type, draft.names)
    select(form.prefills, one)
    if not one.fields:
        one.add_names(("__typename",))
