"""One operation from text to text: the same for every lane and for our own pages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import asyncpg
import orjson
from graphql import GraphQLError, GraphQLSchema, OperationType, print_schema

from api.answers import Answer, Answered, Failed
from api.looking import Looks, shown, witness_of
from api.rates import REFUSED_COST, RateLimited, Rates
from database.reading import Unavailable
from resolvers.planner.changing import Changer
from resolvers.planner.documents import Document, Rejected
from resolvers.planner.errors import BadRequest
from resolvers.planner.explaining import explain
from resolvers.planner.live import Changed
from resolvers.planner.metering import measure
from resolvers.planner.plans import Plan, Planner, View, answer_about_schema
from resolvers.planner.witnessing import witnessed
from rules.bounds import USUAL
from rules.disclosures import Witness
from rules.permissions import ReadLevel
from rules.scrubbing import outline
from rules.viewer import Viewer

STREAMED = "A subscription is answered over a WebSocket, or as a stream: send Accept: text/event-stream."
log = logging.getLogger("memberdesk.api")


class Desk:
    """Where everything is asked, as the viewer."""

    failure = Failed

    def __init__(self, planner: Planner, changer: Changer, master: GraphQLSchema, zone: ZoneInfo, rates: Rates) -> None:
        self.planner = planner
        self.changer = changer
        self.rates = rates
        self.schema = master
        self.zone = zone
        self._looks = Looks()
        self._printed: dict[str, str] = {}

    async def close(self) -> None:
        await self.planner.close()
        await self.changer.close()
        await self.rates.close()

    def view(self, viewer: Viewer) -> GraphQLSchema:
        """The caller's own schema."""
        return self.planner.view(viewer).schema

    def is_masked(self, viewer: Viewer, type_name: str, field: str) -> bool:
        """Whether the viewer is shown only a part of every value of a field."""
        catalog = self.planner.catalog
        if (type_name, field) not in catalog.specs:
            return False
        return catalog.judged(viewer.access, type_name, field).read is ReadLevel.MASKED

    def sdl(self, viewer: Viewer) -> str:
        view = self.planner.view(viewer)
        if view.fingerprint not in self._printed:
            self._printed[view.fingerprint] = print_schema(view.schema)
        return self._printed[view.fingerprint]

    async def ask(
        self, viewer: Viewer, query: str, variables: dict[str, Any] | None = None, witness: Witness | None = None
    ) -> Answer:
        """In-process, for pages; the members in it are told as the witness says."""
        view = self.planner.view(viewer)
        body, _ = await self.answer(view, viewer, query, None, variables or {}, witness=witness)
        parsed = orjson.loads(body)
        return Answer(parsed.get("data"), parsed.get("errors", []))

    async def answer(
        self,
        view: View,
        viewer: Viewer,
        query: str,
        name: str | None,
        given: dict[str, Any],
        *,
        metered: bool = False,
        witness: Witness | None = None,
    ) -> tuple[bytes, int]:
        """The whole answer as JSON, and the HTTP status that fits it."""
        try:
            return (await self.data(view, viewer, query, name, given, metered=metered, witness=witness)).body, 200
        except Failed as failed:
            return errors_body(failed.errors, view.bounds.errors), failed.status

    async def data(
        self,
        view: View,
        viewer: Viewer,
        query: str,
        name: str | None,
        given: dict[str, Any],
        *,
        metered: bool = False,
        witness: Witness | None = None,
    ) -> Answered:
        """`metered` asks for the actual cost too. Raises Failed, and nothing else."""
        try:
            with self.worded(query):
                return await self._data(view, viewer, query, name, given, metered, witness or witness_of(viewer))
        except Failed as failed:
            if failed.status == 400:
                self.charge_refused(view, viewer)
            raise

    @contextmanager
    def worded(self, query: str) -> Iterator[None]:
        """Raises Failed, and nothing else."""
        try:
            yield
        except Failed:
            raise
        except RateLimited as limited:
            raise Failed([limited.error], 429) from None
        except Rejected as rejected:
            raise Failed(explain(rejected.errors, self.schema), 400) from None
        except GraphQLError as error:
            raise Failed(explain([error], self.schema), 400) from None
        except Unavailable as error:
            raise Failed([BadRequest(f"{error} Try again in a moment.", "UNAVAILABLE")], 503) from None
        except (asyncpg.QueryCanceledError, TimeoutError):
            raise Failed([BadRequest("The operation took too long. Ask for less at once.", "TIMEOUT")], 504) from None
        except RecursionError:
            raise Failed([BadRequest("The variables are nested too deeply.")], 400) from None
        except (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError):
            raise Failed([BadRequest("A text may not contain the character NUL.")], 400) from None
        except asyncpg.DataError as error:
            raise Failed([BadRequest(f"A value cannot be used: {str(error).splitlines()[0][:200]}")], 400) from None
        except Exception as error:
            raise Failed([_fault(query)], 500) from error

    def kind_of(self, view: View, query: str, name: str | None) -> OperationType | None:
        """None for what cannot be asked."""
        try:
            return view.document(query, name).operation.operation
        except Rejected:
            return None

    def watched(
        self, view: View, query: str, name: str | None, given: dict[str, Any]
    ) -> tuple[Plan, dict[str, Any], Changed]:
        """What a subscription reads when it is told something, with its variables. Raises Failed."""
        with self.worded(query):
            document = view.document(query, name)
            if document.operation.operation is not OperationType.SUBSCRIPTION:
                raise BadRequest("This is no subscription.")
            variables = document.coerce(given)
            plan = self.planner.plan(view, document, variables)
            root = document.read(variables).roots()[0]
            return plan, variables, self.planner.catalog.specs["Subscription", root.name].answer

    def check_unseen(self, view: View, query: str, name: str | None) -> None:
        """Nobody listens for members with the eyes of another: each look is told to the member. Raises Failed."""
        with self.worded(query):
            if witnessed(view.document(query, name)) is not None:
                raise BadRequest("With the eyes of another no members are listened to. Ask for them, or end it.")

    def costs(self, view: View, query: str, name: str | None, given: dict[str, Any]) -> tuple[int, int]:
        """What a question and what a change would cost; nothing if it cannot be asked."""
        try:
            document = view.document(query, name)
            variables = document.coerce(given)
            if document.operation.operation is OperationType.MUTATION:
                return 0, self.changer.cost(view, document, variables)
            return self.planner.plan(view, document, variables).cost, 0
        except (Rejected, GraphQLError, RecursionError):
            return 0, 0

    async def _data(
        self,
        view: View,
        viewer: Viewer,
        query: str,
        name: str | None,
        given: dict[str, Any],
        metered: bool,
        witness: Witness | None,
    ) -> Answered:
        self.rates.check(viewer, view.bounds)
        document = view.document(query, name)
        variables = document.coerce(given)
        if document.operation.operation is OperationType.SUBSCRIPTION:
            raise BadRequest(STREAMED)
        if document.operation.operation is OperationType.MUTATION:
            cost = self.changer.cost(view, document, variables)
            self.rates.charge(viewer, view.bounds, cost)
            changed = await self.changer.run(view, document, variables, viewer)
            return self._answered(document, variables, changed, cost, metered)
        plan = self.planner.plan(view, document, variables)
        self.rates.charge(viewer, view.bounds, plan.cost)
        await self._looks.note(self.planner, view, document, variables, viewer)
        found = await shown(self.planner, view, document, variables, viewer, witness) if witness else None
        if found is None and plan.statement:
            found = await self.planner.run(plan, variables, viewer)
        if plan.about_schema is not None:
            found = answer_about_schema(plan, view.schema, variables, found)
        return self._answered(document, variables, found, plan.cost, metered)

    def _answered(
        self, document: Document, variables: dict[str, Any], data: bytes, cost: int, metered: bool
    ) -> Answered:
        actual = measure(self.planner.catalog, document.read(variables), orjson.loads(data)) if metered else None
        return Answered(data, cost, None if actual is None else min(actual, cost))

    def charge_refused(self, view: View, viewer: Viewer) -> None:
        """It was read all the same, and is paid for. Raises Failed if that is too much."""
        with self.worded(""):
            self.rates.charge(viewer, view.bounds, REFUSED_COST)


def errors_body(errors: list[GraphQLError], most: int = USUAL.errors) -> bytes:
    shown = [error.formatted for error in errors[:most]]
    return orjson.dumps({"errors": shown, "data": None})


def _fault(query: str) -> GraphQLError:
    """Our own mistake: the caller gets a number, the log gets the rest."""
    trace = uuid4().hex[:12]
    log.exception("fault %s in %s", trace, outline(query)[:300])
    message = f"Something went wrong on our side. Ask for help with the number {trace}."
    return GraphQLError(message, extensions={"code": "INTERNAL", "trace": trace})
