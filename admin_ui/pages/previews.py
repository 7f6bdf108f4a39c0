"""What will happen, drawn on the form before it is sent. Nothing is changed."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLEnumType, get_named_type
from starlette.responses import Response

from admin_ui.labels import field_label, value_label, words_of
from admin_ui.pages.form import ActPage, drawn, read
from admin_ui.panels import acts
from admin_ui.panels.cells import Cell
from admin_ui.panels.headings import Heading
from admin_ui.panels.paths import fields_of
from admin_ui.panels.pens import Pen
from admin_ui.panels.previews import Table
from admin_ui.visits import Unanswered


@dataclass(frozen=True)
class TableDrawn:
    title: Heading
    headings: tuple[Heading, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Previewed:
    facts: list[tuple[Heading, Cell]]
    tables: list[TableDrawn]


TRIED = """query Tried($mutation: String!, $arguments: JSON!) {
  changePreview(mutation: $mutation, arguments: $arguments) {
    waitsFor changes { kind subject field before after isHidden } refusals { message path }
  }
}"""


@dataclass(frozen=True)
class Change:
    """One value as it is and as it would be."""

    label: str
    before: str
    after: str
    is_hidden: bool


@dataclass(frozen=True)
class Tried:
    """What the mutation did before it was taken back: by record, and whose word it needs."""

    records: dict[tuple[str, str], list[Change]]
    waits_for: str | None


async def show(page: ActPage) -> Response:
    """The form with the answer on it, or the answer alone for a page that asks for it."""
    variables = await read(page)
    if variables is not None:
        await fill(page, variables)
    if page.visit.is_part:
        return page.visit.draw("_preview_part.html", act=page)
    return await drawn(page, 422 if page.errors else 200)


async def fill(page: ActPage, variables: dict[str, Any]) -> None:
    """Asks, and puts the answer on the form."""
    preview, visit = page.form.preview, page.visit
    if preview is None:
        await _try(page, variables)
        return
    try:
        data = await visit.ask(preview.operation, preview.variables(variables))
    except Unanswered as failure:
        page.errors = [{"message": error["message"], "path": []} for error in failure.errors]
        return
    pen = Pen(visit.formats, visit.seen.links, visit.now)
    facts = [(heading, pen.cell(heading, data)) for heading in preview.facts]
    page.preview = Previewed(
        [(heading, cell) for heading, cell in facts if not cell.is_missing],
        [_table(pen, table, data) for table in preview.tables],
    )


async def _try(page: ActPage, variables: dict[str, Any]) -> None:
    """Has the mutation itself done and taken back."""
    given = {"mutation": page.form.act.mutation, "arguments": variables}
    try:
        told = (await page.visit.ask(TRIED, given))[acts.TRIED]
    except Unanswered as failure:
        page.errors = [{"message": error["message"], "path": []} for error in failure.errors]
        return
    page.errors = told["refusals"]
    if page.errors:
        return
    records: dict[tuple[str, str], list[Change]] = {}
    for each in told["changes"]:
        kind = page.visit.words.gettext(words_of(each["kind"]))
        records.setdefault((kind, each["subject"]), []).append(_change(page, each))
    page.tried = Tried(records, told["waitsFor"])


def _change(page: ActPage, told: dict[str, Any]) -> Change:
    label = page.visit.words.pgettext(told["kind"], field_label(told["kind"], told["field"]))
    before, after = (_said(page, told, told[name] or "") for name in ("before", "after"))
    return Change(label, before, after, told["isHidden"])


def _said(page: ActPage, told: dict[str, Any], value: str) -> str:
    """A code of an enum in words; all else as it is."""
    fields = fields_of(page.visit.seen.schema.type_map.get(told["kind"]))
    enum = get_named_type(fields[told["field"]].type) if told["field"] in fields else None
    if not isinstance(enum, GraphQLEnumType) or value not in enum.values:
        return value
    return page.visit.words.pgettext(enum.name, value_label(enum.name, value))


def _table(pen: Pen, table: Table, data: dict[str, Any]) -> TableDrawn:
    """Columns without anything in them are left out."""
    rows = [tuple(pen.cell(h, node) for h in table.columns) for node in table.path.value(data) or []]
    kept = [i for i in range(len(table.columns)) if any(not row[i].is_missing for row in rows)]
    headings = tuple(table.columns[i] for i in kept)
    return TableDrawn(table.title, headings, [tuple(row[i] for i in kept) for row in rows])
