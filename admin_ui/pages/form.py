"""The form of a change: what it opens with, what was typed, what is wrong with it."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from starlette.responses import Response

from admin_ui.labels import field_label
from admin_ui.pages.conditions import Builder, builders
from admin_ui.pages.picking import Picking
from admin_ui.pages.problem import closed, not_found
from admin_ui.panels.acts import KEY, VERSION, Form
from admin_ui.panels.addresses import item_url
from admin_ui.panels.condition_rows import compact
from admin_ui.panels.controls import SPARE, Control, everywhere, leaves
from admin_ui.panels.finding import finding, found
from admin_ui.panels.grammar import Act, Choices, Panel
from admin_ui.panels.opening import listed, opening
from admin_ui.panels.prefills import typed_of
from admin_ui.panels.references import pairs
from admin_ui.panels.typed import Reader
from admin_ui.visits import Visit, local_path

WAS = "was"
"The values that the form was opened with, as JSON."
CONFIRM = "confirm"
"Where the name of the record is typed before something that cannot be taken back."
MOST_FIELDS = 1000


@dataclass
class ActPage(Picking):
    visit: Visit
    panel: Panel
    form: Form
    key: str = ""
    one: dict[str, Any] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)
    choices: dict[Choices, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    errors: list[dict[str, Any]] = field(default_factory=list)
    preview: Any = None
    tried: Any = None
    warnings: tuple[str, ...] = ()
    builders: dict[str, Builder] = field(default_factory=dict)

    @cached_property
    def once(self) -> str:
        """The form's own key: sending it twice changes things once."""
        return self.given.get(KEY) or secrets.token_urlsafe(12)

    @property
    def version(self) -> Any:
        return self.given.get(VERSION) or self.one.get("version") or ""

    @cached_property
    def was(self) -> dict[str, str]:
        """What the form was opened with."""
        try:
            said = json.loads(self.given[WAS]) if self.given.get(WAS) else self.fresh
        except ValueError:
            return self.fresh
        return {str(n): str(v) for n, v in said.items()} if isinstance(said, dict) else self.fresh

    @property
    def was_text(self) -> str:
        return json.dumps(self.was, ensure_ascii=False)

    @property
    def back(self) -> str:
        """The place on the desk where the form was opened."""
        back = self.visit.request.query_params.get("back", "")
        return local_path(back) if back.startswith("/desk?") else ""

    @property
    def url(self) -> str:
        if self.back:
            return self.back
        return item_url(self.panel.name, self.key) if self.key else f"/{self.panel.name}"

    @property
    def name(self) -> str:
        return next((str(v) for n in (*self.panel.names, self.panel.key) if (v := self.one.get(n))), self.key)

    def label(self, control: Control) -> str:
        return self.visit.words.pgettext(control.owner, control.label)

    def names_of(self, control: Control) -> str:
        """By what a record is found, in words."""
        words = self.visit.words
        named = (words.pgettext(owner, field_label(owner, name)) for owner, name in control.named_by)
        return words.gettext(", ").join(named).lower()

    @cached_property
    def first(self) -> str:
        """The control to begin with, or the first that is wrong; none if there is something to read above it."""
        controls = [c for c in self.drawn(self.form.controls) if c.kind not in ("group", "rows")]
        if self.errors:
            controls = [] if self.general else [c for c in controls if self.wrong(c)]
        return controls[0].name if controls else ""

    def value(self, control: Control) -> str:
        return self.given.get(control.name, "")

    def rows(self, control: Control) -> list[tuple[Control, ...]]:
        return [control.row(number) for number in range(control.count(self.given) + SPARE)]

    def is_masked(self, control: Control) -> bool:
        return any(p.control.name == control.name and p.steps[0] in self.hidden for p in self.form.prefills)

    def wrong(self, control: Control) -> list[str]:
        """Of a group only what is about the whole of it."""
        is_one = control.kind not in ("group", "rows")
        path = list(control.path)
        return [e["message"] for e in self.errors if e["path"] == path or (is_one and e["path"][: len(path)] == path)]

    @property
    def unconfirmed(self) -> list[str]:
        return [e["message"] for e in self.errors if e["path"] == [CONFIRM]]

    @property
    def send(self) -> str:
        """The words on its button."""
        act, _ = self.form.act, self.visit.words.gettext
        is_saved = act.mutation.endswith(("Update", "Save"))
        return _(act.send) if act.send else _("Save") if is_saved else _(act.title)

    def place(self, error: dict[str, Any]) -> str:
        """The label of what an error is about, for where it does not stand beside it."""
        about = next((c for c in self.drawn(self.form.controls) if list(c.path) == error["path"]), None)
        return f"{self.label(about)}: " if about else ""

    @property
    def general(self) -> list[str]:
        """Errors of no control that is drawn."""
        said = [text for control in self.drawn(self.form.controls) for text in self.wrong(control)]
        said += self.unconfirmed
        return list(dict.fromkeys(e["message"] for e in self.errors if e["message"] not in said))

    def drawn(self, controls: tuple[Control, ...]) -> Iterator[Control]:
        for control in controls:
            if not control.is_transparent:
                yield control
            inner = self.rows(control) if control.kind == "rows" else [control.inside]
            for row in inner:
                yield from self.drawn(row)


