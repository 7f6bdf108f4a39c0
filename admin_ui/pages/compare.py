"""Two people or roles side by side: fields, rows and buttons in which they differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.responses import Response

from admin_ui.labels import field_label, words_of
from admin_ui.pages.problem import closed
from admin_ui.visits import Visit
from rules.permission_words import described

QUERY = """query Compare($a: AccessOf!, $b: AccessOf!) {
  accessCompare(a: $a, b: $b) {
    one other
    fields { typeName field one other oneFilters otherFilters oneWrites otherWrites }
    rows { typeName one other }
    permissions { name one other }
    mutations { name one other }
  }
}"""
CHOICES = "query Choices { staff { username name } roles { code } }"
ME = "me"


@dataclass(frozen=True)
class Buttons:
    """Those of one screen that only one of both has."""

    title: str
    one: tuple[str, ...]
    other: tuple[str, ...]


async def show(visit: Visit) -> Response:
    query = visit.seen.schema.query_type
    if query is None or "accessCompare" not in query.fields:
        return closed(visit)
    given = visit.request.query_params
    sides = [given.get("a") or ME, given.get("b") or ""]
    choices = await visit.ask(CHOICES, {})
    found = None
    if sides[1]:
        found = (await visit.ask(QUERY, {"a": _meant(sides[0]), "b": _meant(sides[1])}))["accessCompare"]
    types = [(name, list(rows)) for name, rows in groupby(found["fields"], lambda f: f["typeName"])] if found else []
    buttons = list(_buttons(visit, found["mutations"])) if found else []
    return visit.draw(
        "compare.html",
        sides=sides,
        choices=choices,
        found=found,
        types=types,
        buttons=buttons,
        label=_label(visit),
        abilities=described(),
    )


def _meant(side: str) -> dict[str, Any]:
    kind, _, name = side.partition(":")
    return {"role": {"roleCode": name}, "staff": {"username": name}}.get(kind, {"me": True})


def _label(visit: Visit) -> Any:
    def said(type_name: str, field: str = "") -> str:
        if field:
            return visit.words.pgettext(type_name, field_label(type_name, field))
        return visit.words.gettext(words_of(type_name))

    return said


def _buttons(visit: Visit, mutations: list[dict[str, Any]]) -> Iterator[Buttons]:
    only = {one["name"]: one["one"] for one in mutations}
    words = visit.words.gettext
    for panel in visit.prepared.panels.values():
        acts = (*(panel.list.acts if panel.list else ()), *panel.acts)
        titles = [(words(act.title), only[act.mutation]) for act in acts if act.mutation in only]
        one = tuple(dict.fromkeys(title for title, of_one in titles if of_one))
        other = tuple(dict.fromkeys(title for title, of_one in titles if not of_one))
        if titles:
            yield Buttons(words(panel.title), one, other)
