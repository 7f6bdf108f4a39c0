"""Writes responses: the status, the media type and the headers that go with an answer, in either lane."""

from typing import Any

from graphql import GraphQLError
from starlette.types import Scope, Send

from api.answering import errors_body
from api.callers import Caller
from api.requests import header
from resolvers.planner.errors import BadRequest

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
STATUS = {"RATE_LIMITED": 429, "UNAVAILABLE": 503, "TIMEOUT": 504, "INTERNAL": 500}
"Of an error's code; every other error of an operation is the caller's: 400."


async def respond(scope: Scope, send: Send, status: int, body: bytes, caller: Caller | None) -> None:
    status, headers = head_of(scope, status, caller)
    headers["content-length"] = str(len(body))
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def refuse(scope: Scope, send: Send, status: int, message: str, code: str, seconds: int = 0) -> None:
    """One error, before anything was asked; `seconds` is when to try again."""
    error: GraphQLError = BadRequest(message, code)
    if seconds:
        scope.setdefault("state", {})["retry_after"] = seconds
    await respond(scope, send, status, errors_body([error]), None)


def head_of(scope: Scope, status: int, caller: Caller | None) -> tuple[int, dict[str, str]]:
    """By the GraphQL-over-HTTP draft: plain JSON answers 200 to what was understood, the newer type tells."""
    newer = GRAPHQL_JSON in header(scope, b"accept")
    if not newer and status in (400, 429, 504) and caller is not None:
        status = 200
    headers = {
        "content-type": f"{GRAPHQL_JSON if newer else JSON}; charset=utf-8",
        "cache-control": "no-store",
    }
    state = scope.get("state", {})
    if caller is not None:
        headers["x-schema-fingerprint"] = caller.viewer.fingerprint
        headers |= state["rates"].headers(caller.viewer, caller.view.bounds)
    if "retry_after" in state:
        headers["retry-after"] = str(state["retry_after"])
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if status == 503:
        headers["retry-after"] = "2"
    return status, headers


def status_of(errors: list[dict[str, Any]]) -> int:
    """The status of an operation that was answered with these errors."""
    return STATUS.get(errors[0]["extensions"]["code"], 400) if errors else 200
