"""Everything that may be asked is described, and says how delicate it is."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    is_specified_scalar_type,
)

from rules.permissions import Sensitivity
from rules.tiers import TierMode
from schema.build import GRAPHQL, catalog
from schema.fields import ABOUT, Undescribed, argument, defaulted, field, given, kind, operand, required, words

CATALOG = catalog()
OURS = [t for name, t in GRAPHQL.type_map.items() if not name.startswith("__") and not is_specified_scalar_type(t)]
FIELDED = GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType


@pytest.mark.parametrize("type_", OURS, ids=str)
def test_a_type_and_all_that_it_has_is_described(type_: GraphQLNamedType) -> None:
    parts = dict(parts_of(type_))
    assert [name for name, description in parts.items() if not (description or "").strip()] == []


@pytest.mark.parametrize("type_", [t for t in OURS if isinstance(t, GraphQLEnumType)], ids=str)
def test_every_value_of_an_enum_is_described_in_its_own_words(type_: GraphQLEnumType) -> None:
    descriptions = [value.description for value in type_.values.values()]
    assert len(set(descriptions)) == len(descriptions) > 0


@pytest.mark.parametrize("type_", [t for t in OURS if isinstance(t, GraphQLObjectType)], ids=str)
def test_every_field_of_a_type_has_a_class(type_: GraphQLObjectType) -> None:
    specs = [CATALOG.specs[type_.name, name] for name in type_.fields]
    assert all(isinstance(spec.sensitivity, Sensitivity) for spec in specs)


@pytest.mark.parametrize("type_", [t for t in OURS if isinstance(t, GraphQLObjectType)], ids=str)
def test_a_field_is_declared_in_our_way_only(type_: GraphQLObjectType) -> None:
    declared = {name: spec.extensions["strawberry-definition"].metadata for name, spec in type_.fields.items()}
    assert [name for name, said in declared.items() if ABOUT not in said] == []


@pytest.mark.parametrize("name", ["phone", "email", "birthday", "gender", "latinName", "cardNo", "street", "receiver"])
def test_what_names_a_person_is_never_public(name: str) -> None:
    classes = {spec.sensitivity for spec in CATALOG.specs.values() if spec.name == name}
    assert classes
    assert Sensitivity.PUBLIC not in classes


def test_every_class_is_used() -> None:
    assert {spec.sensitivity for spec in CATALOG.specs.values()} == set(Sensitivity)


def test_the_catalog_knows_no_field_that_is_not_in_the_schema() -> None:
    assert [key for key in CATALOG.specs if key[1] not in GRAPHQL.type_map[key[0]].fields] == []


@pytest.mark.parametrize("declare", [kind, given, field, operand, required, lambda said: defaulted(said, 1)])
@pytest.mark.parametrize("said", ["", "  \n"])
def test_nothing_is_declared_without_a_description(declare: object, said: str) -> None:
    with pytest.raises(Undescribed, match="has no description"):
        declare(said)


def test_no_argument_is_declared_without_a_description() -> None:
    with pytest.raises(Undescribed, match="has no description"):
        argument(str, "")


def test_no_value_of_an_enum_is_left_without_a_word() -> None:
    with pytest.raises(Undescribed, match="has no description"):
        words(TierMode, "Who decides the tier.", AUTOMATIC="The rules.")


def parts_of(type_: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    """Names with their descriptions."""
    yield type_.name, type_.description
    for name, value in (type_.values if isinstance(type_, GraphQLEnumType) else {}).items():
        yield name, value.description
    for name, spec in (type_.fields if isinstance(type_, FIELDED) else {}).items():
        yield name, spec.description
        for key, given_ in getattr(spec, "args", {}).items():
            yield f"{name}({key}:)", given_.description
