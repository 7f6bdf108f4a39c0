"""Subscriptions over a WebSocket; what strawberry says of the protocol `graphql-transport-ws` stays as it is."""

import asyncio
from typing import Any

import orjson
from graphql import OperationType
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation

from api.answering import Failed
from api.live.streams import STUCK_SECONDS

MOST_OF_CONNECTION = 50
"Operations that are open at once on one WebSocket."
STUCK = 1013
"The code of a socket that is closed because nobody reads from it."


class Sockets(BaseGraphQLTransportWSHandler[Any, Any]):
    async def handle_subscribe(self, message: Any) -> None:
        """Also takes the name of a registered document, and nothing else from programs that are bound to them."""
        if not self.connection_acknowledged or message["id"] in self.operations:
            await super().handle_subscribe(message)
            return
        try:
            message["payload"] = await self._resolved(message["payload"])
        except Failed as failed:
            told = [error.formatted for error in failed.errors]
            await self.send_message({"id": message["id"], "type": "error", "payload": told})
        else:
            await super().handle_subscribe(message)

    async def _resolved(self, asked: Any) -> Any:
        """Whose session has ended is told so later. Raises Failed."""
        with self.context["desk"].worded(""):
            caller = await self.context["again"]()
        if caller is None:
            return {"query": ""} | asked
        return await self.context["live"].trusted.resolved(caller, asked)

    async def run_operation(self, operation: Operation[Any, Any]) -> None:
        desk, caller = self.context["desk"], self.context["caller"]
        kind = caller and desk.kind_of(caller.view, operation.query, operation.operation_name)
        if kind is not OperationType.SUBSCRIPTION:
            return await super().run_operation(operation)
        try:
            await self._tell(operation)
        except Failed as failed:
            await operation.send_initial_errors(failed.errors)
        except TimeoutError:
            await self.websocket.close(code=STUCK, reason="Nobody reads.")

    async def _tell(self, operation: Operation[Any, Any]) -> None:
        asked = (operation.query, operation.operation_name, operation.variables or {})
        live = self.context["live"]
        subscription = await live.open(self.context["again"], *asked)
        try:
            async for told in subscription:
                await _send(operation, told)
        finally:
            live.leave(subscription)
        await operation.send_operation_message({"id": operation.id, "type": "complete"})


async def _send(operation: Operation[Any, Any], told: list[bytes]) -> None:
    """Waits for a slow reader, but not for ever. Raises TimeoutError."""
    for data in told:
        async with asyncio.timeout(STUCK_SECONDS):
            await operation.send_operation_message(_next(operation.id, data))


def _next(key: str, data: bytes) -> Any:
    return {"id": key, "type": "next", "payload": {"data": orjson.Fragment(data)}}
