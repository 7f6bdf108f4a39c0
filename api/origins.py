"""Pages of other sites: only those that a token's program names may use it, and cookies never come along."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.callers import Caller, Callers
from api.requests import caller_of, header
from api.responses import refuse
from database.reading import Unavailable

PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, accept, accept-language"),
    (b"access-control-max-age", b"600"),
    (b"cache-control", b"no-store"),
]
EXPOSED = (b"access-control-expose-headers", b"x-schema-fingerprint, retry-after")
NOT_LISTED = "Pages of {origin} may not use this. Whoever manages API clients can name the origin."
LONGEST_ORIGIN = 300


class Origins:
    """In front of `/graphql`. A request without `Origin` comes from no page, and passes."""

    def __init__(self, lanes: ASGIApp, callers: Callers) -> None:
        self._lanes = lanes
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = foreign_origin(scope)
        if origin is None:
            return await self._lanes(scope, receive, send)
        scope = without_cookies(scope)
        if scope["type"] != "http":
            return await self._lanes(scope, receive, send)
        try:
            is_listed = await self._is_listed(scope, origin)
        except Unavailable as error:
            return await refuse(scope, send, 503, str(error), "UNAVAILABLE")
        if not is_listed:
            return await refuse(scope, send, 403, NOT_LISTED.format(origin=origin[:LONGEST_ORIGIN]), "FORBIDDEN")
        if scope["method"] == "OPTIONS":
            return await _allow(send, origin)
        return await self._lanes(scope, receive, _telling(send, origin))

    async def _is_listed(self, scope: Scope, origin: str) -> bool:
        """A preflight shows no token, and who shows none that lives is told so: then any program's origins count."""
        caller = None if scope["method"] == "OPTIONS" else await caller_of(scope, self._callers)
        if caller is not None:
            return may_use(caller, origin)
        return len(origin) <= LONGEST_ORIGIN and await self._callers.lists_origin(origin)


def may_use(caller: Caller, origin: str | None) -> bool:
    """None is no page of another site."""
    return origin is None or origin in caller.origins


def foreign_origin(scope: Scope) -> str | None:
    """Of the page that asks, if it is not one of ours."""
    origin = header(scope, b"origin").lower()
    if not origin or urlsplit(origin).netloc == header(scope, b"host").lower():
        return None
    return origin


def without_cookies(scope: Scope) -> Scope:
    return dict(scope) | {"headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"]}


def _telling(send: Send, origin: str) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin"), EXPOSED]
            message["headers"] = [*message.get("headers", ()), *more]
        await send(message)

    return told


async def _allow(send: Send, origin: str) -> None:
    more = [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]
    await send({"type": "http.response.start", "status": 204, "headers": [*more, *PREFLIGHT]})
    await send({"type": "http.response.body", "body": b""})
