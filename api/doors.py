"""What every door needs: forms of our own pages, cookies that nobody else can plant, a page that says what is wrong."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from asyncpg import Connection
from starlette.requests import Request
from starlette.responses import Response

from actions.mail import Post
from actions.remembering import Remembered
from api.requests import cookie, cookie_name, is_near
from rules.refusals import ErrorCode, Refused

MOST_FIELDS = 12


class Draw(Protocol):
    """Draws a page of the doors: request, its name, the status, what went wrong, and what it shows."""

    def __call__(
        self, request: Request, page: str, status: int = 200, refused: Refused | None = None, **shown: Any
    ) -> Response: ...


def local_path(target: str) -> str:
    """Only a path of ours may be returned to."""
    parts = urlsplit(target.replace("\\", "/"))
    is_ours = target.startswith("/") and not target.startswith("//") and not parts.scheme and not parts.netloc
    return target if is_ours and target.isprintable() else "/"


async def form_of(request: Request) -> dict[str, str]:
    """What was typed. Raises Refused for a form of another site."""
    sent = await request.form(max_files=0, max_fields=MOST_FIELDS)
    if comes_from_elsewhere(request):
        raise Refused(ErrorCode.FORBIDDEN, "This form came from another site. Sign in here.")
    return {name: value for name, value in sent.items() if isinstance(value, str)}


def check_csrf(request: Request, given: Mapping[str, str], expected: str) -> None:
    """Raises Refused if the form is not of this session."""
    token = request.headers.get("x-csrf-token") or given.get("csrf", "")
    if not secrets.compare_digest(token.encode(), expected.encode()):
        raise Refused(ErrorCode.FORBIDDEN, "The form is out of date. Load the page again and send it once more.")


def comes_from_elsewhere(request: Request) -> bool:
    """A browser says where a form was sent from; other programs do not, and carry no cookies of others."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin not in (None, "null") and urlsplit(origin).netloc != request.headers.get("host")


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def agent_of(request: Request) -> str:
    return request.headers.get("user-agent", "")


def now() -> datetime:
    return datetime.now(UTC)


def post_of(request: Request) -> Post:
    return request.app.state.desk.planner.surroundings.post


def secret_of(request: Request) -> str:
    return request.app.state.desk.planner.surroundings.secret


def read_cookie(request: Request, name: str) -> str:
    return cookie(request.scope, name) or ""


def keep_cookie(request: Request, response: Response, name: str, value: str, until: datetime | int) -> None:
    """`until` is a moment, or seconds from now."""
    lasts = {"max_age": until} if isinstance(until, int) else {"expires": until}
    response.set_cookie(
        cookie_name(request.scope, name), value, path="/", httponly=True, samesite="lax",
        secure=not is_near(request.scope), **lasts,
    )  # fmt: skip


def drop_cookie(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(
        cookie_name(request.scope, name), path="/", httponly=True, samesite="lax", secure=not is_near(request.scope)
    )


async def remember(connection: Connection, failure: BaseException) -> None:
    """What a failed try counts for although everything else of it is undone."""
    if isinstance(failure, Remembered):
        await failure.trace(connection)
