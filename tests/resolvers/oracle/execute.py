"""graphql-core's plain executor over the rows: one call per field per row."""

import json
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLResolveInfo, GraphQLSchema, execute_sync, get_named_type, is_object_type, parse

from schema.build import GRAPHQL
from tests.resolvers.oracle import views
from tests.resolvers.oracle.entities import condition, snake
from tests.resolvers.oracle.fields import FIELDS
from tests.resolvers.oracle.forms import FORMS
from tests.resolvers.oracle.paging import cursor
from tests.resolvers.oracle.rights import MASKS, Looker, sensitivity
from tests.resolvers.oracle.roots import ROOTS
from tests.resolvers.oracle.rows import TYPES, Rows


@dataclass(frozen=True)
class Thing:
    """A row as a value of a type."""

    type_name: str
    row: dict[str, Any]


@dataclass
class Look:
    """Somebody looking at the rows through his schema."""

    rows: Rows
    who: Looker
    schema: GraphQLSchema
    secret: str

    def answer(self, query: str, variables: dict[str, Any] | None = None, name: str | None = None) -> dict[str, Any]:
        result = execute_sync(
            self.schema, parse(query), context_value=self, variable_values=variables, operation_name=name,
            field_resolver=resolve, type_resolver=lambda value, *_: value.type_name,
        )  # fmt: skip
        assert not result.errors, result.errors
        return result.data

    def sees(self, type_name: str, row: dict[str, Any]) -> bool:
        if type_name == "SavedView" and not views.has(self.who, row):
            return False
        scopes = self.who.scopes(type_name)
        if type_name == "TicketMessage" and row["held_until"] is not None and self.who.kind != "STAFF":
            return False
        return self.who.sees_type(type_name) and (scopes is None or any(self.where(type_name, row, s) for s in scopes))

    def where(self, type_name: str, row: dict[str, Any], given: dict[str, Any]) -> bool:
        return all(self._holds(type_name, row, name, value) for name, value in given.items())

    def _holds(self, type_name: str, row: dict[str, Any], name: str, value: Any) -> bool:
        if name == "and":
            return all(self.where(type_name, row, each) for each in value)
        if name == "or":
            return any(self.where(type_name, row, each) for each in value)
        if name == "not":
            return not self.where(type_name, row, value)
        return condition(self, type_name, name).holds(self, row, value)

    def thing(self, type_name: str, key: Any) -> Thing | None:
        row = self.rows.one(TYPES[type_name][0], key)
        return Thing(type_name, row) if row and self.sees(type_name, row) else None

    def thing_of(self, type_name: str, row: dict[str, Any]) -> Thing:
        return Thing(type_name, row)

    def things(self, type_name: str, rows: list[dict[str, Any]]) -> list[Thing]:
        return [Thing(type_name, row) for row in rows if self.sees(type_name, row)]

    def master(self, type_name: str) -> list[str]:
        """Every field of a type, whoever looks."""
        return list(GRAPHQL.type_map[type_name].fields)

    def has(self, type_name: str, name: str) -> bool:
        return type_name in self.schema.type_map and name in self.schema.type_map[type_name].fields

    def may_search(self, type_name: str, name: str) -> bool:
        if name == "cards":
            both = self.who.may_filter("Member", "cards"), self.who.may_filter("MemberCard", "cardNo")
            return self.has("Member", "cards") and all(both)
        return self.who.may_filter(type_name, name)

    def cursor(self, type_name: str, steps: list[tuple[str, str]], row: dict[str, Any]) -> str:
        return cursor(self, type_name, steps, row)


def resolve(source: Any, info: GraphQLResolveInfo, **given: Any) -> Any:
    look, name = info.context, info.field_name
    if info.parent_type.name == "Query":
        return ROOTS[name](look, **given)
    if isinstance(source, Thing):
        return _masked(look, source, name, info, given)
    kind = sensitivity(info.parent_type.name, name)
    if kind != "PUBLIC" and look.who.facets(info.parent_type.name, name)["read"] != "FULL":
        return None
    value = source[name]
    return value(**given) if callable(value) else value


def _masked(look: Look, thing: Thing, name: str, info: GraphQLResolveInfo, given: dict[str, Any]) -> Any:
    if look.who.facets(thing.type_name, name)["read"] == "FULL":
        return _value(look, thing, name, info, given)
    mask = MASKS.get(f"{thing.type_name}.{name}")
    value = _value(look, thing, name, info, given) if mask else None
    return None if value is None else mask(value)


def _value(look: Look, thing: Thing, name: str, info: GraphQLResolveInfo, given: dict[str, Any]) -> Any:
    """By a function of its own, the row that a column points at, or the column."""
    answer = FIELDS.get(thing.type_name, {}).get(name)
    if answer is not None:
        return answer(look, thing.row, **given)
    kind = get_named_type(info.return_type)
    if name == "id":
        return f"{TYPES[thing.type_name][1]}_{thing.row['id']}"
    if is_object_type(kind):
        return look.thing(kind.name, thing.row[f"{snake(name)}_id"])
    value = thing.row[snake(name)]
    return FORMS[kind.name](value) if kind.name in FORMS else value


def canonical(text: bytes | str) -> bytes:
    """Equal for equal answers, key order included; a key that is given twice is an error."""
    return orjson.dumps(json.loads(text, object_pairs_hook=_no_twins))


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    assert len(found) == len(pairs), f"a key is given twice: {[key for key, _ in pairs]}"
    return found
