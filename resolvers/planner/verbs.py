"""Mutations: an action in one transaction, then a payload that is planned on what the action wrote."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from asyncpg import Connection, DeadlockDetectedError, SerializationError
from graphql import is_list_type, is_non_null_type

from actions import once
from actions.once import Written
from actions.program import Programs
from actions.remembering import Remembered
from database.writing import WriteConnections
from resolvers.planner import limits
from resolvers.planner.arguments import Argument, Bind
from resolvers.planner.documents import Document
from resolvers.planner.lookups import found, key_of_named, keys_where
from resolvers.planner.objects import select_object
from resolvers.planner.plans import Planner, View
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Statement
from resolvers.planner.writing import check_writable
from rules.refusals import ErrorCode, Outrun, Refused
from rules.viewer import Viewer

TRIES = 3
"Of a transaction that PostgreSQL ended because of another one."
SECRET = {"pin", "currentPin", "newPin", "identityNumber", "currentIdentityNumber"}
"Arguments that no kept digest may be made of: a short secret could be guessed from it."
WRITTEN, CLAIM, CLAIMED = "\0written", "\0claim", "\0claimed"
"""Where statements find what was written, the idempotency key and the row that has it, among the variables; no variable
can have these names."""
KEY = "idempotencyKey"
KINDS = {
    ErrorCode.INVALID: "ValidationError",
    ErrorCode.REQUIRED: "ValidationError",
    ErrorCode.DUPLICATE: "ValidationError",
    ErrorCode.NOT_FOUND: "ValidationError",
    ErrorCode.FORBIDDEN: "PermissionError",
    ErrorCode.CONFLICT: "ConflictError",
}
"The type of each refusal; the rest are RuleErrors."


@dataclass(frozen=True, slots=True)
class Call:
    """What an action gets: a transaction, who asks, the arguments as plain values, the rows that they name.

    `selected` has a statement, with its parameters, that selects the keys of the rows that a `where` means. `secret` is
    what the installation signs with.
    """

    connection: Connection
    by: Viewer
    operation: str
    given: Mapping[str, Any]
    found: Mapping[str, UUID]
    selected: Mapping[str, tuple[str, list[Any]]]
    key: str | None
    at: datetime
    currency: str
    zone: ZoneInfo
    programs: Programs
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verb:
    """A mutation. `finds` are the arguments that name a row, `shows` the fields of the payload, each with its type.

    An argument inside an input is written with dots (`input.referrer`); one that is not given finds nothing. For one
    that is not an id or a `…By`, the filter that finds is said too: `Order.number`. What is written and not shown is a
    plain value (a number, a list) that the payload tells as it is. `writes` names inputs whose fields are those of a
    type: only fields that the caller's roles may write can be given. `selects` are
    the arguments that are a `where`, each with its type; what is out of the caller's scope is not selected.
    """

    act: Callable[[Call], Awaitable[Written]]
    permission: str
    finds: Mapping[str, str] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)
    writes: Mapping[str, str] = field(default_factory=dict)
    selects: Mapping[str, str] = field(default_factory=dict)


Verbs = Mapping[str, Verb]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Statements with their parameters: two, and one for each `where` that selects rows.

    The first claims the key, if there is one, and finds the rows that are named (`finds`); the last keeps what was
    written beside the key, and is the payload.
    """

    finds: list[str]
    selects: dict[str, tuple[str, list[Bind]]]
    opening: str
    opening_binds: list[Bind]
    payload: str
    payload_binds: list[Bind]


