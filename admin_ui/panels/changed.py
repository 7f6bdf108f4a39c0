"""What was changed, in a cell: each name with the value before and after; what is long is folded."""

import json
from typing import TYPE_CHECKING, Any

from admin_ui.labels import field_label
from admin_ui.panels.cells import Cell
from admin_ui.panels.headings import Heading

if TYPE_CHECKING:
    from admin_ui.panels.pens import Pen

BOTH = {"before", "after", "old", "new"}


def changes(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    """`{"name": {"before": "A", "after": "B"}}`, or `["A", "B"]`, or one value for what was set."""
    if not isinstance(value, dict):
        return Cell("json", json.dumps(value, ensure_ascii=False, indent=2) if value else "")
    kind = row.get("subjectType", "") if isinstance(row, dict) else ""
    parts = ((_named(pen, kind, name), change) for name, change in value.items())
    return Cell("changes", parts=tuple(_change(pen, name, change) for name, change in parts))


def _named(pen: "Pen", kind: str, name: str) -> str:
    """What pages call a field of this type that was recorded by the name of its column."""
    first, *rest = name.split("_")
    field = first + "".join(part.title() for part in rest)
    return pen.formats.words.pgettext(kind, field_label(kind, field))


def _change(pen: "Pen", name: str, change: Any) -> Cell:
    if isinstance(change, dict) and change and not change.keys() & BOTH:
        inner = tuple(Cell("change", key, hint=_plain(value)) for key, value in change.items())
        count = pen.formats.words.ngettext("%(num)s value", "%(num)s values", len(inner)) % {"num": len(inner)}
        return Cell("change", name, hint=count, parts=inner)
    before, after = None, change
    if isinstance(change, dict):
        before, after = change.get("before", change.get("old")), change.get("after", change.get("new"))
    elif isinstance(change, list) and len(change) == 2:
        before, after = change
    return Cell("change", name, under=_plain(before), hint=_plain(after))


def _plain(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(part, (str, int)) for part in value):
        return ", ".join(str(part) for part in value)
    return json.dumps(value, ensure_ascii=False)
