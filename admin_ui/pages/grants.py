"""What a role may see and do, edited: a matrix by class, fields on demand, rows, permissions, and what would change."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from starlette.responses import RedirectResponse, Response

from admin_ui.labels import field_label, words_of
from admin_ui.pages.grant_drafts import LEVELS, OWN, Draft, of_record, of_sent, sent_as
from admin_ui.pages.problem import closed, not_found
from admin_ui.panels.addresses import item_url
from admin_ui.visits import Unanswered, Visit
from rules.bounds import RANGES, Range

MOST_FIELDS = 3_000
PANEL, ACT, EXAMPLE = "roles", "roleSave", "accessExampleSave"
ROLE = """
  role(code: $code) { code name description version isShipped staffCount permissions limits { name value }
    forced { mutation argument value }
    classes { sensitivity read filter write } types { typeName where }
    refinements { typeName field read filter write } }"""
CATALOG = """
  accessCatalog {
    types { name description scopes { name where } fields { name sensitivity description } }
    permissions { name noun description }
    arguments { mutation argument permission typeName description }
  }
  accessExamples { id roleCode username typeName field row permission expects }"""
OPENED = f"query RoleEdit($code: String!) {{{ROLE}{CATALOG}\n}}"
COMPARED = "query RoleCompare($code: String!) { roleCompare(code: $code) { differences { part now ships } } }"
PREVIEW = """query RolePreview($input: RoleSaveInput!) { rolePreview(input: $input) { people programs refusals
  fields { typeName field change people programs } permissions { permission isGained people programs }
  forced { mutation argument before after people programs } rows { typeName person before after }
  views { code name lost people } } }"""
SAVE = """mutation RoleSave($input: RoleSaveInput!, $version: Int) {
  roleSave(input: $input, expectedVersion: $version) {
  role { code } changeSet { id isUndoable } userErrors { code message path } } }"""
SHIPS = """mutation RoleShippedApply($code: String!, $parts: [String!], $version: Int) {
  roleShippedApply(code: $code, parts: $parts, expectedVersion: $version) {
    role { code } changeSet { id isUndoable } userErrors { code message path } } }"""
ADD = """mutation AccessExampleSave($input: AccessExampleSaveInput!) {
  accessExampleSave(input: $input) { id userErrors { code message path } } }"""
REMOVE = """mutation AccessExampleRemove($id: ID!) {
  accessExampleRemove(id: $id) { id userErrors { code message path } } }"""
CLASSES = ("PUBLIC", "CONTACT", "IDENTITY", "FINANCIAL", "INTERNAL")


@dataclass
class GrantsPage:
    visit: Visit
    code: str
    role: dict[str, Any]
    catalog: dict[str, Any]
    examples: list[dict[str, Any]]
    draft: Draft
    errors: list[str] = field(default_factory=list)
    preview: dict[str, Any] | None = None
    differences: list[dict[str, Any]] | None = None

    @property
    def url(self) -> str:
        return item_url(PANEL, self.code) if self.code else f"/{PANEL}"

    @property
    def levels(self) -> tuple[str, ...]:
        return LEVELS

    @cached_property
    def types(self) -> list[dict[str, Any]]:
        """By their name in the reader's language."""
        return sorted(self.catalog["types"], key=lambda one: self.said(one["name"]).casefold())

    @cached_property
    def classes(self) -> dict[str, list[str]]:
        """What each class holds, for example."""
        found: dict[str, list[str]] = {name: [] for name in CLASSES}
        for one in self.catalog["types"]:
            for part in one["fields"]:
                found[part["sensitivity"]].append(self.label(one["name"], part["name"]))
        return {name: list(dict.fromkeys(labels)) for name, labels in found.items()}

    @cached_property
    def permissions(self) -> list[tuple[str, list[dict[str, Any]]]]:
        return [(noun, list(of)) for noun, of in groupby(self.catalog["permissions"], key=lambda one: one["noun"])]

    @property
    def limits(self) -> list[tuple[str, Range]]:
        return [(name.value, known) for name, known in RANGES.items()]

    @cached_property
    def arguments(self) -> dict[str, dict[str, Any]]:
        """What can be set, by the name that is typed; of verbs that the role may use."""
        held = self.draft.permissions | {one["permission"] for one in self._set}
        listed = (one for one in self.catalog["arguments"] if one["permission"] in held)
        return {f"{one['mutation']}.{one['argument']}": one for one in listed}

    @property
    def _set(self) -> list[dict[str, Any]]:
        names = {one.name for one in self.draft.forced}
        return [one for one in self.catalog["arguments"] if f"{one['mutation']}.{one['argument']}" in names]

    @property
    def owns(self) -> tuple[str, ...]:
        return OWN

    def said(self, type_name: str) -> str:
        return self.visit.words.gettext(words_of(type_name))

    def label(self, type_name: str, name: str) -> str:
        return self.visit.words.pgettext(type_name, field_label(type_name, name))

    def scopes(self, one: Mapping[str, Any]) -> list[str]:
        return [scope["name"] for scope in one["scopes"]]

    def refined(self, type_name: str) -> int:
        return sum(1 for kind, _ in self.draft.fields if kind == type_name)

    def changed(self) -> list[tuple[str, int, int, list[tuple[str, str]]]]:
        """What becomes of fields: by change and how many, each type with its fields."""
        listed = (self.preview or {}).get("fields", [])
        key = lambda one: (one["change"], one["people"], one["programs"])  # noqa: E731
        return [
            (change, people, programs, self._by_type(of))
            for (change, people, programs), of in groupby(sorted(listed, key=key), key=key)
        ]

    def _by_type(self, fields: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
        comma = self.visit.words.gettext(", ")
        return [
            (self.said(kind), comma.join(self.label(kind, one["field"]) for one in of))
            for kind, of in groupby(sorted(fields, key=lambda one: one["typeName"]), key=lambda one: one["typeName"])
        ]

    @property
    def shown_examples(self) -> list[dict[str, Any]]:
        """Those of this role, and those of people."""
        return [one for one in self.examples if one["roleCode"] in (None, self.code)]


async def show(visit: Visit) -> Response:
    page = await _opened(visit)
    if isinstance(page, GrantsPage) and visit.request.query_params.get("compare") and page.role.get("isShipped"):
        await _compare(page)
    return page if isinstance(page, Response) else visit.draw("grants.html", page=page)


async def send(visit: Visit) -> Response:
    """`intent` says what was pressed: a type to open, the preview, saving, taking over what ships."""
    sent = await visit.request.form(max_files=0, max_fields=MOST_FIELDS)
    page = await _opened(visit)
    if isinstance(page, Response):
        return page
    if not secrets.compare_digest(str(sent.get("csrf", "")).encode(), visit.csrf.encode()):
        page.errors = [visit.words.gettext("This form is no longer good. Open it again.")]
        return visit.draw("grants.html", 403, page=page)
    intent = str(sent.get("intent", "save"))
    if intent in ("example", "forget"):
        return await _examples(page, sent, intent)
    if intent == "ships":
        return await _changed(page, SHIPS, "roleShippedApply", {"parts": [str(p) for p in sent.getlist("part")]})
    page.draft = of_sent(sent, page.catalog)
    kind, _, name = intent.partition(":")
    if kind in ("open", "close"):
        page.draft.open(name) if kind == "open" else page.draft.close(name)
        return visit.draw("grants.html", page=page)
    if kind == "more":
        return visit.draw("grants.html", page=page)
    given, wrong = sent_as(page.draft, page.code, page.catalog, visit.words)
    if wrong:
        page.errors = wrong
        return visit.draw("grants.html", 422, page=page)
    if kind == "preview":
        return await _previewed(page, given)
    return await _changed(page, SAVE, ACT, {"input": given})


async def _opened(visit: Visit) -> GrantsPage | Response:
    mutations = visit.seen.schema.mutation_type
    if mutations is None or ACT not in mutations.fields:
        return closed(visit)
    code = visit.request.query_params.get("key", "")
    data = await visit.ask(OPENED, {"code": code})
    role = data["role"] or {}
    if code and not role:
        return not_found(visit, visit.seen.panels[PANEL], code)
    if code == "admin":
        return closed(visit)
    return GrantsPage(visit, code, role, data["accessCatalog"], data["accessExamples"], of_record(role, data))


async def _previewed(page: GrantsPage, given: dict[str, Any]) -> Response:
    try:
        page.preview = (await page.visit.ask(PREVIEW, {"input": given}))["rolePreview"]
    except Unanswered as failure:
        page.errors = [error["message"] for error in failure.errors]
    template = "_grant_preview.html" if page.visit.is_part else "grants.html"
    return page.visit.draw(template, 422 if page.errors and not page.visit.is_part else 200, page=page)


async def _changed(page: GrantsPage, operation: str, name: str, given: dict[str, Any]) -> Response:
    version = page.draft.version or page.role.get("version", 0)
    variables = {"code": page.code, "version": version} | given
    if operation == SAVE:
        variables.pop("code")
    payload = await _asked(page, operation, name, variables)
    if payload is None:
        return page.visit.draw("grants.html", 422, page=page)
    change = payload.get("changeSet") or {}
    code = payload["role"]["code"]
    undo = change["id"] if change.get("isUndoable") else ""
    return RedirectResponse(item_url(PANEL, code, done=ACT, undo=undo), 303)


async def _examples(page: GrantsPage, sent: Any, intent: str) -> Response:
    if intent == "forget":
        done = await _asked(page, REMOVE, "accessExampleRemove", {"id": str(sent.get("example", ""))})
    else:
        given = {n: str(sent.get(f"example.{n}", "")).strip() for n in ("typeName", "field", "row", "permission")}
        who = str(sent.get("example.username", "")).strip()
        by = {"username": who} if who else {"roleCode": page.code}
        example = by | {n: v for n, v in given.items() if v} | {"expects": str(sent.get("example.expects", ""))}
        done = await _asked(page, ADD, EXAMPLE, {"input": example})
    if done is None:
        return page.visit.draw("grants.html", 422, page=page)
    return RedirectResponse(f"/acts/{PANEL}/{ACT}?key={page.code}#examples", 303)


async def _asked(page: GrantsPage, operation: str, name: str, variables: dict[str, Any]) -> dict[str, Any] | None:
    """The payload; None with the errors on the page."""
    try:
        payload = (await page.visit.ask(operation, variables))[name]
        page.errors = [error["message"] for error in payload["userErrors"]]
    except Unanswered as failure:
        page.errors = [error["message"] for error in failure.errors]
    return None if page.errors else payload


async def _compare(page: GrantsPage) -> None:
    page.differences = (await page.visit.ask(COMPARED, {"code": page.code}))["roleCompare"]["differences"]
