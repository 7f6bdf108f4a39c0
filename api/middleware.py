"""What every request passes through: who is asking, safe headers, and a clear word when the database is away."""

from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions import sessions
from api.callers import Caller, Callers
from api.doors import keep_cookie, now
from api.requests import COOKIE, caller_of, session_token
from database.reading import Unavailable

CONTENT = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-src 'none'; frame-ancestors 'none';"
    " base-uri 'none'; form-action 'self'"
)
NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
"For answers that are no pages, should a browser take one for a page."
UNUSED = ", ".join(f"{name}=()" for name in (
    "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
))  # fmt: skip
"What browsers can do and no page of ours does."
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", UNUSED.encode()),
]
OF_API = [(b"content-security-policy", NOTHING.encode()), *HEADERS[:2]]
"""Of the API, whose answers other programs read."""
TWO_YEARS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")


ONLY_READS = "You are viewing as somebody else, and so you only read. Go back, and end it to change something."
WHILE_VIEWING = ("/graphql", "/acts/", "/undo/", "/view-as/", "/logout")
"Doors that refuse changes in words of their own, or end it."


class SafeHeaders:
    """On every answer. What nobody says to keep is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        fixed = self._headers(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in fixed if pair[0] not in known)]
            await send(message)

        return await self._app(scope, receive, with_headers)

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        is_api = scope["path"].startswith("/graphql")
        headers = OF_API if is_api else [*HEADERS, (b"content-security-policy", CONTENT.encode())]
        secure = [TWO_YEARS] if scope.get("scheme") == "https" else []
        return [*headers, *secure, (b"cache-control", b"no-store")]


class WhenUnavailable:
    """503 with Retry-After while the database cannot be reached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Unavailable as error:
            response = PlainTextResponse(f"{error} Try again in a moment.", 503, {"Retry-After": "2"})
            await response(scope, receive, send)


class KnownCaller:
    """Puts the caller and the viewer into the request's state, and a way to look again while a long answer is sent.

    `/graphql` looks for itself, once.
    """

    def __init__(self, app: ASGIApp, callers: Callers) -> None:
        self._app = app
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_asked(scope["path"]):
            caller = await caller_of(scope, self._callers)
            state = scope.setdefault("state", {})
            state["caller"] = caller
            state["viewer"] = caller.viewer if caller else None
            state["caller_again"] = partial(caller_of, scope, self._callers)
            if caller is not None and caller.viewer.acting is not None and _changes(scope):
                await PlainTextResponse(ONLY_READS, 403)(scope, receive, send)
                return
            if caller is not None and caller.is_to_renew and scope["method"] == "GET":
                send = await self._renewed(scope, caller, send)
        await self._app(scope, receive, send)

    async def _renewed(self, scope: Scope, caller: Caller, send: Send) -> Send:
        """Whose rights changed gets another token with the next page."""
        request, token = Request(scope), session_token(scope) or ""
        async with request.app.state.writes.transaction() as connection:
            session = await sessions.renew(connection, token, now())
        if session is None:
            return send
        answer = Response()
        keep_cookie(request, answer, COOKIE, session.token, session.expires_at)
        given = answer.headers["set-cookie"]

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", given)
            await send(message)

        return with_cookie

    def _is_asked(self, path: str) -> bool:
        return path not in ("/graphql", "/healthz", "/readyz", "/metrics") and not path.startswith("/static/")


def _changes(scope: Scope) -> bool:
    """Whether a request may change something, or take a file out, on a way that knows nothing of looking as others."""
    path = scope["path"]
    if path.startswith("/files/"):
        return True
    return scope["method"] not in ("GET", "HEAD") and "/new/" not in path and not path.startswith(WHILE_VIEWING)
