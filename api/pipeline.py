"""Strawberry's own view, for what the fast lane passes on."""

from datetime import timedelta
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry import Schema
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse

from api.answering import Desk
from api.callers import Caller, Callers
from api.live import Live
from api.live.sockets import MOST_OF_CONNECTION, Sockets
from api.origins import foreign_origin, may_use
from api.requests import address_of, caller_of, is_metered, spoken_to
from api.responses import head_of, status_of

GREETING = timedelta(seconds=10)
"Within which a socket says who opens it."


class Pipeline(GraphQL):
    """Signed-in callers only; answers are written by orjson, which passes the database's text on as it is.

    Which origins may open a socket depends on the token, so it is asked when the caller is known.
    """

    graphql_transport_ws_handler_class = Sockets

    def __init__(self, schema: Schema, desk: Desk, callers: Callers, live: Live) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=("graphql-transport-ws",),
            allowed_origins=("*",),
            max_subscriptions_per_connection=MOST_OF_CONNECTION,
            connection_init_wait_timeout=GREETING,
        )
        self._desk = desk
        self._live = live
        self._callers = callers

    async def get_context(self, request: Request | WebSocket, response: Any) -> dict[str, Any]:
        scope = request.scope
        if scope["type"] == "http":
            response.scope = scope
            return {"caller": scope["state"]["caller"], "desk": self._desk, "metered": is_metered(scope)}

        context: dict[str, Any] = {"desk": self._desk, "live": self._live, "metered": is_metered(scope), "scope": scope}

        async def again() -> Caller | None:
            """The caller of a socket, who may have lost his rights since it was opened."""
            token = context.get("token")
            found = await (
                self._callers.by_token(token, address_of(scope)) if token else caller_of(scope, self._callers)
            )
            is_let_in = found is not None and may_use(found, foreign_origin(scope))
            return spoken_to(scope, found) if is_let_in else None

        context |= {"again": again, "caller": await again()}
        return context

    async def on_ws_connect(self, context: dict[str, Any]) -> Any:
        """A WebSocket may also send its token in the payload of connection_init."""
        given = (context.get("connection_params") or {}).get("Authorization", "")
        if context["caller"] is None and given.lower().startswith("bearer "):
            context["token"] = given[7:].strip()
            context["caller"] = await context["again"]()
        if context["caller"] is None:
            raise ConnectionRejectionError({"code": "UNAUTHENTICATED"})
        viewer, scope = context["caller"].viewer, context["scope"]
        if not scope["state"]["sockets"].admits(scope, viewer.kind, viewer.identity):
            raise ConnectionRejectionError({"code": "RATE_LIMITED"})
        return await super().on_ws_connect(context)

    async def process_result(self, request: Request, result: Any, **_: Any) -> GraphQLHTTPResponse:
        errors: list[GraphQLError] = result.errors or []
        answer: dict[str, Any] = {"data": result.data}
        if errors:
            return answer | {"errors": [error.formatted for error in errors]}
        return answer | ({"extensions": result.extensions} if result.extensions else {})

    def encode_json(self, data: object) -> str:
        """Text, so that WebSocket frames are text frames."""
        return orjson.dumps(data).decode()

    def create_response(self, response_data: Any, sub_response: Any) -> Response:
        """A batch is always 200; a single operation has the status and headers of the fast lane."""
        is_batch = isinstance(response_data, list)
        status = 200 if is_batch else status_of(response_data.get("errors", []))
        scope = sub_response.scope
        if status == 429:
            scope["state"]["retry_after"] = response_data["errors"][0]["extensions"]["retryAfter"]
        status, headers = head_of(scope, status, scope["state"]["caller"])
        return Response(self.encode_json(response_data), status, headers)
