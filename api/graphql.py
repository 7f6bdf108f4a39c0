"""`/graphql`: the fast lane for single operations over POST; everything else goes on to the pipeline."""

import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from graphql import OperationType
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answering import Desk, Failed, errors_body
from api.callers import Caller, Callers
from api.live.streams import Streams, wants_events
from api.rates import RateLimited
from api.requests import TooLarge, address_of, body_of, caller_of, header, is_metered, media_type, spoken_to
from api.responses import JSON, refuse, respond
from api.sockets import BoundedSockets
from api.trusted import Trusted
from database.reading import Unavailable

MOST_VALUES = 6_000
"Objects and lists in one request: more take longer to look at than anything that is asked in earnest."
MISSHAPEN = 'Send {"query": "...", "variables": {...}}; the query is a text, the variables an object.'
SIGN_IN = "Sign in first: send `Authorization: Bearer <token>`, or the session cookie of a signed-in browser."


class FastLane:
    """Plain ASGI: reads the body, finds the plan, sends what the database wrote."""

    def __init__(self, desk: Desk, callers: Callers, pipeline: ASGIApp, streams: Streams, trusted: Trusted) -> None:
        self._desk = desk
        self._callers = callers
        self._pipeline = BoundedSockets(pipeline)
        self._streams = streams
        self._trusted = trusted
        self.answered = {"fast": 0, "pipeline": 0, "stream": 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._pipeline(scope, receive, send)
        try:
            caller = await caller_of(scope, self._callers)
        except Unavailable as error:
            return await refuse(scope, send, 503, str(error), "UNAVAILABLE")
        if caller is None:
            return await self._unknown(scope, send)
        state = scope.setdefault("state", {})
        caller = state["caller"] = spoken_to(scope, caller)
        state["rates"] = self._desk.rates
        if scope["method"] == "POST":
            return await self._post(scope, receive, send, caller)
        if scope["method"] != "GET":
            return await refuse(scope, send, 405, "Send a POST, or a GET for queries.", "INVALID")
        return await self._get(scope, receive, send, caller)

    async def _get(self, scope: Scope, receive: Receive, send: Send, caller: Caller) -> None:
        try:
            query, name, variables = _parts(await self._trusted.resolved(caller, _in_address(scope)))
        except Failed as failed:
            return await _fail(scope, send, caller, failed)
        if query is None:
            return await refuse(scope, send, 400, "Send ?query=...&variables={...}, both encoded.", "INVALID")
        if wants_events(scope) and self._desk.kind_of(caller.view, query, name) is not OperationType.MUTATION:
            self.answered["stream"] += 1
            return await self._streams.send(scope, receive, send, caller, (query, name, variables))
        return await self._pass_on(_with_address(scope, query, name, variables), receive, send)

    async def _post(self, scope: Scope, receive: Receive, send: Send, caller: Caller) -> None:
        if caller.by_cookie and not _has_csrf_token(scope, caller):
            message = "This request came with a cookie, so it needs the header X-CSRF-Token of the session."
            return await refuse(scope, send, 403, message, "FORBIDDEN")
        if media_type(scope) != JSON:
            return await refuse(scope, send, 415, "Send JSON, with Content-Type: application/json.", "INVALID")
        try:
            body = await body_of(scope, receive)
            if body.count(b"{") + body.count(b"[") > MOST_VALUES:
                message = f"The request has more than {MOST_VALUES} objects and lists."
                return await refuse(scope, send, 400, message, "COST_EXCEEDED")
            asked = orjson.loads(body)
        except TooLarge:
            return await refuse(scope, send, 413, "The request is larger than 512 kB.", "INVALID")
        except orjson.JSONDecodeError as error:
            return await refuse(scope, send, 400, f"The body is not JSON: {error}.", "INVALID")
        try:
            asked = await self._resolved(caller, asked)
        except Failed as failed:
            return await _fail(scope, send, caller, failed)
        if isinstance(asked, list):
            if (message := self._batched(caller, asked)) is not None:
                return await refuse(scope, send, 400, *message)
            return await self._pass_on(scope, replay(orjson.dumps(asked)), send)
        return await self._answer(scope, receive, send, caller, asked)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, caller: Caller, asked: Any) -> None:
        query, name, variables = _parts(asked)
        if query is None:
            return await refuse(scope, send, 400, MISSHAPEN, "INVALID")
        if wants_events(scope):
            self.answered["stream"] += 1
            return await self._streams.send(scope, receive, send, caller, (query, name, variables))
        self.answered["fast"] += 1
        metered = is_metered(scope)
        text, status = await self._desk.answer(caller.view, caller.viewer, query, name, variables, metered=metered)
        return await _respond(scope, send, caller, text, status)

    async def _resolved(self, caller: Caller, asked: Any) -> Any:
        """With the texts of the documents that are named; a batch that is too long is not looked at. Raises Failed."""
        if not isinstance(asked, list):
            return await self._trusted.resolved(caller, asked)
        if len(asked) > caller.view.bounds.batch:
            return asked
        return [await self._trusted.resolved(caller, one) for one in asked]

    def _batched(self, caller: Caller, asked: list[Any]) -> tuple[str, str] | None:
        """Why a batch is refused, with the code; None if it is not."""
        bounds = caller.view.bounds
        if not 1 <= len(asked) <= bounds.batch or any(not _parts(one)[0] for one in asked):
            return f"A batch is a list of 1 to {bounds.batch} operations. {MISSHAPEN}", "INVALID"
        costs = [self._desk.costs(caller.view, *_parts(one)) for one in asked]
        for cost, most in ((sum(c for c, _ in costs), bounds.cost), (sum(c for _, c in costs), bounds.change_cost)):
            if cost > most:
                message = f"The batch would cost {cost}; at most {most} is allowed for all of its operations together."
                return message, "COST_EXCEEDED"
        return None

    async def _unknown(self, scope: Scope, send: Send) -> None:
        try:
            self._desk.rates.charge_unknown(address_of(scope))
        except RateLimited as limited:
            return await refuse(scope, send, 429, str(limited), "RATE_LIMITED", limited.seconds)
        return await refuse(scope, send, 401, SIGN_IN, "UNAUTHENTICATED")

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.answered["pipeline"] += 1
        await self._pipeline(scope, receive, send)


