"""One request by one person: who, in which language, what was asked of the API, and the page that comes back."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from admin_ui.formats import Formats
from admin_ui.panels.headings import Heading
from admin_ui.panels.seen import Seen
from admin_ui.prepared import Prepared, prepared
from admin_ui.words import Words, best_language
from rules.disclosures import Witness
from rules.viewer import Viewer

LOOPBACK = ("127.0.0.1", "localhost", "::1")
THEMES = ("light", "dark", "system")
DENSITIES = ("comfortable", "compact")


class Unanswered(Exception):
    """The API gave no data. `errors` are its own words."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors[0].get("message", "") if errors else "")
        self.errors = errors


@dataclass(frozen=True)
class Asked:
    """A document with its variables, as it went to the API: for "Show query"."""

    document: str
    variables: dict[str, Any]

    @property
    def variables_text(self) -> str:
        return json.dumps(self.variables, ensure_ascii=False, indent=2)

    @property
    def explorer(self) -> str:
        given = {"query": self.document} | ({"variables": self.variables_text} if self.variables else {})
        return "/explorer?" + urlencode(given)

    def body(self) -> str:
        return json.dumps({"query": self.document, "variables": self.variables}, ensure_ascii=False, indent=2)


@dataclass
class Visit:
    request: Request
    prepared: Prepared
    viewer: Viewer | None
    asked: list[Asked] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @cached_property
    def language(self) -> str:
        request = self.request
        of_viewer = self.viewer.locale if self.viewer else None
        return best_language(request.cookies.get("locale"), of_viewer, request.headers.get("accept-language", ""))

    @cached_property
    def reader(self) -> Viewer | None:
        """The viewer as one who reads the language of this page."""
        return self.viewer and replace(self.viewer, locale=self.language)

    @property
    def words(self) -> Words:
        return self.prepared.words[self.language]

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.words, self.zone)

    @property
    def zone(self) -> tzinfo:
        return getattr(self.prepared.desk, "zone", None) or UTC

    @cached_property
    def seen(self) -> Seen:
        return self.prepared.seen_by(self.viewer)

    @property
    def me(self) -> str | None:
        """The signed-in person's id, as the API writes it."""
        return f"stf_{self.viewer.staff_id}" if self.viewer and self.viewer.staff_id else None

    @property
    def theme(self) -> str:
        return self._choice("theme", THEMES, "system")

    @property
    def density(self) -> str:
        return self._choice("density", DENSITIES, "comfortable")

    @property
    def decides(self) -> bool:
        """Whether requests for approval wait for this person's word."""
        mutations = self.seen.schema.mutation_type
        return bool(self.me) and mutations is not None and "approvalApprove" in mutations.fields

    @property
    def is_nav_closed(self) -> bool:
        return self.request.cookies.get("nav") == "closed"

    @property
    def areas_shut(self) -> frozenset[str]:
        """Parts of the menu that the person keeps folded."""
        return frozenset(self.request.cookies.get("areas-shut", "").split("."))

    @property
    def csrf(self) -> str:
        return self.viewer.csrf_token if self.viewer else getattr(self.request.state, "csrf_token", "")

    @property
    def here(self) -> str:
        """This address, to come back to."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def is_part(self) -> bool:
        """Whether the page itself asks, to redraw a part; a browser that opens the address gets a whole page."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"

    def left_out(self, panel: str) -> int:
        """How much of a panel is not for this person's roles."""
        return self.seen.left_out(self.prepared.panels[panel], self.prepared.desk.schema)

    def masks(self, heading: Heading) -> bool:
        """Whether this person sees the values of a column only in part."""
        return self.masks_field(heading.owner, heading.column.field.last)

    def masks_field(self, owner: str, name: str) -> bool:
        judge = getattr(self.prepared.desk, "is_masked", None)
        return judge is not None and judge(self.viewer, owner, name)

    def _choice(self, cookie: str, allowed: tuple[str, ...], otherwise: str) -> str:
        value = self.request.cookies.get(cookie, "")
        return value if value in allowed else otherwise

    async def ask(self, document: str, variables: dict[str, Any], witness: Witness | None = None) -> dict[str, Any]:
        """The data of an answer. Raises Unanswered if there is none; partial failures become notices on the page.

        With a witness the members in it are told of what became of it.
        """
        self.asked.append(Asked(document, variables))
        answer = await self.prepared.desk.ask(self.reader, document, variables, witness)
        if answer.data is None:
            raise Unanswered(answer.errors)
        self.problems += [error.get("message", "") for error in answer.errors]
        return answer.data

    def draw(self, template: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> Response:
        page = self.prepared.pages[self.language].get_template(template)
        text = page.render(visit=self, **context)
        fixed = {"Cache-Control": "private, no-store", "Vary": "HX-Request, HX-Target, Cookie, Accept-Language"}
        return HTMLResponse(text, status, fixed | (headers or {}))


def visit(request: Request) -> Visit:
    return Visit(request, prepared(request), getattr(request.state, "viewer", None))


def local_path(text: str) -> str:
    """An address on this site, or the front page."""
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_ours else "/"


def is_far(request: Request) -> bool:
    """Whether cookies are for TLS only: everywhere but on this machine."""
    return request.url.hostname not in LOOPBACK


def to_sign_in(here: Visit) -> Response:
    """The sign-in page, and back; a part that finds the session gone takes the whole page there."""
    target = here.request.headers.get("hx-current-url", "") if here.is_part else here.here
    path = local_path("/" + target.split("/", 3)[-1] if "://" in target else target)
    address = "/login" + (f"?{urlencode({'next': path})}" if path != "/" else "")
    if here.is_part:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)
