"""A change of one record: its form, and what came of it. A sent form ends at the record; a refused one says why."""

import secrets
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from starlette.responses import RedirectResponse, Response

from admin_ui.pages.problem import closed, not_found
from admin_ui.panels.acts import KEY, Control, Form, form_of
from admin_ui.panels.addresses import item_url
from admin_ui.panels.grammar import Panel
from admin_ui.visits import Unanswered, Visit


@dataclass
class ActPage:
    visit: Visit
    panel: Panel
    key: str
    form: Form
    one: dict[str, Any]
    given: dict[str, str] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def once(self) -> str:
        """The form's own key: sending it twice changes things once."""
        return self.given.get(KEY) or secrets.token_urlsafe(12)

    @property
    def url(self) -> str:
        return item_url(self.panel.name, self.key)

    @property
    def name(self) -> str:
        return next((str(v) for n in (*self.panel.names, self.panel.key) if (v := self.one.get(n))), self.key)

    def label(self, control: Control) -> str:
        return self.visit.words.pgettext("Mutation", control.label)

    def wrong(self, control: Control) -> list[str]:
        return [e["message"] for e in self.errors if e["path"][:1] == [control.name]]

    @property
    def general(self) -> list[str]:
        """Errors of no control that is drawn."""
        drawn = {c.name for c in self.form.controls}
        return [e["message"] for e in self.errors if not e["path"] or e["path"][0] not in drawn]


async def show(visit: Visit, panel: Panel, mutation: str, key: str) -> Response:
    page = await _opened(visit, panel, mutation, key)
    return page if isinstance(page, Response) else visit.draw("act.html", act=page)


async def send(visit: Visit, panel: Panel, mutation: str, key: str) -> Response:
    sent = await visit.request.form(max_files=0, max_fields=50)
    page = await _opened(visit, panel, mutation, key)
    if isinstance(page, Response):
        return page
    page.given = {name: str(value) for name, value in sent.items()}
    if not secrets.compare_digest(page.given.get("csrf", "").encode(), visit.csrf.encode()):
        page.errors = [{"message": visit.words.gettext("This form is no longer good. Open it again."), "path": []}]
        return visit.draw("act.html", 403, act=page)
    page.errors = await _changed(page)
    if page.errors:
        return visit.draw("act.html", 422, act=page)
    return RedirectResponse(item_url(panel.name, key, done=mutation), 303)


async def _changed(page: ActPage) -> list[dict[str, Any]]:
    """The errors; none if it is done."""
    visit = page.visit
    stands = {"$key": page.key, "$id": page.one.get("id")}
    try:
        variables = page.form.variables(page.given, visit.zone, stands)
        data = await visit.ask(page.form.operation, variables)
    except ValueError:
        return [{"message": visit.words.gettext("A time was not understood."), "path": []}]
    except Unanswered as failure:
        return [{"message": error["message"], "path": []} for error in failure.errors]
    return data[page.form.act.mutation]["userErrors"]


async def _opened(visit: Visit, panel: Panel, mutation: str, key: str) -> ActPage | Response:
    act = next((a for a in panel.item.acts if a.mutation == mutation), None) if panel.item else None
    form = form_of(visit.seen.schema, act) if act else None
    if form is None or panel.item is None:
        return closed(visit)
    bare = replace(panel.item, badges=(), facts=(), tiles=(), access=None)
    document = visit.seen.item_document(bare, "id", None, frozenset(), frozenset({"header"}))
    one = (await visit.ask(document.text, {"key": key}))[panel.item.source]
    return ActPage(visit, panel, key, form, one) if one else not_found(visit, panel, key)
