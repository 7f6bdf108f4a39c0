"""What stands in a table, a fact or a tile: a cell, ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from admin_ui.panels.addresses import item_url


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is drawn, `hint` shown on hover, `under` below; `parts` are further cells of a list."""

    kind: str
    text: str = ""
    hint: str = ""
    tone: str = ""
    href: str = ""
    under: str = ""
    parts: tuple["Cell", ...] = ()
    raw: Any = None
    is_end: bool = False
    why: str = ""
    "Where it is explained."

    @property
    def is_missing(self) -> bool:
        return not self.text and not self.parts


@dataclass(frozen=True)
class Links:
    """Panels that this viewer may open, by the type of their item: (panel, key field)."""

    items: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def item(self, type_name: str, row: Any) -> str:
        panel, key = self.items.get(type_name, ("", ""))
        value = row.get(key) if panel and isinstance(row, dict) else None
        return item_url(panel, str(value)) if value is not None else ""
