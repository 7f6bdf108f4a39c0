"""Looking with the eyes of another is ended from the banner that stands on every page meanwhile."""

import secrets

from starlette.responses import RedirectResponse, Response

from admin_ui.pages.problem import closed
from admin_ui.visits import Visit

STARTS = "viewAsStart"
OPERATION = "mutation ViewAsEnd { viewAsEnd { userErrors { message } } }"


async def end(visit: Visit) -> Response:
    """Ends at the front page; what was over already is over."""
    sent = await visit.request.form(max_files=0, max_fields=10)
    if not secrets.compare_digest(str(sent.get("csrf", "")).encode(), visit.csrf.encode()):
        return closed(visit)
    await visit.ask(OPERATION, {})
    return RedirectResponse("/", 303)
