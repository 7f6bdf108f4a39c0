"""The whole matrix: every role, every field, every facet, own rows and others', by each way to them; none is left out.

What should be follows from the roles as they are written (see oracle/rights.py), not from the code that cuts.
"""

from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type

from api.planning import _pruner
from resolvers.planner.catalog import owner_of
from resolvers.planner.orders import camel
from resolvers.planner.writing import KEPT_AS, check_writable
from resolvers.registry import ASKED, MUTATIONS
from rules.refusals import Refused
from rules.roles import shipped
from schema.build import GRAPHQL, catalog
from tests.resolvers.asking import agree
from tests.resolvers.oracle.rows import TYPES
from tests.resolvers.people import Person, Place

TITLES = [*shipped(), "random0", "random1", "random2", "random3"]


def told(type_name: str, name: str) -> bool:
    return (type_name, name) in catalog().specs


@pytest.mark.parametrize("title", TITLES)
def test_a_role_reads_the_fields_that_it_is_granted_and_no_other(place: Place, title: str) -> None:
    look = place.person(title).look
    wrong = [
        f"{type_name}.{name}"
        for type_name, (_, prefix) in TYPES.items()
        if prefix or type_name in look.schema.type_map  # A part is reached through its whole alone.
        for name, field in GRAPHQL.type_map[type_name].fields.items()
        if look.has(type_name, name) is not _may_read(look.who, type_name, name, field)
    ]
    assert not wrong


def _may_read(who: Any, type_name: str, name: str, field: Any) -> bool:
    """The field must be granted, and so must be the type that it leads to or speaks of."""
    target = get_named_type(field.type).name.removesuffix("Connection")
    spec = catalog().specs[type_name, name]
    about = spec.about
    if not all(who.may_filter(*counted.split(".")) for counted in spec.counts):
        return False
    is_seen = all(kind not in TYPES or who.sees_type(kind) for kind in (type_name, target, about))
    is_seen = is_seen and (target in TYPES or _has_any(who, target))
    return is_seen and who.facets(type_name, name)["read"] != "NONE"


def _has_any(who: Any, target: str) -> bool:
    """A part of which nothing may be read is not there; what is no object is one value."""
    fields = getattr(GRAPHQL.type_map[target], "fields", {})
    return not fields or any(who.facets(target, name)["read"] != "NONE" for name in fields)


@pytest.mark.parametrize("title", TITLES)
def test_a_role_filters_sorts_and_searches_by_what_it_may_and_nothing_else(place: Place, title: str) -> None:
    look = place.person(title).look
    wrong = [
        f"{kind}.{name}"
        for kind, name, owners in _asked_by()
        if _is_reached(look.schema, kind, name)
        and _has(look.schema, kind, name) is not all(look.who.may_filter(*owner) for owner in owners)
    ]
    assert not wrong


