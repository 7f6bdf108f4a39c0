"""Values to cells, one function per kind, in the reader's language. Never more than the answer says."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import segno
from markupsafe import Markup

from admin_ui.events import event_words
from admin_ui.formats import seconds_until
from admin_ui.labels import words_of
from admin_ui.panels.cells import Cell
from admin_ui.panels.changed import changes
from admin_ui.panels.headings import Heading
from admin_ui.tones import tone_of
from rules.permission_words import described

if TYPE_CHECKING:
    from admin_ui.panels.pens import Pen

SOON = 7200
WEEKS = 30 * 86400
TITLES = ("name", "label", "subject", "title", "number", "memberNo", "username", "code", "kind", "id")


def _text(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    """A thing that is an object is called by its name, without a link."""
    return Cell(heading.kind, _named(value) if isinstance(value, dict) else str(value), raw=value)


def _title(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    paths = (heading.column.field, *heading.column.under)
    lines = list(dict.fromkeys(str(v) for v in (p.value(row) for p in paths) if v not in (None, "")))
    return Cell(heading.kind, lines[0] if lines else "", under=" · ".join(lines[1:]))


def _badge(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    return Cell("badge", pen.value_name(heading.type_name, value), tone=tone_of(value), raw=value)


def _word(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    return Cell("word", pen.value_name(heading.type_name, value), raw=value)


def _tier(pen: "Pen", value: dict[str, Any], heading: Heading, row: Any) -> Cell:
    return Cell(
        "tier", value.get("name") or value.get("code") or "", raw=value.get("rank"), href=pen.links.item("Tier", value)
    )


def _money(pen: "Pen", value: dict[str, Any], heading: Heading, row: Any) -> Cell:
    return Cell("money", pen.formats.money(value["amount"], value["currency"]), raw=value["amount"])


def _number(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    return Cell("number", pen.formats.number(value), raw=value)


def _signed(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    number = float(value)
    tone = "good" if number > 0 else "bad" if number < 0 else "over"
    text = pen.formats.signed(value) if isinstance(value, int) else pen.formats.signed(number)
    return Cell("signed", text, tone=tone, raw=value)


def _formatted(name: str, pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    return Cell(name, getattr(pen.formats, name)(value), raw=value)


def _factor(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    return Cell("factor", f"×{pen.formats.decimal(value)}", raw=value)


def _when(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    return Cell("when", pen.formats.when(value, pen.now), hint=pen.formats.exact(value), raw=value)


def _clock(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    return Cell("when", pen.formats.clock(value, pen.now), hint=pen.formats.exact(value), raw=value)


def _until(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    left = seconds_until(value, pen.now)
    tone = "over" if left < 0 else "wait" if left < WEEKS else ""
    return replace(_when(pen, value, heading, row), tone=tone, kind="until")


def _due(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    left = seconds_until(value, pen.now)
    words = pen.formats.words.gettext("%(time)s left") if left >= 0 else pen.formats.words.gettext("%(time)s late")
    tone = "bad" if left < 0 else "wait" if left < SOON else "over"
    return Cell(
        "due", words % {"time": pen.formats.span(value, pen.now)}, hint=pen.formats.exact(value), tone=tone, raw=value
    )


def _yes(pen: "Pen", value: bool, heading: Heading, row: Any) -> Cell:
    return Cell("yes", pen.formats.words.gettext("Yes") if value else pen.formats.words.gettext("No"), raw=value)


def _flag(pen: "Pen", value: bool, heading: Heading, row: Any) -> Cell:
    """Says its name if it holds, nothing if not."""
    return Cell("flag", heading.said(pen.formats.words) if value else "", raw=value)


def _link(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    if not isinstance(value, dict):
        return Cell("text", str(value))
    return Cell("link", _named(value), href=pen.links.item(heading.type_name, value))


def _named(value: dict[str, Any]) -> str:
    return next((str(value[n]) for n in TITLES if value.get(n)), "")


def _links(pen: "Pen", value: list[Any], heading: Heading, row: Any) -> Cell:
    """Things of a list, or plain words."""
    return Cell("links", parts=tuple(_link(pen, entry, heading, row) for entry in value))


def _json(pen: "Pen", value: Any, heading: Heading, row: Any) -> Cell:
    return Cell("json", json.dumps(value, ensure_ascii=False, indent=2) if value else "")


def _abilities(pen: "Pen", value: list[str], heading: Heading, row: Any) -> Cell:
    """Permissions in words."""
    said, words = described(), pen.formats.words
    return Cell("lines", parts=tuple(Cell("text", words.gettext(said.get(code, code)), hint=code) for code in value))


def _event(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    return Cell("text", event_words(value, pen.formats.words), hint=value, raw=value)


def _kind(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    """The name of a type."""
    return Cell("text", pen.formats.words.gettext(words_of(value)), raw=value)


def _span(pen: "Pen", value: int, heading: Heading, row: Any) -> Cell:
    words = pen.formats.words
    if heading.kind == "days":
        return Cell("days", words.ngettext("%(num)s day", "%(num)s days", value) % {"num": pen.formats.number(value)})
    return Cell("minutes", words.gettext("%(num)s min") % {"num": pen.formats.number(max(1, round(value / 60)))})


def _stars(pen: "Pen", value: int, heading: Heading, row: Any) -> Cell:
    return Cell("stars", pen.formats.words.gettext("%(num)s of 5") % {"num": value}, raw=value)


def _count(pen: "Pen", value: dict[str, Any], heading: Heading, row: Any) -> Cell:
    return Cell("count", pen.formats.count(value), raw=value["value"])


def _qr(pen: "Pen", value: str, heading: Heading, row: Any) -> Cell:
    """A picture for the camera of a phone, drawn without any style of its own."""
    code = segno.make(value, error="m")
    drawn = code.svg_inline(scale=6, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Cell("qr", Markup(drawn))


KINDS: dict[str, Callable[["Pen", Any, Heading, Any], Cell]] = {
    "text": _text,
    "code": _text,
    "long": _text,
    "title": _title,
    "person": _title,
    "badge": _badge,
    "word": _word,
    "tier": _tier,
    "money": _money,
    "number": _number,
    "signed": _signed,
    "decimal": partial(_formatted, "decimal"),
    "percent": partial(_formatted, "percent"),
    "factor": _factor,
    "when": _when,
    "clock": _clock,
    "day": partial(_formatted, "day"),
    "until": _until,
    "due": _due,
    "yes": _yes,
    "flag": _flag,
    "link": _link,
    "links": _links,
    "json": _json,
    "abilities": _abilities,
    "changes": changes,
    "event": _event,
    "kind": _kind,
    "days": _span,
    "minutes": _span,
    "qr": _qr,
    "stars": _stars,
    "count": _count,
}
