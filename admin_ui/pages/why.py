"""Why something is masked, missing or not to be done: what the API explains, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from admin_ui.labels import field_label, words_of
from admin_ui.pages.problem import closed
from admin_ui.panels.missing import Missing, missing
from admin_ui.visits import Visit

FIELDS = "allowed visibility trace reasons { roleCode visibility decidedBy said } canFilter canWrite canGrant missing"
ONE = f"""query Why($type: String!, $field: String!, $id: ID, $role: String) {{
  why: explainAccess(typeName: $type, field: $field, id: $id, roleCode: $role) {{ {FIELDS} }}
}}"""
MOST = 20
"Explained at once; the rest has a link of its own."


@dataclass(frozen=True)
class Explained:
    """One thing with its name and its explanation."""

    label: str
    href: str
    why: Mapping[str, Any]
    is_act: bool = False


async def show(visit: Visit) -> Response:
    """One field or mutation; alone for a page that asks for the part."""
    type_name, field = visit.request.path_params["type"], visit.request.path_params["field"]
    given = visit.request.query_params
    asked = {"type": type_name, "field": field, "id": given.get("id"), "role": given.get("role")}
    data = await visit.ask(ONE, {name: value for name, value in asked.items() if value})
    words = visit.words
    label = words.pgettext(type_name, field_label(type_name, field))
    owner = "" if type_name in ("Mutation", "Query") else words.gettext(words_of(type_name))
    one = Explained(label, visit.here, data["why"])
    return visit.draw("_why_part.html" if visit.is_part else "why.html", one=one, owner=owner)


async def of_panel(visit: Visit) -> Response:
    """All that a panel has and this person's roles leave out."""
    panel = visit.prepared.panels[visit.request.path_params["panel"]]
    lost = missing(panel, visit.prepared.desk.schema, visit.seen.schema)
    if not lost:
        return closed(visit)
    shown = lost[:MOST]
    asked = (
        f'w{n}: explainAccess(typeName: "{m.type_name}", field: "{m.field}") {{ {FIELDS} }}'
        for n, m in enumerate(shown)
    )
    data = await visit.ask("query Why {\n  " + "\n  ".join(asked) + "\n}", {})
    explained = [_explained(visit, one, data[f"w{n}"]) for n, one in enumerate(shown)]
    more = [_explained(visit, one, {}) for one in lost[MOST:]]
    return visit.draw("missing.html", panel=panel, explained=explained, more=more)


def _asked(number: int, one: Missing) -> str:
    return f'w{number}: explainAccess(typeName: "{one.type_name}", field: "{one.field}") {{ {FIELDS} }}'


def _explained(visit: Visit, one: Missing, why: Mapping[str, Any]) -> Explained:
    label = visit.words.pgettext(one.owner, one.label)
    return Explained(label, address(one.type_name, one.field), why, one.is_act)


def address(type_name: str, field: str) -> str:
    return f"/why/{type_name}/{field}"
