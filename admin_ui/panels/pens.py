"""Draws cells, links and sentences for one reader at one moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from admin_ui.formats import Formats
from admin_ui.labels import value_label
from admin_ui.panels.addresses import item_url
from admin_ui.panels.cells import Cell, Links
from admin_ui.panels.grammar import Opens, Sentence
from admin_ui.panels.headings import Heading
from admin_ui.panels.kinds import KINDS


@dataclass(frozen=True)
class Pen:
    """Draws cells for one reader at one moment."""

    formats: Formats
    links: Links
    now: datetime
    tab_url: Callable[[str], str] = str

    def cell(self, heading: Heading, row: Any) -> Cell:
        value = heading.column.field.value(row)
        draw = KINDS[heading.kind]
        cell = (
            draw(self, value, heading, row)
            if value is not None or heading.kind in ("title", "person")
            else Cell(heading.kind)
        )
        href = self.opens(heading.column.opens, row) if heading.column.opens else cell.href
        return replace(cell, is_end=heading.is_end, href=href, why=self.opens(heading.column.why, row))

    def opens(self, opens: Opens | None, row: Any) -> str:
        """The address behind a number; empty if a hole has no value."""
        if opens is None:
            return ""
        if opens.tab:
            return self.tab_url(opens.tab)
        values = {hole.text: hole.value(row) for hole in opens.holes}
        if None in values.values():
            return ""
        if opens.key:
            return item_url(opens.panel, _filled(opens.key, values))
        query = _filled(opens.query, {name: quote(str(value), safe="") for name, value in values.items()})
        return f"/{opens.panel}?{query}" if query else f"/{opens.panel}"

    def sentence(self, sentence: Sentence, row: Any, kinds: Mapping[str, Heading]) -> str:
        """The words with their holes filled; empty while one has no value, or all are zero."""
        cells = {hole.text: self.cell(kinds[hole.text], row) for hole in sentence.holes}
        if any(cell.is_missing for cell in cells.values()) or all(_is_zero(cell.raw) for cell in cells.values()):
            return ""
        return _filled(self.formats.words.gettext(sentence.text), {name: cell.text for name, cell in cells.items()})

    def value_name(self, enum: str, value: str) -> str:
        return self.formats.words.pgettext(enum, value_label(enum, value))


def _is_zero(raw: Any) -> bool:
    return raw in (0, "0") or (isinstance(raw, str) and raw.strip("0.") == "" and raw != "")


def _filled(text: str, values: Mapping[str, Any]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
