"""A column as it is drawn: its name and help out of the schema, its kind, which way its numbers stand."""

from dataclasses import dataclass
from typing import Any

from graphql import get_named_type

from admin_ui.labels import field_label
from admin_ui.panels.grammar import Column
from admin_ui.panels.paths import Path, fields_of
from admin_ui.panels.shapes import cell_kind
from admin_ui.words import Words

AT_END = frozenset({"money", "number", "signed", "decimal", "percent", "factor", "count", "days", "minutes"})


@dataclass(frozen=True)
class Heading:
    """`label` and `help` are English; `owner` is the type that gives the label its context."""

    column: Column
    owner: str
    label: str
    help: str
    kind: str
    type_name: str

    @property
    def name(self) -> str:
        """What it is called in an address."""
        return self.column.field.text

    @property
    def is_end(self) -> bool:
        return self.kind in AT_END

    def said(self, words: Words) -> str:
        return words.pgettext(self.owner, self.label)

    def helped(self, words: Words) -> str:
        return words.gettext(self.help) if self.help else ""


def heading(column: Column, parent: Any) -> Heading:
    owner = column.field.owner(parent)
    output = column.field.output(parent)
    return Heading(
        column,
        owner,
        column.label or field_label(owner, column.field.last),
        _help(column.field, parent),
        column.kind or cell_kind(output),
        get_named_type(output).name,
    )


def headings(columns: tuple[Column, ...], parent: Any) -> tuple[Heading, ...]:
    return tuple(heading(c, parent) for c in columns)


def path_heading(path: Path, parent: Any) -> Heading:
    return heading(Column(path), parent)


def _help(path: Path, parent: Any) -> str:
    for step in path.steps[:-1]:
        parent = fields_of(parent)[step.name].type
    return (fields_of(parent)[path.last].description or "").strip()