async def received(visit: Visit, panel: Panel, act: Act | None, key: str) -> ActPage | Response:
    """The form as it was sent, by whom it was given to."""
    sent = await visit.request.form(max_files=0, max_fields=MOST_FIELDS)
    page = await opened(visit, panel, act, key)
    if isinstance(page, Response):
        return page
    page.given = _compact(page.form, {name: _joined(sent.getlist(name)) for name in sent})
    if not secrets.compare_digest(page.given.get("csrf", "").encode(), visit.csrf.encode()):
        page.errors = [{"message": visit.words.gettext("This form is no longer good. Open it again."), "path": []}]
        return await drawn(page, 403)
    return page


async def drawn(page: ActPage, status: int = 200) -> Response:
    page.builders = await builders(page.visit, page.form.controls, page.given)
    return page.visit.draw("act.html", status, act=page)


def _joined(values: list[Any]) -> str:
    """Several check boxes are one text; lines end as they were drawn."""
    return "\n".join(map(str, values)).replace("\r\n", "\n")


async def opened(visit: Visit, panel: Panel, act: Act | None, key: str) -> ActPage | Response:
    item = panel.item if key else None
    form = visit.seen.form(act, visit.seen.shape(item.source).type.name if item else "") if act else None
    given = visit.request.query_params
    row = {name: given.get(f"row.{name}", "") for name in form.act.row.values()} if form else {}
    if form is None or not all(row.values()):
        return closed(visit)
    page = ActPage(visit, panel, form, key, row=row)
    document = opening(visit.seen.schema, visit.seen.names, form, item, panel.key)
    data = await visit.ask(document.text, {"key": key} if key else {}) if document else {}
    if item:
        if not data[item.source]:
            return not_found(visit, panel, key)
        page.one = data[item.source]
        page.hidden = _hidden(page)
        page.fresh = typed_of(form.prefills, page.one, visit.zone, page.hidden)
    opens = {p.control.name for p in form.prefills}
    page.given = {c.name: c.default for c in leaves(form.controls) if c.default and c.name not in opens} | page.fresh
    page.given |= {name[4:]: value for name, value in given.items() if name.startswith("set.input.")}
    page.choices = {c: pairs(data[f"choices{n}"], c) for n, c in enumerate(listed(visit.seen.schema, form))}
    return page


def _hidden(page: ActPage) -> frozenset[str]:
    """Fields of the record that stand there masked or not at all."""
    access = page.panel.item.access if page.panel.item else None
    listed_access = access.value(page.one) if access else None
    return frozenset(entry["field"] for entry in listed_access or () if entry["visibility"] != "READABLE")


def _compact(form: Form, typed: dict[str, str]) -> dict[str, str]:
    """Without empty rows, so that the rows that are sent have the numbers of those that are drawn."""
    for control in everywhere(form.controls):
        if control.kind == "where":
            compact(control.name, typed)
        if control.kind != "rows":
            continue
        rows = [control.row(number) for number in range(control.count(typed))]
        filled = [r for r in ([typed.pop(c.name, "") for c in leaves(row)] for row in rows) if any(map(str.strip, r))]
        for number, texts in enumerate(filled):
            typed |= dict(zip((c.name for c in leaves(control.row(number))), texts, strict=True))
    return typed


async def read(page: ActPage) -> dict[str, Any] | None:
    """The variables of the operation; None if something could not be read, which is then said."""
    visit, form = page.visit, page.form
    was = page.was if form.prefills else None
    named = await _named(page)
    reader = Reader(page.given, visit.zone, visit.words, was, named, says_all=not form.sends_changes_only)
    said = reader.values(form.controls)
    page.errors = reader.errors
    stands = {"$key": page.key, "$id": page.one.get("id")} | {f"$row.{name}": v for name, v in page.row.items()}
    stands |= {f"$record.{path.text}": path.value(page.one) for path in form.act.record.values()}
    return None if reader.errors else form.variables(said, page.given, stands)


async def _named(page: ActPage) -> dict[str, dict[str, str]]:
    """What was found for each control that takes any name of a record."""
    named: dict[str, dict[str, str]] = {}
    for control in page.drawn(page.form.controls):
        text = page.given.get(control.name, "").strip()
        if control.kind != "by" or not text:
            continue
        document = finding(page.visit.seen.schema, control, text)
        named[control.name] = found(control, text, await page.visit.ask(document, {"text": text}) if document else None)
    return named
