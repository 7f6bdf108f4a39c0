"""Mutations: an action in one transaction, then a payload that is planned on what the action wrote."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from asyncpg import Connection, DeadlockDetectedError, SerializationError

from actions import once
from actions.approvals.requests import KEPT, waiting
from actions.recording import recorded
from actions.remembering import Remembered
from database.writing import WriteConnections
from resolvers.planner import limits
from resolvers.planner.arguments import FORCED, Argument
from resolvers.planner.documents import Document
from resolvers.planner.forcing import given_with, resolved
from resolvers.planner.landing import check_landed
from resolvers.planner.lookups import found
from resolvers.planner.plans import Planner, View
from resolvers.planner.preparing import CLAIM, CLAIMED, KEY, WRITTEN, Prepared, prepare
from resolvers.planner.refusing import Said, errors_of, refusal
from resolvers.planner.selection import Selected
from resolvers.planner.verbs import Call, Verb, Verbs
from resolvers.planner.writing import check_writable
from rules.bounds import USUAL
from rules.refusals import ErrorCode, Outrun, Refused
from rules.unkept import told_of
from rules.viewer import Viewer
from rules.viewing import check_changes

TRIES = 3
"Of a transaction that PostgreSQL ended because of another one."


@dataclass(frozen=True, slots=True)
class Changes:
    """The fields of one mutation, ready to be called."""

    fields: dict[str, Prepared]
    cost: int


class Changer:
    """Runs mutations: the fields of one operation one after the other, each in a transaction of its own."""

    def __init__(self, planner: Planner, verbs: Verbs, writes: WriteConnections) -> None:
        self._planner = planner
        self._verbs = verbs
        self._writes = writes

    async def run(self, view: View, document: Document, variables: dict[str, Any], viewer: Viewer) -> bytes:
        """`data` as JSON. Raises a GraphQL error if an operation asks too much."""
        roots = document.read(variables).roots()
        prepared = self._prepared(view, document, variables).fields
        parts = [await self._root(view, root, prepared.get(root.key), variables, viewer) for root in roots]
        return (
            b"{"
            + b",".join(orjson.dumps(root.key) + b":" + part for root, part in zip(roots, parts, strict=True))
            + b"}"
        )

    def cost(self, view: View, document: Document, variables: dict[str, Any]) -> int:
        """Of all its fields together. Raises a GraphQL error if that is too much."""
        return self._prepared(view, document, variables).cost

    async def close(self) -> None:
        await self._writes.close()

    def _prepared(self, view: View, document: Document, variables: dict[str, Any]) -> Changes:
        form = document.form(variables)
        known = document.plans.get(form)
        if known is None:
            roots = document.read(variables).roots()
            called = [(root, self._verbs[root.name]) for root in roots if root.name in self._verbs]
            fields = {root.key: prepare(self._planner, view, root, verb) for root, verb in called}
            known = Changes(fields, sum(one.cost for one in fields.values()))
            limits.check_cost(known.cost, view.bounds.change_cost)
            document.remember(form, known)
        return known

    async def _root(
        self, view: View, root: Selected, prepared: Prepared | None, variables: dict[str, Any], viewer: Viewer
    ) -> bytes:
        if prepared is None:
            return b'"Mutation"'
        for around in range(TRIES):
            try:
                return await self._remembered(view, root, prepared, variables, viewer)
            except Refused as refused:
                if not isinstance(refused, Outrun) or around == TRIES - 1:
                    return orjson.dumps(refusal(root, refused, self._said(viewer)))
            except (SerializationError, DeadlockDetectedError):
                if around == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _said(self, viewer: Viewer) -> Said:
        return lambda refused: self._planner.surroundings.say(refused, viewer.locale)

    async def _remembered(
        self, view: View, root: Selected, prepared: Prepared, variables: dict[str, Any], viewer: Viewer
    ) -> bytes:
        """Once it is committed, nobody of whom it changed what he sees is remembered as he was."""
        if viewer.acting is not None and not self._verbs[root.name].while_viewing:
            check_changes(viewer.name)
        answer = await self._once(view, root, prepared, variables, viewer)
        if self._verbs[root.name].changes_callers:
            for forget in self._planner.surroundings.hearers:
                forget()
        return answer

    async def _once(
        self, view: View, root: Selected, prepared: Prepared, variables: dict[str, Any], viewer: Viewer
    ) -> bytes:
        given = {name: plain(argument) for name, argument in root.arguments().items() if argument.is_given}
        key, verb, around = given.pop(KEY, None), self._verbs[root.name], self._planner.surroundings
        check_writable(self._planner.catalog, viewer.access, verb.writes, given)
        told = told_of(given)
        claim = None if key is None else once.claim(viewer.identity, root.name, key, told)
        async with self._writes.transaction(_trace) as connection:
            if view.bounds.seconds != USUAL.seconds:
                await connection.execute(f"SET LOCAL statement_timeout = '{view.bounds.seconds}s'")
            forced = await forced_values(connection, self._planner, verb, root.name, viewer)
            given, variables = given_with(given, forced), variables | {FORCED: forced}
            claimed, named = await opened(connection, prepared, verb, variables | {CLAIM: claim}, viewer)
            if claim is not None and claimed is None:
                written = await once.known(connection, claim)
            else:
                now, programs = datetime.now(UTC), around.programs
                selected = selected_by(prepared, variables, viewer)
                call = Call(
                    connection, viewer, root.name, given, named, selected, key, now, around.currency, programs.zone,
                    programs, self._planner.catalog, around.secret, around.post, self._planner, around.gate,
                    around.sights,
                )  # fmt: skip
                with recorded(root.name):
                    written = await around.gate.act(verb, call, claimed)
                if KEPT not in written:
                    await check_landed(connection, self._planner.catalog, around, verb.shows, written, viewer)
            if KEPT in written:
                return await self._waiting(connection, view, root, viewer, written[KEPT])
            variables = variables | {WRITTEN: written, CLAIMED: claimed}
            worked = {name: await work(connection, variables, viewer) for name, work in prepared.works.items()}
            variables = variables | worked
            values = [bind(variables, viewer) for bind in prepared.payload_binds]
            return await connection.fetchval(prepared.payload, *values)

    async def _waiting(
        self, connection: Connection, view: View, root: Selected, viewer: Viewer, request: UUID
    ) -> bytes:
        """The answer to a call that waits for another person: nothing was changed but the request."""
        refused = await waiting(connection, request)
        shown = {}
        for place, asked in errors_of(root, "ApprovalRequired", "request"):
            statement = self._planner.statement(view)
            inner = statement.source(statement.catalog.entities["ApprovalRequest"])
            one = found(inner, asked, [f"{inner.key} = {statement.constant(request, 'uuid')}"])
            values = [bind({}, viewer) for bind in statement.binds]
            shown[place] = orjson.loads(await connection.fetchval(f"SELECT ({one})::text", *values) or "null")
        return orjson.dumps(refusal(root, refused, self._said(viewer), shown))


async def _trace(connection: Connection, refused: BaseException) -> None:
    if isinstance(refused, Remembered):
        await refused.trace(connection)


def selected_by(prepared: Prepared, variables: dict[str, Any], viewer: Viewer) -> dict[str, tuple[str, list[Any]]]:
    return {name: (sql, [bind(variables, viewer) for bind in binds]) for name, (sql, binds) in prepared.selects.items()}


async def opened(
    connection: Connection, prepared: Prepared, verb: Verb, variables: dict[str, Any], viewer: Viewer
) -> tuple[UUID | None, dict[str, UUID]]:
    """The row of the claimed key (None if it was claimed before), and the keys of the rows that are named."""
    has_key = variables[CLAIM] is not None
    if not has_key and not prepared.finds:
        return None, {}
    row = await connection.fetchrow(prepared.opening, *(bind(variables, viewer) for bind in prepared.opening_binds))
    claimed, keys = (row[0], row[1:]) if has_key else (None, row)
    named = dict(zip(prepared.finds, keys, strict=True))
    for path, key in named.items():
        if key is None:
            message, kind = "There is no such {kind}, or you may not see it.", verb.finds[path].partition(".")[0]
            raise Refused(ErrorCode.NOT_FOUND, message, tuple(path.split(".")), kind=kind)
    return claimed, named


async def forced_values(
    connection: Connection, planner: Planner, verb: Verb, operation: str, viewer: Viewer
) -> dict[str, Any]:
    """By argument, what the caller's roles set in this operation. Raises Refused where nothing can stand for him."""
    if not viewer.access.forces:
        return {}
    forced = viewer.access.forced(operation, verb.permission)
    return await resolved(connection, planner.pruner.master, planner.catalog, viewer, operation, forced)


def plain(argument: Argument) -> Any:
    """The value without any knowledge of where it came from."""
    value = argument.value
    if isinstance(value, dict):
        return {name: plain(child) for name, child in argument.items() if child.is_given}
    if isinstance(value, list):
        return [plain(child) for child in argument.elements()]
    return value