def _parts(asked: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    if not isinstance(asked, dict):
        return None, None, {}
    query, name, variables = asked.get("query"), asked.get("operationName"), asked.get("variables")
    sound = isinstance(query, str) and isinstance(name, str | None) and isinstance(variables, dict | None)
    return (query, name, variables or {}) if sound else (None, None, {})


def _in_address(scope: Scope) -> dict[str, Any] | None:
    """What a GET asks, in the form of a body; None if its parts are not JSON."""
    given: dict[str, Any] = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    try:
        return given | {part: orjson.loads(given[part]) for part in ("variables", "extensions") if part in given}
    except orjson.JSONDecodeError:
        return None


def _with_address(scope: Scope, query: str, name: str | None, variables: dict[str, Any]) -> Scope:
    """Asks what was looked at and nothing else, however the next one reads an address."""
    asked = {"query": query, "variables": orjson.dumps(variables).decode()} | ({"operationName": name} if name else {})
    return {**scope, "query_string": urlencode(asked).encode()}


async def _fail(scope: Scope, send: Send, caller: Caller, failed: Failed) -> None:
    await _respond(scope, send, caller, errors_body(failed.errors, caller.view.bounds.errors), failed.status)


async def _respond(scope: Scope, send: Send, caller: Caller, text: bytes, status: int) -> None:
    if status == 429:
        scope["state"]["retry_after"] = orjson.loads(text)["errors"][0]["extensions"]["retryAfter"]
    await respond(scope, send, status, text, caller)


def _has_csrf_token(scope: Scope, caller: Caller) -> bool:
    return secrets.compare_digest(header(scope, b"x-csrf-token").encode(), caller.viewer.csrf_token.encode())


def replay(body: bytes) -> Receive:
    """Gives a body that was already read to the next one who asks for it."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
