"""What a half-typed reference could mean, as options of its input."""

from typing import Any

from starlette.responses import Response

from admin_ui.panels.controls import ROW, Control, everywhere
from admin_ui.panels.finding import lookup_of
from admin_ui.panels.grammar import Act, Panel
from admin_ui.panels.paths import fields_of
from admin_ui.panels.references import asked, is_searched, pairs
from admin_ui.visits import Visit

FEW = 8
LONGEST = 100


async def show(visit: Visit, act: Act | None) -> Response:
    form = visit.seen.form(act, "") if act else None
    given = visit.request.query_params
    name = given.get("control", "")
    text = given.get(name, "").strip()[:LONGEST]
    spoken = ".".join(ROW if part.isdecimal() else part for part in name.split("."))
    control = next((c for c in everywhere(form.controls) if c.name == spoken), None) if form else None
    options = await _options(visit, control, text) if control and text else ()
    return visit.draw("_suggestions.html", options=options)


async def _options(visit: Visit, control: Control, text: str) -> tuple[tuple[str, str], ...]:
    if control.source and is_searched(visit.seen.schema, control.source):
        source = asked(visit.seen.schema, control.source, f"first: {FEW}, search: $text")
        fields = f"nodes {{ {control.source.value} {control.source.text} }}"
        data = await visit.ask(f"query Suggest($text: String) {{\n  found: {source} {{ {fields} }}\n}}", {"text": text})
        return pairs(data["found"], control.source)
    panel = searched_panel(visit, control)
    return await _records(visit, panel, text) if panel else ()


def searched_panel(visit: Visit, control: Control) -> Panel | None:
    """The panel whose list finds what a control takes by any of its names."""
    lookup = lookup_of(visit.seen.schema, control) if control.kind == "by" else None
    type_name = visit.seen.shape(lookup[0]).type.name if lookup else ""
    panels = (p for p in visit.seen.panels.values() if p.type == type_name and p.list and p.list.search)
    return next(panels, None)


async def _records(visit: Visit, panel: Panel, text: str) -> tuple[tuple[str, str], ...]:
    assert panel.list is not None
    known = fields_of(visit.seen.shape(panel.list.source).type)
    names = [n for n in (panel.key, *panel.names) if n in known]
    if panel.key not in known:
        return ()
    source = f"{panel.list.source}(first: {FEW}, search: $text)"
    data: dict[str, Any] = await visit.ask(
        f"query Suggest($text: String) {{\n  {source} {{ nodes {{ {' '.join(names)} }} }}\n}}", {"text": text}
    )
    nodes = data[panel.list.source]["nodes"]
    return tuple((str(n[panel.key]), " · ".join(str(n[m]) for m in names[1:] if n[m])) for n in nodes)
