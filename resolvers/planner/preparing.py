"""The statements of a mutation: one that claims and finds before the action, one that keeps and shows after it."""

from dataclasses import dataclass

import orjson

from actions import once
from resolvers.planner import limits
from resolvers.planner.arguments import Argument, Bind
from resolvers.planner.forcing import laid_over, sampled
from resolvers.planner.lookups import found, key_of_named, keys_where
from resolvers.planner.objects import select_object
from resolvers.planner.plans import Planner, View
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Statement, Work
from resolvers.planner.verbs import WRITTEN, Verb

KEY = "idempotencyKey"
CLAIM, CLAIMED = "\0claim", "\0claimed"
"Where statements find the idempotency key and the row that has it, among the variables; no variable has these names."


@dataclass(frozen=True, slots=True)
class Prepared:
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
    works: dict[str, Work]
    cost: int


def prepare(planner: Planner, view: View, root: Selected, verb: Verb, *, claims: bool = True) -> Prepared:
    """The statements of one field of a mutation; without `claims` its key was claimed before. Raises a GraphQL error
    if it asks too much."""
    named = _arguments(planner, view, root, verb)
    has_key = claims and KEY in named and named[KEY].is_given and named[KEY].value is not None
    finds = {path: found for path in verb.finds if (found := _argument_at(named, path)) is not None}
    selects = {
        path: _selected(planner, view, type_name, found)
        for path, type_name in verb.selects.items()
        if (found := _argument_at(named, path)) is not None
    }
    opening, payload = planner.statement(view), planner.statement(view)
    keys = [f"({_key_named(opening, verb.finds[path], argument)})" for path, argument in finds.items()]
    claimed = f"WITH claimed AS ({_claiming(opening)})" if has_key else ""
    columns = ", ".join([*(["(SELECT id FROM claimed)"] if has_key else []), *keys])
    kept = f"WITH kept AS ({_keeping(payload)})" if has_key else ""
    shown = [(child.key, _shown(payload, root, child, verb)) for child in root.children()]
    cost = limits.COST_OF_CHANGE + payload.cost
    answer = f"{kept} SELECT json_send(j) FROM ({select_object(shown, '')}) q"
    begun = f"{claimed} SELECT {columns}"
    return Prepared(list(finds), selects, begun, opening.binds, answer, payload.binds, payload.works, cost)


def _arguments(planner: Planner, view: View, root: Selected, verb: Verb) -> dict[str, Argument]:
    """As they are given, with those that the caller's roles set."""
    forced = view.access.forced(root.name, verb.permission) if view.access.forces else {}
    given = root.arguments()
    return laid_over(given, sampled(planner.pruner.master, planner.catalog, root.name, forced)) if forced else given


def _selected(planner: Planner, view: View, type_name: str, argument: Argument) -> tuple[str, list[Bind]]:
    statement = planner.statement(view)
    return keys_where(statement, type_name, argument), statement.binds


def _key_named(statement: Statement, named: str, argument: Argument) -> str:
    """`named` is a type, or a type with the filter that finds."""
    type_name, _, by = named.partition(".")
    return key_of_named(statement, type_name, Argument({by: argument}) if by else argument)


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
