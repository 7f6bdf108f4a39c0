"""The command palette: records and pages in one question, drawn as options of a list box."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from admin_ui.panels.grammar import Panel
from admin_ui.panels.paths import fields_of
from admin_ui.panels.pens import Pen
from admin_ui.panels.selections import Selection
from admin_ui.visits import Visit

FEW = 5
LONGEST = 100


@dataclass(frozen=True)
class Found:
    href: str
    title: str
    under: str
    icon: str


@dataclass(frozen=True)
class Group:
    title: str
    found: list[Found]


async def show(visit: Visit) -> Response:
    text = visit.request.query_params.get("q", "").strip()[:LONGEST]
    groups = [_pages(visit, text)]
    if len(text) >= 2 or (text and ord(text[0]) > 0x2E80):
        groups = [*await _records(visit, text), *groups]
    template = "_palette_found.html" if visit.is_part else "palette.html"
    return visit.draw(template, groups=[g for g in groups if g.found], text=text)


def _pages(visit: Visit, text: str) -> Group:
    """Pages whose name holds the text, in the reader's language or in English."""
    wanted, words = text.casefold(), visit.words
    listed = [p for panels in visit.seen.areas.values() for p in panels]
    found = [p for p in listed if wanted in f"{words.gettext(p.title)} {p.title}".casefold()]
    return Group(words.gettext("Pages"), [Found(f"/{p.name}", words.gettext(p.title), "", p.icon) for p in found[:8]])


async def _records(visit: Visit, text: str) -> list[Group]:
    panels = [p for p in visit.seen.panels.values() if p.is_found and p.list and p.item and p.list.search]
    if not panels:
        return []
    data = await visit.ask(_document(visit, panels), {"text": text})
    return [_group(visit, panel, data[panel.list.source]["nodes"]) for panel in panels if panel.list]


def _document(visit: Visit, panels: list[Panel]) -> str:
    """One operation for all kinds of records."""
    root = Selection()
    for panel in panels:
        assert panel.list is not None
        source, parent = panel.list.source, visit.seen.shape(panel.list.source).type
        nodes = root.add_text(source, f"{source}(first: {FEW}, search: $text)").add_text("nodes", "nodes")
        nodes.add_names(n for n in (panel.key, *panel.names) if n in fields_of(parent))
        for badge in (panel.item.badges if panel.item else ())[:1]:
            nodes.add_path(badge.field, parent, visit.seen.names)
    return "\n".join(["query Find($text: String) {", *root.lines(1), "}"])


def _group(visit: Visit, panel: Panel, nodes: list[dict[str, Any]]) -> Group:
    pen = Pen(visit.formats, visit.seen.links, visit.now)
    return Group(visit.words.gettext(panel.title), [_found(pen, panel, n) for n in nodes])


def _found(pen: Pen, panel: Panel, node: dict[str, Any]) -> Found:
    names = list(dict.fromkeys(str(v) for n in (*panel.names, panel.key) if (v := node.get(n))))
    return Found(pen.links.item(panel.type, node), names[0], " · ".join(names[1:]), panel.icon)
