"""Three ways of answering agree to the byte: the fast lane, the pipeline, and an oracle in Python."""

import os

import pytest
from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, TypeInfo, TypeInfoVisitor, Visitor, parse, visit

from tests.resolvers.differential import compare, differ
from tests.resolvers.operations.coverage import LEFT_OUT, WORKED_OUT, WORKED_OUT_TYPES, documents
from tests.resolvers.operations.writer import Operation
from tests.resolvers.people import Place

SEED = int(os.environ.get("TEST_SEED", "1"))
OPERATIONS = int(os.environ.get("TEST_OPERATIONS", "240"))


async def test_random_operations_have_one_answer(place: Place) -> None:
    run = await compare(place, SEED, range(OPERATIONS))
    print(run)
    assert not run.differences, run.differences[0]
    assert run.counts["equal"] > 0.9 * OPERATIONS


@pytest.mark.parametrize("title", ["admin", "member", "operations", "random0"])
async def test_every_root_field_has_one_answer(place: Place, title: str) -> None:
    person = place.person(title)
    for number, (name, query) in enumerate(documents(person.look).items()):
        outcome, told = await differ(place, person, Operation(query, {}), number)
        assert outcome == "equal", f"{name}: {told}"


CHANGING = ("Mutation", "Payload", "Error", "Subscription")


async def test_the_tour_of_root_fields_asks_every_field(place: Place) -> None:
    """So that nothing is compared by luck alone."""
    look = place.person("admin").look
    asked = set().union(*(fields_of(look.schema, query) for query in documents(look).values()))
    every = {
        f"{kind.name}.{name}"
        for kind in look.schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__") and not kind.name.endswith(CHANGING)
        for name in kind.fields
        if kind.name not in WORKED_OUT_TYPES and name not in WORKED_OUT
    }
    assert every - asked == {f"{kind}.{name}" for kind, name in LEFT_OUT}


def fields_of(schema: GraphQLSchema, query: str) -> set[str]:
    info, found = TypeInfo(schema), set()

    class Collect(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            found.add(f"{info.get_parent_type().name}.{node.name.value}")

    visit(parse(query), TypeInfoVisitor(info, Collect()))
    return found
