"""`/graphql`: the fast lane for single operations over POST; everything else goes on to the pipeline."""

import secrets
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answering import Desk, errors_body
from api.callers import Caller, Callers
from api.requests import TooLarge, body_of, caller_of, header
from database.reading import Unavailable
from resolvers.planner.errors import BadRequest

JSON = b"application/json"
GRAPHQL_JSON = b"application/graphql-response+json"
SIGN_IN = "Sign in first: send `Authorization: Bearer <token>`, or the session cookie of a signed-in browser."


class FastLane:
    """Plain ASGI: reads the body, finds the plan, sends what the database wrote."""

    def __init__(self, desk: Desk, callers: Callers, pipeline: ASGIApp) -> None:
        self._desk = desk
        self._callers = callers
        self._pipeline = pipeline
        self.answered = {"fast": 0, "pipeline": 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._pipeline(scope, receive, send)
        try:
            caller = await caller_of(scope, self._callers)
        except Unavailable as error:
            return await _refuse(scope, send, 503, str(error), "UNAVAILABLE")
        if caller is None:
            return await _refuse(scope, send, 401, SIGN_IN, "UNAUTHENTICATED")
        scope.setdefault("state", {})["caller"] = caller
        if scope["method"] != "POST":
            return await self._pass_on(scope, receive, send)
        return await self._post(scope, receive, send, caller)

    async def _post(self, scope: Scope, receive: Receive, send: Send, caller: Caller) -> None:
        if caller.by_cookie and not _has_csrf_token(scope, caller):
            message = "This request came with a cookie, so it needs the header X-CSRF-Token of the session."
            return await _refuse(scope, send, 403, message, "FORBIDDEN")
        if not header(scope, b"content-type").startswith("application/json"):
            return await _refuse(scope, send, 415, "Send JSON, with Content-Type: application/json.", "INVALID")
        try:
            body = await body_of(scope, receive)
            asked = orjson.loads(body)
        except TooLarge:
            return await _refuse(scope, send, 413, "The request is larger than 512 kB.", "INVALID")
        except orjson.JSONDecodeError as error:
            return await _refuse(scope, send, 400, f"The body is not JSON: {error}.", "INVALID")
        if isinstance(asked, list):
            return await self._pass_on(scope, replay(body), send)
        return await self._answer(scope, send, caller, asked, body)

    async def _answer(self, scope: Scope, send: Send, caller: Caller, asked: Any, body: bytes) -> None:
        query, name, variables = _parts(asked)
        if query is None:
            message = 'Send {"query": "...", "variables": {...}}; the query is a text, the variables an object.'
            return await _refuse(scope, send, 400, message, "INVALID")
        if _is_for_pipeline(query):
            return await self._pass_on(scope, replay(body), send)
        self.answered["fast"] += 1
        text, status = await self._desk.answer(caller.view, caller.viewer, query, name, variables)
        return await respond(scope, send, status, text, caller)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.answered["pipeline"] += 1
        await self._pipeline(scope, receive, send)


def _parts(asked: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    if not isinstance(asked, dict):
        return None, None, {}
    query, name, variables = asked.get("query"), asked.get("operationName"), asked.get("variables")
    sound = isinstance(query, str) and isinstance(name, str | None) and isinstance(variables, dict | None)
    return (query, name, variables or {}) if sound else (None, None, {})


def _is_for_pipeline(query: str) -> bool:
    """Operations that the planner does not answer alone."""
    start = query.lstrip()[:12]
    return start.startswith(("mutation", "subscription"))


def _has_csrf_token(scope: Scope, caller: Caller) -> bool:
    return secrets.compare_digest(header(scope, b"x-csrf-token").encode(), caller.viewer.csrf_token.encode())


def replay(body: bytes) -> Receive:
    """Gives a body that was already read to the next one who asks for it."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _refuse(scope: Scope, send: Send, status: int, message: str, code: str) -> None:
    error: GraphQLError = BadRequest(message, code)
    await respond(scope, send, status, errors_body([error]), None)


async def respond(scope: Scope, send: Send, status: int, body: bytes, caller: Caller | None) -> None:
    """By the GraphQL-over-HTTP draft: plain JSON answers 200 to what was understood, the newer type tells."""
    newer = GRAPHQL_JSON.decode() in header(scope, b"accept")
    if not newer and status in (400, 504) and caller is not None:
        status = 200
    headers = [
        (b"content-type", (GRAPHQL_JSON if newer else JSON) + b"; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if caller is not None:
        headers.append((b"x-schema-fingerprint", caller.viewer.fingerprint.encode()))
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if status == 503:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