def _asked_by() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every part of the inputs by which rows are found or sorted, with the fields that it tells of."""
    parts = [
        (entity.type_name, f"{entity.type_name}{suffix}", name, governing)
        for entity in catalog().entities.values()
        for suffix, name, governing in [
            *(("Where", name, rule.governed_by or (name,)) for name, rule in entity.filters.items()),
            *(("By", name, rule.governed_by or (name,)) for name, rule in entity.filters.items()),
            *(("OrderField", name, order.governing(name)) for name, order in entity.orders.items()),
        ]
    ]
    return [
        (kind, name, [owner for owner in (owner_of(type_name, each) for each in governing) if told(*owner)])
        for type_name, kind, name, governing in parts
        if _has(GRAPHQL, kind, name) and name != "id"
    ]


def _is_reached(schema: Any, kind: str, name: str) -> bool:
    """An input that no field takes is in no schema, and neither is what leads to an input of which nothing is left."""
    field = getattr(GRAPHQL.type_map[kind], "fields", {}).get(name)
    return kind in schema.type_map and (field is None or get_named_type(field.type).name in schema.type_map)


def _has(schema: Any, kind: str, name: str) -> bool:
    found = schema.type_map.get(kind)
    return name in (getattr(found, "fields", None) or getattr(found, "values", None) or ())


@pytest.mark.parametrize("title", TITLES)
def test_a_role_calls_the_mutations_that_it_is_permitted_and_no_other(place: Place, title: str) -> None:
    look = place.person(title).look
    mine = look.schema.mutation_type
    has = set(mine.fields) if mine else set()
    permitted = {name for name, verb in MUTATIONS.items() if look.who.permits(verb.permission)}
    assert has <= permitted
    assert {name for name in permitted - has if not _is_out_of_reach(look, name)} == set()


def _is_out_of_reach(look: Any, name: str) -> bool:
    """A mutation cannot be written without an input type that is made of nothing but what the caller may not give."""
    kinds = {get_named_type(argument.type).name for argument in GRAPHQL.mutation_type.fields[name].args.values()}
    return not kinds <= set(look.schema.type_map)


@pytest.mark.parametrize("title", TITLES)
def test_a_role_writes_the_fields_that_it_may_and_no_other(place: Place, title: str) -> None:
    person = place.person(title)
    wrong = [
        f"{name}({argument}: {{{field}}})"
        for name, argument, type_name, field in _written()
        if _accepts(person, {argument: type_name}, field) is not _may_write(person.look.who, type_name, field)
    ]
    assert not wrong


def _written() -> list[tuple[str, str, str, str]]:
    """Every field of a type that a mutation takes: mutation, argument, type and field."""
    calls = GRAPHQL.mutation_type.fields
    return [
        (name, argument, type_name, field)
        for name, verb in MUTATIONS.items()
        for argument, type_name in verb.writes.items()
        for field in get_named_type(calls[name].args[argument].type).fields
    ]


def _accepts(person: Person, writes: dict[str, str], field: str) -> bool:
    try:
        check_writable(catalog(), person.viewer.access, writes, {key: {field: 1} for key in writes})
    except Refused:
        return False
    return True


def _may_write(who: Any, type_name: str, field: str) -> bool:
    name = KEPT_AS.get(field, field.removesuffix("Code"))
    return not told(type_name, name) or bool(who.facets(type_name, name).get("write"))


@pytest.mark.parametrize("title", TITLES)
async def test_every_row_of_every_type_is_answered_as_the_grants_say(place: Place, title: str) -> None:
    """Own and others' rows by `node(id)`, each field by its name, by an alias and in fragments."""
    person = place.person(title)
    for type_name, (_, prefix) in TYPES.items():
        rows = list(person.look.rows.of_type(type_name)) if prefix else []
        seen = [row for row in rows if person.look.sees(type_name, row)][:1]
        other = [row for row in rows if not person.look.sees(type_name, row)][:1]
        for row in seen + other:
            found = await agree(place, person, _question(person, type_name, f"{prefix}_{row['id']}"))
            assert (found["it"] is None) is (row in other), type_name


def _question(person: Person, type_name: str, key: str) -> str:
    kind = person.look.schema.type_map.get(type_name)
    if kind is None:
        return f'{{ it: node(id: "{key}") {{ __typename id }} }}'
    names = [name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type)) and not field.args]
    again = " ".join(f"{name}2: {name}" for name in names[:10])
    return (
        f'{{ it: node(id: "{key}") {{ __typename ...Whole ... on {type_name} {{ {again} }} }} }}'
        f" fragment Whole on {type_name} {{ {' '.join(names)} }}"
    )


def test_nothing_is_without_a_policy() -> None:
    """A new field has a class, a new mutation or question a permission, a new filter a field that governs it."""
    pruner = _pruner()
    fields = {(t, f) for t in TYPES for f in GRAPHQL.type_map[t].fields}
    assert {f for f in fields if not told(*f)} == set()
    assert set(GRAPHQL.mutation_type.fields) == {name for name in pruner.permissions if name not in ASKED}
    ungoverned = [
        f"{entity.type_name}.{name}"
        for entity in catalog().entities.values()
        for name, rule in {**entity.filters, **entity.orders}.items()
        for field in (rule.governed_by or (camel(name) if name in entity.orders else name,))
        if not told(*owner_of(entity.type_name, field)) and _is_asked(entity.type_name, name)
    ]
    assert not ungoverned


def _is_asked(type_name: str, name: str) -> bool:
    """Whether an input has it; the rest is for row scopes alone."""
    return any(_has(GRAPHQL, f"{type_name}{suffix}", name) for suffix in ("Where", "By", "OrderField"))
