"""What will happen, drawn on the form before it is sent. Nothing is changed."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from admin_ui.pages.form import ActPage, drawn, read
from admin_ui.panels.cells import Cell
from admin_ui.panels.headings import Heading
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
    assert preview is not None
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


def _table(pen: Pen, table: Table, data: dict[str, Any]) -> TableDrawn:
    """Columns without anything in them are left out."""
    rows = [tuple(pen.cell(h, node) for h in table.columns) for node in table.path.value(data) or []]
    kept = [i for i in range(len(table.columns)) if any(not row[i].is_missing for row in rows)]
    headings = tuple(table.columns[i] for i in kept)
    return TableDrawn(table.title, headings, [tuple(row[i] for i in kept) for row in rows])
