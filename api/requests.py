"""Reads requests: headers, cookies, and bodies that may not be too large."""

from dataclasses import replace
from http.cookies import CookieError, SimpleCookie

from starlette.types import Receive, Scope

from api.callers import Caller, Callers
from rules.languages import preferred

LARGEST_BODY = 512 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "memberdesk_session"
HOST_ONLY = "__Host-"
"A browser sets a cookie of such a name only for this host, over TLS: no other one can plant it."


class TooLarge(Exception):
    """The body is larger than anything we read."""


def header(scope: Scope, name: bytes) -> str:
    for key, value in scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return ""


def media_type(scope: Scope) -> str:
    """Of the body, without its parameters."""
    return header(scope, b"content-type").partition(";")[0].strip().lower()


async def caller_of(scope: Scope, callers: Callers) -> Caller | None:
    """A bearer token counts before the session cookie. Raises Unavailable."""
    authorization = header(scope, b"authorization")
    if authorization:
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token:
            return None
        return await callers.by_token(token.strip(), address_of(scope))
    token = session_token(scope)
    return await callers.by_cookie(token) if token else None


def is_metered(scope: Scope) -> bool:
    """Whether the answer shall tell what it did cost, beside what it could have."""
    return header(scope, b"x-cost").strip().lower() == "actual"


def address_of(scope: Scope) -> str:
    """Where the request comes from; behind a trusted proxy, whom the proxy names."""
    client = scope.get("client")
    return client[0] if client else ""


def spoken_to(scope: Scope, caller: Caller) -> Caller:
    """The caller as one who reads the language that the request asks for; the account's own if it asks for none.

    Programs that let members in also say from where: wrong passwords are counted by it.
    """
    asked = preferred(header(scope, b"accept-language")) or caller.viewer.locale
    address = address_of(scope) if caller.needs_address else ""
    if asked == caller.viewer.locale and not address:
        return caller
    return replace(caller, viewer=replace(caller.viewer, locale=asked, address=address))


def session_token(scope: Scope) -> str | None:
    return cookie(scope, COOKIE)


def is_near(scope: Scope) -> bool:
    """Whether the browser is on this machine and may speak without TLS."""
    host = header(scope, b"host")
    return (host.rpartition(":")[0] or host if not host.endswith("]") else host).strip("[]") in LOOPBACK


def cookie_name(scope: Scope, name: str) -> str:
    return name if is_near(scope) else HOST_ONLY + name


def cookie(scope: Scope, name: str) -> str | None:
    """The value of a cookie that we set; one that another host could have planted does not count."""
    said, wanted = header(scope, b"cookie"), cookie_name(scope, name)
    if wanted not in said:
        return None
    try:
        found = SimpleCookie(said).get(wanted)
    except CookieError:
        return None
    return found.value if found else None


async def body_of(scope: Scope, receive: Receive) -> bytes:
    """Raises TooLarge."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise TooLarge
        if not message.get("more_body", False):
            return b"".join(parts) if len(parts) > 1 else parts[0]
