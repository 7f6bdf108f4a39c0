"""Pages for what went wrong: what happened, why, and what to do."""

import logging
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from admin_ui.panels.grammar import Panel
from admin_ui.visits import Unanswered, Visit, visit
from rules.scrubbing import scrubbed

log = logging.getLogger("memberdesk.pages")
STATUS = {
    "INVALID": 400,
    "REQUIRED": 400,
    "COST_EXCEEDED": 400,
    "NOT_FOUND": 404,
    "STATE": 409,
    "LIMIT_REACHED": 429,
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_IN_YOUR_SCHEMA": 403,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
}


@dataclass(frozen=True)
class Problem:
    """`trace` is what a person can quote when asking for help."""

    status: int
    title: str
    text: str
    trace: str = ""
    detail: str = ""


def page(request: Request, status: int) -> Response:
    here = visit(request)
    return draw(here, _of_status(here, status))


def draw(here: Visit, problem: Problem) -> Response:
    if here.is_part:
        return here.draw("_problem_part.html", 200, {"HX-Reswap": "none"}, problem=problem)
    return here.draw("problem.html", problem.status, problem=problem)


def not_found(here: Visit, panel: Panel, key: str) -> Response:
    _ = here.words.gettext
    text = _("There is no %(one)s “%(key)s”, or it is not among those you may see.")
    said = text % {"one": _(panel.one or panel.title).lower(), "key": key}
    return draw(here, Problem(404, _("Nothing here"), said))


async def nowhere(request: Request) -> Response:
    """For every address that nobody else answers."""
    return page(request, 404)


def closed(here: Visit) -> Response:
    return draw(here, _of_status(here, 404))


def failed(here: Visit) -> Response:
    """Our own mistake: the log has the rest."""
    trace = uuid4().hex[:12]
    log.exception("fault %s at %s", trace, scrubbed(here.request.url.path))
    return draw(here, replace(_of_status(here, 500), trace=trace))


def unanswered(here: Visit, failure: Unanswered) -> Response:
    """The API's own words, with its trace id."""
    _ = here.words.gettext
    first: dict[str, Any] = failure.errors[0] if failure.errors else {}
    more = first.get("extensions") or {}
    status = STATUS.get(more.get("code", ""), 500)
    trace = str(more.get("traceId") or more.get("trace") or "")
    return draw(here, Problem(status, _("The answer did not come"), _calm(_), trace, first.get("message", "")))


def _calm(_: Any) -> str:
    return _("Nothing was changed. Try again; if it happens again, tell whoever runs Memberdesk.")


def _of_status(here: Visit, status: int) -> Problem:
    _ = here.words.gettext
    if status == 404:
        return Problem(404, _("Nothing here"), _("This page does not exist, or your role does not open it."))
    if status == 403:
        return Problem(403, _("Not for your role"), _("Someone who manages roles can open it for you."))
    if status == 503:
        return Problem(503, _("Busy right now"), _("Try again in a few seconds."))
    return Problem(status, _("Something failed"), _calm(_))