class Changer:
    """Runs mutations: the fields of one operation one after the other, each in a transaction of its own."""

    def __init__(self, planner: Planner, verbs: Verbs, writes: WriteConnections) -> None:
        self._planner = planner
        self._verbs = verbs
        self._writes = writes

    async def run(self, view: View, document: Document, variables: dict[str, Any], viewer: Viewer) -> bytes:
        """`data` as JSON. Raises a GraphQL error if an operation asks too much."""
        roots = document.read(variables).roots()
        prepared = self._prepared(view, document, variables, roots)
        parts = [await self._root(root, prepared.get(root.key), variables, viewer) for root in roots]
        return (
            b"{"
            + b",".join(orjson.dumps(root.key) + b":" + part for root, part in zip(roots, parts, strict=True))
            + b"}"
        )

    async def close(self) -> None:
        await self._writes.close()

    def _prepared(
        self, view: View, document: Document, variables: dict[str, Any], roots: list[Selected]
    ) -> dict[str, _Prepared]:
        form = document.form(variables)
        known = document.plans.get(form)
        if known is None:
            known = {root.key: self._prepare(view, root) for root in roots if root.name in self._verbs}
            document.remember(form, known)
        return known

    def _prepare(self, view: View, root: Selected) -> _Prepared:
        verb = self._verbs[root.name]
        named = root.arguments()
        has_key = KEY in named and named[KEY].value is not None
        finds = {path: found for path in verb.finds if (found := _argument_at(named, path)) is not None}
        selects = {name: self._selected(view, type_name, named[name]) for name, type_name in verb.selects.items()}
        opening, payload = self._planner.statement(view), self._planner.statement(view)
        keys = [f"({_key_named(opening, verb.finds[path], argument)})" for path, argument in finds.items()]
        claimed = f"WITH claimed AS ({_claiming(opening)})" if has_key else ""
        columns = ", ".join([*(["(SELECT id FROM claimed)"] if has_key else []), *keys])
        kept = f"WITH kept AS ({_keeping(payload)})" if has_key else ""
        shown = [(child.key, _shown(payload, root, child, verb)) for child in root.children()]
        limits.check_cost(payload.cost)
        answer = f"{kept} SELECT json_send(j) FROM ({select_object(shown, '')}) q"
        return _Prepared(list(finds), selects, f"{claimed} SELECT {columns}", opening.binds, answer, payload.binds)

    def _selected(self, view: View, type_name: str, argument: Argument) -> tuple[str, list[Bind]]:
        statement = self._planner.statement(view)
        return keys_where(statement, type_name, argument), statement.binds

    async def _root(
        self, root: Selected, prepared: _Prepared | None, variables: dict[str, Any], viewer: Viewer
    ) -> bytes:
        if prepared is None:
            return b'"Mutation"'
        for around in range(TRIES):
            try:
                return await self._once(root, prepared, variables, viewer)
            except Refused as refused:
                if not isinstance(refused, Outrun) or around == TRIES - 1:
                    return orjson.dumps(refusal(root, refused, self._planner.surroundings.say(refused, viewer.locale)))
            except (SerializationError, DeadlockDetectedError):
                if around == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    async def _once(self, root: Selected, prepared: _Prepared, variables: dict[str, Any], viewer: Viewer) -> bytes:
        given = {name: plain(argument) for name, argument in root.arguments().items() if argument.is_given}
        key, verb, around = given.pop(KEY, None), self._verbs[root.name], self._planner.surroundings
        check_writable(self._planner.catalog, viewer.access, verb.writes, given)
        told = _told(given)
        claim = None if key is None else once.claim(viewer.identity, root.name, key, told)
        async with self._writes.transaction(_trace) as connection:
            claimed, named = await _opened(connection, prepared, verb, variables | {CLAIM: claim}, viewer)
            if claim is not None and claimed is None:
                written = await once.known(connection, claim)
            else:
                now, programs = datetime.now(UTC), around.programs
                selected = _selected(prepared, variables, viewer)
                call = Call(
                    connection, viewer, root.name, given, named, selected, key, now, around.currency, programs.zone,
                    programs, around.secret,
                )  # fmt: skip
                written = await verb.act(call)
            variables = variables | {WRITTEN: written, CLAIMED: claimed}
            values = [bind(variables, viewer) for bind in prepared.payload_binds]
            return await connection.fetchval(prepared.payload, *values)


