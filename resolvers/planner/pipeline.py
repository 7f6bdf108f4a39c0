"""The planner inside strawberry's pipeline: batches, GET and WebSocket take this lane."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
from graphql import GraphQLError, parse
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult

from resolvers.planner.documents import Rejected
from resolvers.planner.errors import BadRequest
from resolvers.planner.explaining import explain


class PlannedReads(SchemaExtension):
    """Validates against the caller's schema and answers queries by plan.

    The context has `caller`, `desk` and `metered` (whether the actual cost is asked for), and for a socket `again`,
    which asks anew who it belongs to.
    """

    async def on_parse(self) -> AsyncIterator[None]:
        context = self.execution_context
        if "again" in context.context:
            context.context["caller"] = await context.context["again"]()
        if context.context["caller"] is None:
            self._document = None
            self._refuse([BadRequest("The session or the token has ended. Sign in again.", "UNAUTHENTICATED")])
            yield
            return
        self._view = context.context["caller"].view
        try:
            self._document = self._view.document(context.query or "", context.provided_operation_name)
            context.graphql_document = self._document.tree
        except Rejected as rejected:
            self._document = None
            self._refuse(explain(rejected.errors, context.context["desk"].schema))
        yield

    async def on_validate(self) -> AsyncIterator[None]:
        """Already done, against the pruned schema, which is a part of the master schema."""
        context = self.execution_context
        context.pre_execution_errors = context.pre_execution_errors or []
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        context = self.execution_context
        if self._document is not None:
            context.result = await self._planned()
        yield

    async def _planned(self) -> ExecutionResult:
        context = self.execution_context
        desk, viewer = context.context["desk"], context.context["caller"].viewer
        name, given = context.provided_operation_name, context.variables or {}
        try:
            answered = await desk.data(
                self._view, viewer, context.query, name, given, metered=context.context["metered"]
            )
        except desk.failure as failed:
            return ExecutionResult(data=None, errors=failed.errors)
        self._told = answered.extensions
        return ExecutionResult(data=orjson.Fragment(answered.data), errors=None)

    def get_results(self) -> dict[str, Any]:
        """What stands in `extensions` of the answer."""
        return getattr(self, "_told", {})

    def _refuse(self, errors: list[GraphQLError]) -> None:
        """Strawberry wants a document that names the operation before it looks at the errors."""
        context = self.execution_context
        name = context.provided_operation_name or ""
        context.graphql_document = parse(f"query {name if name.isidentifier() else ''} {{ __typename }}")
        context.pre_execution_errors = errors
