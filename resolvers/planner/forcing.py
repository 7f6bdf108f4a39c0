"""Values that roles set at writing: which arguments can be set, and how they are laid over what a caller gives."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from asyncpg import Connection
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    Undefined,
    coerce_input_value,
    get_named_type,
)

from resolvers.planner.arguments import FORCED, VIEWER_ATTRIBUTES, Argument
from resolvers.planner.catalog import Catalog
from rules.forcing import Forcible, said
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

OWN = {"idempotencyKey", "expectedVersion"}
"Arguments that belong to one call alone."
ROWS = {
    "$viewer.id": ("Staff", "SELECT id, username AS name FROM staff WHERE id = $1::uuid"),
    "$viewer.store": ("Store", "SELECT id, code AS name FROM store WHERE id = $1::uuid"),
    "$viewer.unit": ("OrganizationUnit", "SELECT id, code AS name FROM organization_unit WHERE path = $1"),
    "$viewer.member": ("Member", "SELECT id, member_no AS name FROM member WHERE id = $1::uuid"),
}
"The row that each word means: an ID is its id, a text what people call it by."
NOBODY = UUID(int=0)


def forcible(master: GraphQLSchema, permissions: Mapping[str, str], secrets: set[str]) -> dict[str, Forcible]:
    """Every mutation with the arguments that can be set; secrets, keys and versions are told anew each time."""
    assert master.mutation_type is not None
    found = {}
    for name, field in sorted(master.mutation_type.fields.items()):
        parts = {argument: spec.type for argument, spec in field.args.items()}
        listed = {path: str(kind).rstrip("!") for path, kind in _paths(parts, "", (), secrets | OWN)}
        if name in permissions and listed:
            found[name] = Forcible(permissions[name], listed)
    return found


def _paths(
    parts: Mapping[str, Any], start: str, above: tuple[str, ...], left_out: set[str]
) -> Iterator[tuple[str, GraphQLInputType]]:
    for name, kind in parts.items():
        named = get_named_type(kind)
        if name in left_out or named.name.endswith("Where") or named.name in above:
            continue
        yield f"{start}{name}", kind
        inner = _fields(kind)
        if inner:
            within = {each: spec.type for each, spec in inner.items()}
            yield from _paths(within, f"{start}{name}.", (*above, named.name), left_out)


def _fields(kind: GraphQLInputType) -> Mapping[str, Any]:
    """Of an input that is one thing; a `…By` is given whole."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    is_taken_apart = isinstance(bare, GraphQLInputObjectType) and not bare.name.endswith("By")
    return bare.fields if is_taken_apart else {}


def kind_of(master: GraphQLSchema, mutation: str, argument: str) -> GraphQLInputType | None:
    """None if this version has no such argument (any more)."""
    found = _declared(master, mutation, argument)
    return found and found.type


def description_of(master: GraphQLSchema, mutation: str, argument: str) -> str:
    found = _declared(master, mutation, argument)
    return (found and found.description) or ""


def _declared(master: GraphQLSchema, mutation: str, argument: str) -> Any:
    """The argument or the field of an input."""
    assert master.mutation_type is not None
    field = master.mutation_type.fields.get(mutation)
    parts: Any = field.args if field else {}
    found = None
    for name in argument.split("."):
        found = parts.get(name)
        parts = getattr(get_named_type(found.type), "fields", {}) if found else {}
    return found


def check_fits(
    master: GraphQLSchema, catalog: Catalog, mutation: str, argument: str, value: Any, path: tuple[str, ...]
) -> None:
    """Raises Refused for a value that the argument does not take, or that speaks of the viewer where no name fits."""
    kind = kind_of(master, mutation, argument)
    wrong = next((word for word, of in _words(value, kind) if word not in ROWS or of not in ("ID", "String")), None)
    if wrong is not None:
        message = "'{word}' cannot stand for a {kind}. Ids and texts can be: {names}."
        raise Refused(
            ErrorCode.INVALID, message, path, word=wrong[:80], kind=get_named_type(kind).name, names=", ".join(ROWS)
        )
    if coerced(master, mutation, argument, _filled(value, kind, _sample(catalog))) is Undefined:
        message = "{argument} of {mutation} is a {kind}: {value} does not fit."
        raise Refused(
            ErrorCode.INVALID, message, path, argument=argument, mutation=mutation, kind=str(kind).rstrip("!"),
            value=said(value)[:80],
        )  # fmt: skip


def coerced(master: GraphQLSchema, mutation: str, argument: str, value: Any) -> Any:
    """As a verb takes it; Undefined if it does not fit."""
    kind = kind_of(master, mutation, argument)
    return Undefined if kind is None else coerce_input_value(value, kind)


def sampled(master: GraphQLSchema, catalog: Catalog, mutation: str, forced: Mapping[str, Any]) -> dict[str, Any]:
    """The form of values, with somebody in the place of the viewer: what a statement is made for."""
    sample = _sample(catalog)
    found = {
        name: coerced(master, mutation, name, _filled(value, kind_of(master, mutation, name), sample))
        for name, value in forced.items()
    }
    return {name: value for name, value in found.items() if value is not Undefined}


async def resolved(
    connection: Connection,
    master: GraphQLSchema,
    catalog: Catalog,
    viewer: Viewer,
    mutation: str,
    forced: Mapping[str, Any],
) -> dict[str, Any]:
    """The values for this viewer, as the verb takes them. Raises Refused where he has no store, unit or member."""
    found = {}
    for name, value in forced.items():
        kind = kind_of(master, mutation, name)
        rows = {word: await _row(connection, catalog, viewer, word, name) for word, _ in _words(value, kind)}
        found[name] = coerced(master, mutation, name, _filled(value, kind, rows))
        if found[name] is Undefined:
            message = "Your roles set {argument} to {value}, which does not fit any more. Ask who edits roles."
            raise Refused(ErrorCode.STATE, message, (), argument=name, value=said(value)[:80])
    return found