async def _trace(connection: Connection, refused: BaseException) -> None:
    if isinstance(refused, Remembered):
        await refused.trace(connection)


def _key_named(statement: Statement, named: str, argument: Argument) -> str:
    """`named` is a type, or a type with the filter that finds."""
    type_name, _, by = named.partition(".")
    return key_of_named(statement, type_name, Argument({by: argument}) if by else argument)


def _selected(prepared: _Prepared, variables: dict[str, Any], viewer: Viewer) -> dict[str, tuple[str, list[Any]]]:
    return {name: (sql, [bind(variables, viewer) for bind in binds]) for name, (sql, binds) in prepared.selects.items()}


async def _opened(
    connection: Connection, prepared: _Prepared, verb: Verb, variables: dict[str, Any], viewer: Viewer
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


def _claiming(statement: Statement) -> str:
    def of_claim(name: str, cast: str) -> str:
        return statement.bind(lambda variables, _: getattr(variables[CLAIM], name), cast)

    kinds = {"actor": "text", "operation": "text", "key": "text", "digest": "bytea"}
    return once.CLAIM.format(*(of_claim(name, cast) for name, cast in kinds.items()))


def _keeping(statement: Statement) -> str:
    written = statement.bind(lambda variables, _: once.kept(variables[WRITTEN]), "text")
    return once.KEEP.format(f"{written}::jsonb", statement.bind(lambda variables, _: variables[CLAIMED], "uuid"))


def _argument_at(named: dict[str, Argument], path: str) -> Argument | None:
    """None if it, or anything on the way to it, is not given or null."""
    first, *rest = path.split(".")
    argument = named.get(first)
    for name in rest:
        argument = argument.get(name) if argument is not None and isinstance(argument.value, dict) else None
    return argument if argument is not None and argument.is_given and argument.value is not None else None


def _shown(statement: Statement, root: Selected, child: Selected, verb: Verb) -> str:
    if child.name == "__typename":
        return f"'{root.type.name}'::text"
    if child.name == "userErrors":
        return "'[]'::json"
    if child.name not in verb.shows:
        return statement.bind(lambda variables, _: orjson.dumps(variables[WRITTEN].get(child.name)).decode(), "json")
    entity = statement.catalog.entities[verb.shows[child.name]]
    inner = statement.source(entity)
    key = statement.bind(lambda variables, _: variables[WRITTEN].get(child.name), "uuid")
    return found(inner, child, [f"{inner.key} = {key}"])


def _told(value: Any) -> Any:
    """Without secrets, at any depth."""
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items() if name not in SECRET}
    return [_told(part) for part in value] if isinstance(value, list) else value


def plain(argument: Argument) -> Any:
    """The value without any knowledge of where it came from."""
    value = argument.value
    if isinstance(value, dict):
        return {name: plain(child) for name, child in argument.items() if child.is_given}
    if isinstance(value, list):
        return [plain(child) for child in argument.elements()]
    return value


def refusal(root: Selected, refused: Refused, message: str) -> dict[str, Any]:
    """The payload of a mutation that changed nothing."""
    return {child.key: _refused_field(root, child, refused, message) for child in root.children()}


def _refused_field(root: Selected, child: Selected, refused: Refused, message: str) -> Any:
    if child.name == "__typename":
        return root.type.name
    if child.name == "userErrors":
        return [_error(child, refused, message)]
    is_list = is_non_null_type(child.spec.type) and is_list_type(child.spec.type.of_type)
    return [] if is_list else None


def _error(selected: Selected, refused: Refused, message: str) -> dict[str, Any]:
    kind = KINDS.get(refused.code, "RuleError")
    said = {
        "__typename": kind,
        "code": refused.code,
        "message": message,
        "path": list(refused.path),
        "limit": refused.detail.limit,
        "rule": refused.detail.rule,
        "currentVersion": refused.detail.current_version,
        "missing": list(refused.detail.missing),
    }
    return {child.key: said[child.name] for child in selected.children(kind)}
