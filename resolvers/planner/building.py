"""Builds the catalog: joins what the schema declares with what the tables have, and names whatever does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graphql import GraphQLField, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, get_named_type

from resolvers.planner.answers import Column, One
from resolvers.planner.catalog import Answer, Catalog, Entity, Spec
from resolvers.planner.filters import in_scope
from resolvers.planner.formats import BY_SCALAR, as_id, as_is
from resolvers.planner.masks import Mask
from rules.permissions import Sensitivity


class DoesNotFit(TypeError):
    """The schema promises something that no table and no resolver keeps."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the schema says of a field besides its type."""

    column: str
    sensitivity: Sensitivity
    mask: Mask
    about: str | None
    counts: tuple[str, ...] = ()


def build_catalog(
    schema: GraphQLSchema,
    declared: Mapping[tuple[str, str], Declared],
    entities: list[Entity],
    queries: Mapping[str, Answer],
    subscriptions: Mapping[str, Answer] = MappingProxyType({}),
) -> Catalog:
    """Raises DoesNotFit with the name of the first field that cannot be answered."""
    by_name = {entity.type_name: entity for entity in entities}
    roots = {"Query": queries, "Subscription": subscriptions}
    catalog = Catalog(by_name, {}, in_scope)
    for (type_name, name), said in declared.items():
        kind = schema.type_map[type_name]
        answer = _answer(kind, kind.fields[name], name, said, by_name, roots)
        catalog.specs[type_name, name] = Spec(
            type_name, name, answer, said.sensitivity, said.mask, said.about, said.counts
        )
    _check_inputs(schema, by_name)
    return catalog


def _answer(
    kind: GraphQLObjectType,
    field: GraphQLField,
    name: str,
    said: Declared,
    entities: Mapping[str, Entity],
    roots: Mapping[str, Mapping[str, Answer]],
) -> Answer | None:
    if kind.name in roots:
        if name not in roots[kind.name]:
            raise DoesNotFit(f"{kind.name}.{name} has no answer in resolvers/.")
        return roots[kind.name][name]
    entity = entities.get(kind.name)
    if entity is None:
        return None
    return entity.fields.get(name) or _derived(entity, field, name, said)


def _derived(entity: Entity, field: GraphQLField, name: str, said: Declared) -> Answer:
    """The same-named column, or the relation of that name."""
    where = f"{entity.type_name}.{name}"
    named = get_named_type(field.type).name
    if name == "id" and entity.prefix:
        return Column(entity.key, as_id(entity.prefix))
    if entity.relation(said.column):
        if isinstance(field.type, GraphQLNonNull) and entity.model._meta.fields_map[said.column].null:
            raise DoesNotFit(f"{where} may not be null, but {entity.table}.{said.column}_id may.")
        return One(named, f"{said.column}_id")
    if not entity.has_column(said.column):
        raise DoesNotFit(f"{where} is neither a column of {entity.table} nor answered in resolvers/.")
    if isinstance(field.type, GraphQLNonNull) and entity.is_nullable(said.column):
        raise DoesNotFit(f"{where} may not be null, but its column {entity.table}.{said.column} may.")
    if isinstance(getattr(field.type, "of_type", field.type), GraphQLList):
        raise DoesNotFit(f"{where} is a list, but {entity.table}.{said.column} is a column.")
    return Column(said.column, BY_SCALAR.get(named, as_is))


def _check_inputs(schema: GraphQLSchema, entities: Mapping[str, Entity]) -> None:
    """Every name in a `where`, a lookup or an order has its SQL."""
    for name, entity in entities.items():
        for suffix in ("Where", "By"):
            _check_names(
                f"{name}{suffix}", _fields(schema, f"{name}{suffix}") - {"and", "or", "not", "isNull"}, entity.filters
            )
        values = getattr(schema.type_map.get(f"{name}OrderField"), "values", {})
        _check_names(f"{name}OrderField", set(values), entity.orders)


def _check_names(kind: str, names: set[str], known: Mapping[str, Any]) -> None:
    missing = sorted(names - set(known))
    if missing:
        raise DoesNotFit(f"{kind}.{missing[0]} is not answered in resolvers/.")


def _fields(schema: GraphQLSchema, name: str) -> set[str]:
    return set(getattr(schema.type_map.get(name), "fields", {}))
