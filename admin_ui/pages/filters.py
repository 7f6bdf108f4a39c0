"""The menu "Add filter" and the form of one filter: a sentence to complete."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from admin_ui.pages.list import ListPage, names_of
from admin_ui.panels.filters import Condition
from admin_ui.panels.grammar import Filter

TEXT_OPERATORS = (("eq", "is"), ("contains", "contains"), ("startsWith", "starts with"), ("ne", "is not"))


@dataclass
class FilterForm:
    """One filter as it stands now, ready to be changed."""

    page: ListPage
    declared: Filter
    choices: dict[str, str]

    @property
    def name(self) -> str:
        return ".".join(self.declared.field)

    @property
    def label(self) -> str:
        return self.page.speaker.label(self.declared)

    @property
    def help(self) -> str:
        return self.page.speaker.help(self.declared)

    @property
    def kind(self) -> str:
        return self.page.speaker.kind(self.declared)

    @property
    def operators(self) -> frozenset[str]:
        return self.page.speaker.operators(self.declared)

    @property
    def others(self) -> list[tuple[str, str]]:
        """Everything else in the address, which the form carries along."""
        return self.page.address.without_filter(self.declared.field).parameters

    @property
    def conditions(self) -> dict[str, Condition]:
        return {c.operator: c for c in self.page.address.filters_of(self.declared.field)}

    def value(self, operator: str) -> str:
        found = self.conditions.get(operator)
        return found.values[0] if found else ""

    @property
    def chosen(self) -> frozenset[str]:
        found = self.conditions.get("is")
        return frozenset(found.values if found else ())

    @property
    def text_operator(self) -> str:
        names = {"is": "eq", "not": "ne"}
        return next((names.get(o, o) for o in self.conditions if o not in ("isNull", "relative")), "")

    @property
    def relative(self) -> tuple[str, str, str]:
        """(way, number, unit), as last-30-days."""
        way, number, unit = (self.value("relative") or "--").split("-", 2)
        return way, number, unit.rstrip("s")


async def menu(page: ListPage) -> Response:
    """Every filter that this person may set, the ones in force marked."""
    listed = sorted(((page.speaker.label(f), f) for f in page.part.filters), key=lambda pair: pair[0].casefold())
    return _part(page, "_filter_menu.html", filters=listed)


async def form(page: ListPage, name: str) -> Response:
    declared = next((f for f in page.part.filters if ".".join(f.field) == name), None)
    if declared is None:
        return page.visit.draw("_gone.html", 404)
    choices = await _choices(page, declared)
    return _part(page, "_filter_form.html", form=FilterForm(page, declared, choices), text_operators=TEXT_OPERATORS)


def _part(page: ListPage, template: str, **context: Any) -> Response:
    """Alone for the page that asked; in a whole page for a browser without scripts."""
    if page.visit.is_part:
        return page.visit.draw(template, list=page, **context)
    return page.visit.draw("part.html", list=page, panel=page.panel, part=template, **context)


async def _choices(page: ListPage, declared: Filter) -> dict[str, str]:
    document = page.visit.seen.choices((declared,))
    if document is None:
        return page.speaker.enum_choices(declared)
    data: dict[str, Any] = await page.visit.ask(document.text, dict(document.fixed))
    return names_of(data, declared)
