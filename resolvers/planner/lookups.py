"""One row by something that names it: an id, a number, a code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every, where
from resolvers.planner.objects import columns, one_row
from resolvers.planner.orders import key_cast
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row, Statement


def key_of(entity: Entity) -> Callable[[Any], Any]:
    """Takes the key out of an id such as `mem_0190a5...`. Raises BadRequest for the id of something else."""
    kind = UUID if key_cast(entity) == "uuid" else int

    def read(value: Any) -> Any:
        prefix, _, rest = str(value).partition("_")
        try:
            if prefix == entity.prefix:
                return kind(rest)
        except ValueError:
            pass
        example = "0190a5d1-..." if kind is UUID else "17"
        raise BadRequest(
            f"'{str(value)[:60]}' is not the id of a {entity.type_name}; they look like {entity.prefix}_{example}"
        )

    return read


@dataclass(frozen=True, slots=True)
class Lookup:
    """The row that an argument names: `by: {phone: ...}` or directly `number: ...`. `prefer` orders several."""

    type_name: str
    prefer: Callable[[Row], str] | None = None

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        inner = statement.source(statement.catalog.entities[self.type_name])
        named = selected.arguments()
        given = dict(named["by"].items() if "by" in named else named.items())
        if len(given) != 1 or any(argument.value is None for argument in given.values()):
            raise BadRequest(f"Say by exactly one thing which {self.type_name} is meant, and not by null.")
        equal = {name: Argument({"eq": argument}) for name, argument in given.items()}
        return found(inner, selected, where(inner, Argument(equal)), self.prefer)


def key_of_named(statement: Statement, type_name: str, argument: Argument) -> str:
    """A statement that gives the key of the row that an id, or a `…By`, names; no row out of the viewer's scope."""
    inner = statement.source(statement.catalog.entities[type_name])
    scope = inner.entity.scope_of(statement)
    only = [inner.entity.only(inner)] if inner.entity.only else []
    kept = every([*_named(inner, argument), *only, *(scope(inner) if scope else [])])
    return f"SELECT {inner.key} FROM {inner.source.sql()} WHERE {kept} LIMIT 1"


def keys_where(statement: Statement, type_name: str, argument: Argument) -> str:
    """A statement that selects the keys of all rows that meet a `where`, within the viewer's scope."""
    inner = statement.source(statement.catalog.entities[type_name])
    scope = inner.entity.scope_of(statement)
    only = [inner.entity.only(inner)] if inner.entity.only else []
    kept = every([*where(inner, argument), *only, *(scope(inner) if scope else [])])
    return f"SELECT {inner.key} FROM {inner.source.sql()} WHERE {kept}"


def _named(row: Row, argument: Argument) -> list[str]:
    if not isinstance(argument.value, dict):
        return [f"{row.key} = {row.statement.argument(argument, key_cast(row.entity), key_of(row.entity))}"]
    given = dict(argument.items())
    if len(given) != 1 or any(each.value is None for each in given.values()):
        raise BadRequest(f"Say by exactly one thing which {row.entity.type_name} is meant, and not by null.")
    return where(row, Argument({name: Argument({"eq": each}) for name, each in given.items()}))


@dataclass(frozen=True, slots=True)
class NodeLookup:
    """Whatever an id belongs to: its prefix tells the type."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        argument = selected.arguments()["id"]
        entity = statement.catalog.by_prefix(str(argument.value).partition("_")[0])
        if entity is None or not statement.access.sees(entity.type_name):
            return "NULL::json"
        inner = statement.source(entity)
        key = statement.argument(argument, key_cast(entity), key_of(entity))
        return found(inner, selected, [f"{inner.key} = {key}"])


def found(inner: Row, selected: Selected, conditions: list[str], prefer: Callable[[Row], str] | None = None) -> str:
    """The one row that meets the conditions, within the viewer's scope, as JSON."""
    statement, entity = inner.statement, inner.entity
    statement.cost += 1
    alias = statement.alias()
    outer = Row(statement, entity, alias, From(entity.table, alias))
    shown = columns(outer, entity.type_name, selected.children(entity.type_name))
    scope = entity.scope_of(statement)
    only = [entity.only(inner)] if entity.only else []
    kept = every([*conditions, *only, *(scope(inner) if scope else [])])
    used = ", ".join(inner.col(name) for name in outer.source.used)
    order = f" ORDER BY {prefer(inner)}" if prefer else ""
    one = f"(SELECT {used} FROM {inner.source.sql()} WHERE {kept}{order} LIMIT 1)"
    return one_row(shown, f"FROM {outer.source.sql(one)}")