async def _row(connection: Connection, catalog: Catalog, viewer: Viewer, word: str, argument: str) -> dict[str, str]:
    type_name, question = ROWS[word]
    own = getattr(viewer, VIEWER_ATTRIBUTES[word])
    row = None if own is None else await connection.fetchrow(question, own)
    if row is None:
        message = "Your roles set {argument} to your own {kind}, and you have none. Ask who edits staff or roles."
        raise Refused(ErrorCode.STATE, message, (), argument=argument, kind=type_name)
    return _named(catalog, type_name, row["id"], row["name"])


def _sample(catalog: Catalog) -> dict[str, dict[str, str]]:
    return {word: _named(catalog, type_name, NOBODY, "x") for word, (type_name, _) in ROWS.items()}


def _named(catalog: Catalog, type_name: str, key: UUID, name: str) -> dict[str, str]:
    return {"ID": f"{catalog.entities[type_name].prefix}_{key}", "String": name}


def _words(value: Any, kind: Any) -> Iterator[tuple[str, str]]:
    """What a value says of the viewer, each with the type in whose place it stands."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(value, dict) and isinstance(bare, GraphQLInputObjectType):
        for name, part in value.items():
            yield from _words(part, bare.fields[name].type if name in bare.fields else None)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part, bare.of_type if isinstance(bare, GraphQLList) else bare)
    elif isinstance(value, str) and value.startswith("$viewer."):
        yield value, getattr(bare, "name", "")


def _filled(value: Any, kind: Any, rows: Mapping[str, Mapping[str, str]]) -> Any:
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(value, dict) and isinstance(bare, GraphQLInputObjectType):
        return {n: _filled(v, bare.fields[n].type if n in bare.fields else None, rows) for n, v in value.items()}
    if isinstance(value, list):
        return [_filled(part, bare.of_type if isinstance(bare, GraphQLList) else bare, rows) for part in value]
    return rows[value][bare.name] if isinstance(value, str) and value in rows else value


def laid_over(arguments: dict[str, Argument], forced: Mapping[str, Any]) -> dict[str, Argument]:
    """The arguments of a call, with those that are set read from where the values of the call will stand."""
    whole = Argument(arguments)
    for name, value in forced.items():
        whole = _with(whole, name.split("."), Argument(value, (FORCED, name)))
    return whole.value


def _with(around: Argument, path: list[str], value: Argument) -> Argument:
    """What is not given has no parts, and so nothing of it is set."""
    name, *rest = path
    if rest:
        inner = around.get(name)
        if not isinstance(inner.value, dict):
            return around
        value = _with(inner, rest, value)
    return Argument({**dict(around.items()), name: value})


def given_with(given: dict[str, Any], forced: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of a call with those that are set. Raises Refused for another value than that."""
    for name, value in forced.items():
        given = _given_with(given, name.split("."), value, tuple(name.split(".")))
    return given


def _given_with(given: dict[str, Any], path: list[str], value: Any, whole: tuple[str, ...]) -> dict[str, Any]:
    name, *rest = path
    if rest:
        inner = given.get(name)
        return given if not isinstance(inner, dict) else given | {name: _given_with(inner, rest, value, whole)}
    if name in given and given[name] != value:
        message = "Your roles set {argument} to {value}. Leave it out."
        raise Refused(ErrorCode.FORBIDDEN, message, whole, argument=".".join(whole), value=said_plainly(value))
    return given | {name: value}


def said_plainly(value: Any) -> str:
    return said(value) if isinstance(value, str | dict | list | bool) else str(value)


def without(given: Mapping[str, Any], forced: Mapping[str, Any]) -> dict[str, Any]:
    """What the caller himself said: a call that waits is made again with what is set by then."""
    found = dict(given)
    for name in forced:
        found = _without(found, name.split("."))
    return found


def _without(given: dict[str, Any], path: list[str]) -> dict[str, Any]:
    name, *rest = path
    if not rest:
        return {each: value for each, value in given.items() if each != name}
    inner = given.get(name)
    return given if not isinstance(inner, dict) else given | {name: _without(inner, rest)}


def cut_away(pruner: Any, mutation: str, arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What of the schema goes for who has these set: arguments (of `Mutation.x`) and fields of inputs.

    What other operations take as well stays, and may be given if it is the same.
    """
    for argument in arguments:
        above, _, name = argument.rpartition(".")
        if not above:
            yield f"Mutation.{mutation}", name
            continue
        owner = kind_of(pruner.master, mutation, above)
        named = get_named_type(owner).name if owner is not None else ""
        if pruner.uses.get(named) == {f"Mutation.{mutation}"}:
            yield named, name


def uses(master: GraphQLSchema) -> dict[str, set[str]]:
    """The operations that take each input, at any depth."""
    known: dict[str, set[str]] = {}
    for root in (master.query_type, master.mutation_type, master.subscription_type):
        for name, field in (root.fields if root else {}).items():
            for spec in field.args.values():
                _note(get_named_type(spec.type), f"{root.name}.{name}", known)
    return known


def _note(kind: Any, operation: str, known: dict[str, set[str]]) -> None:
    if isinstance(kind, GraphQLInputObjectType) and operation not in known.setdefault(kind.name, set()):
        known[kind.name].add(operation)
        for spec in kind.fields.values():
            _note(get_named_type(spec.type), operation, known)
