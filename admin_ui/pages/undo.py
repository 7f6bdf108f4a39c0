"""A change is taken back from the page that told of it."""

import secrets

from starlette.responses import RedirectResponse, Response

from admin_ui.pages.problem import closed
from admin_ui.panels.addresses import item_url
from admin_ui.panels.grammar import Panel
from admin_ui.visits import Unanswered, Visit

MUTATION = "changeSetUndo"
OPERATION = """mutation ChangeSetUndo($id: ID!) {
  changeSetUndo(id: $id) {
    skipped
    userErrors { code message path }
  }
}"""


def may_undo(visit: Visit) -> bool:
    mutations = visit.seen.schema.mutation_type
    return mutations is not None and MUTATION in mutations.fields


async def take_back(visit: Visit, panel: Panel) -> Response:
    """Ends at the record; a refusal is told there."""
    sent = {name: str(value) for name, value in (await visit.request.form(max_files=0, max_fields=10)).items()}
    if not may_undo(visit):
        return closed(visit)
    key = sent.get("key", "")
    if not secrets.compare_digest(sent.get("csrf", "").encode(), visit.csrf.encode()):
        return closed(visit)
    wrong = await _undone(visit, sent.get("id", ""))
    if wrong:
        return visit.draw("undone.html", 422, wrong=wrong, url=item_url(panel.name, key))
    return RedirectResponse(item_url(panel.name, key, done=MUTATION), 303)


async def _undone(visit: Visit, change: str) -> list[str]:
    """Why it was not, or only in part; empty if it was."""
    try:
        payload = (await visit.ask(OPERATION, {"id": change}))[MUTATION]
    except Unanswered as failure:
        return [error["message"] for error in failure.errors]
    return [*(error["message"] for error in payload["userErrors"]), *payload["skipped"]]
