"""A list as a file: every row that meets its filters, page by page, for as long as the viewer may see it."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from typing import Any

from starlette.responses import Response, StreamingResponse

from admin_ui.pages.list import ListPage, load_views, variables
from admin_ui.pages.problem import closed
from admin_ui.panels.addresses import Address
from admin_ui.panels.grammar import Panel
from admin_ui.visits import Visit
from rules.disclosures import DisclosureKind, Witness
from rules.exports import cell
from rules.saved_views import names

PAGE = 100
MARK = "\ufeff"
"So that spreadsheets read the file as UTF-8."
START = """mutation ExportStart($input: ExportStartInput!) {
  exportStart(input: $input) { isStarted userErrors { message } } }"""


class Revoked(Exception):
    """The viewer's rights changed while rows were sent; the download breaks off, so that nobody takes it for whole."""


async def download(visit: Visit, panel: Panel) -> Response:
    if panel.list is None:
        return closed(visit)
    shape = visit.seen.shape(panel.list.source)
    pairs = [pair for pair in visit.request.query_params.multi_items() if pair[0] not in ("after", "before", "row")]
    page = ListPage(visit, panel, panel.list, Address.read(panel.name, pairs, shape.where))
    if page.address.misread or not page.is_exported:
        return closed(visit)
    if page.address.view:
        await load_views(page)
    told = {
        "typeName": panel.type, "fields": [heading.name for heading in page.headings],
        "filteredBy": sorted({*(".".join(c.path) for c in page.address.conditions), *names(page.beside or {})}),
    }  # fmt: skip
    payload = (await visit.ask(START, {"input": told}))["exportStart"]
    if not payload["isStarted"]:
        return closed(visit)
    name = f"{panel.name}-{visit.now:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    reason = f"{panel.name}: {', '.join(told['fields'])}"
    witness = Witness(DisclosureKind.EXPORT, reason, visit.now)
    return StreamingResponse(lines(page, witness), media_type="text/csv; charset=utf-8", headers=headers)


async def lines(page: ListPage, witness: Witness) -> AsyncIterator[str]:
    """Raises Revoked as soon as the viewer may see less, or other things, than at the start."""
    yield MARK + _written([[heading.said(page.visit.words) for heading in page.headings]])
    after = None
    while True:
        await _check_unchanged(page.visit)
        nodes, after = await _page(page, after, witness)
        if nodes:
            yield _written([[cell(heading.column.field.value(node)) for heading in page.headings] for node in nodes])
        if after is None:
            return


async def _page(page: ListPage, after: str | None, witness: Witness) -> tuple[list[dict[str, Any]], str | None]:
    """Rows, once the members in them are told of it, and the cursor of the next ones; none after the last."""
    given = variables(page) | {"first": PAGE} | ({"after": after} if after else {})
    columns = tuple(heading.column for heading in page.headings)
    document = page.visit.seen.list_document(page.part, columns, page.panel.key, frozenset(given), ())
    answer = (await page.visit.ask(document.text, given | dict(document.fixed), witness))[page.part.source]
    info = answer["pageInfo"]
    return answer["nodes"], info["endCursor"] if info["hasNextPage"] else None


async def _check_unchanged(visit: Visit) -> None:
    """Who asked must still be signed in, as the same, with the same rights."""
    caller = await visit.request.state.caller_again()
    if caller is None or _rights(caller.viewer) != _rights(visit.viewer):
        raise Revoked


def _rights(viewer: Any) -> tuple[Any, ...]:
    return viewer.fingerprint, viewer.staff_id, viewer.store_id, viewer.unit_path, viewer.acting


def _written(rows: list[list[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
