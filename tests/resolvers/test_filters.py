"""Every operator of every filter of the schema finds what the same condition finds in Python."""

from random import Random
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from schema.build import GRAPHQL
from tests.resolvers.asking import agree, data
from tests.resolvers.operations.values import Values, literal
from tests.resolvers.people import Person, Place

LISTS = {
    get_named_type(spec.args["where"].type).name: name
    for name, spec in GRAPHQL.query_type.fields.items()
    if "where" in spec.args and "first" in spec.args
}
"The root list that takes each `where`."
CONDITIONS = [
    (kind, name)
    for kind in LISTS
    for name in GRAPHQL.type_map[kind].fields
    if name not in ("and", "or", "not", "member", "tier")
] + [("TierWhere", name) for name in ("code", "rank")]


def test_every_where_of_the_schema_belongs_to_a_list() -> None:
    inputs = {name for name in GRAPHQL.type_map if name.endswith("Where")}
    assert inputs - set(LISTS) == {"TierWhere"}


@pytest.mark.parametrize(("kind", "name"), CONDITIONS, ids=lambda part: part)
async def test_a_filter_finds_what_python_finds(place: Place, kind: str, name: str) -> None:
    """Each operator with a value that some row has and with one that none need have, written in the document."""
    person = place.person("admin")
    wheres = _wheres(person, kind, name)
    field, root, wheres = _rooted(kind, wheres)
    asked = [
        f"a{number}: {field}(first: 40, where: {literal(where, root)}) {{ nodes {{ id }} totalCount {{ value }} }}"
        for number, where in enumerate(wheres)
    ]
    for start in range(0, len(asked), 12):
        await agree(place, person, f"{{ {' '.join(asked[start : start + 12])} }}")


@pytest.mark.parametrize(("kind", "name"), CONDITIONS, ids=lambda part: part)
async def test_a_filter_in_variables_is_the_same_filter(place: Place, kind: str, name: str) -> None:
    person = place.person("admin")
    field, root, wheres = _rooted(kind, _wheres(person, kind, name))
    query = f"query($where: {root.name}!) {{ {field}(first: 40, where: $where) {{ nodes {{ id }} }} }}"
    for where in wheres:
        await agree(place, person, query, {"where": where})


def _wheres(person: Person, kind: str, name: str) -> list[dict[str, Any]]:
    """One condition for each operator and each of two seeds."""
    operators: GraphQLInputObjectType = get_named_type(GRAPHQL.type_map[kind].fields[name].type)
    return [
        {
            name: {
                operator: Values(Random(seed), person.look).operand(
                    operators, operator, kind.removesuffix("Where"), name
                )
            }
        }
        for operator in operators.fields
        for seed in (1, 2)
    ]


def _rooted(kind: str, wheres: list[dict[str, Any]]) -> tuple[str, GraphQLInputObjectType, list[dict[str, Any]]]:
    """The list to ask; conditions on tiers are asked of members."""
    if kind == "TierWhere":
        return "members", GRAPHQL.type_map["MemberWhere"], [{"tier": where} for where in wheres]
    return LISTS[kind], GRAPHQL.type_map[kind], wheres


@pytest.mark.parametrize(
    "where",
    [
        "{}",
        "{and: []}",
        "{or: []}",
        "{not: {}}",
        "{not: {not: {}}}",
        "{and: [{}, {}]}",
        "{or: [{}]}",
        "{name: {}}",
        "{not: {name: {}}}",
        "{tier: {}}",
        "{not: {tier: {}}}",
        "{tier: {isNull: true}}",
        "{tier: {isNull: false}}",
        '{not: {phone: {startsWith: "+86"}}}',
        '{not: {birthday: {lt: "1990-01-01"}}}',
        "{or: [{name: {isNull: true}}, {phone: {isNull: true}}]}",
        "{status: {in: []}}",
        "{name: {notIn: []}}",
        "{and: {status: {eq: ACTIVE}}}",
        '{tags: {ne: "high value"}, not: {tags: {isNull: true}}}',
        '{tier: {code: {eq: "GOLD"}, rank: {gt: 1}}, or: [{gender: {eq: FEMALE}}, {not: {gender: {in: [MALE]}}}]}',
        '{joinedAt: {gte: "2024-03-01T09:30:00Z", lt: "2024-03-01T10:30:00.000001+01:00"}}',
        '{email: {eq: "LIN@example.COM"}}',
        '{phone: {eq: "+86 138-1234 (7720)"}}',
        '{phone: {in: ["+1 555 0102"]}}',
    ],
)
async def test_conditions_combine_as_in_python(place: Place, where: str) -> None:
    query = f"{{ members(first: 60, where: {where}) {{ nodes {{ memberNo }} totalCount {{ value }} }} }}"
    await agree(place, place.person("admin"), query)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("{name: {contains: \"%\"}}", ["100% Bob"]),
        ("{name: {contains: \"_\"}}", ["snake_case"]),
        ("{name: {contains: \"\\\\\"}}", ["back\\slash"]),
        ("{name: {startsWith: \"alvarez\"}}", []),
        ("{name: {contains: \"ALVAREZ\"}}", ["José Álvarez"]),
        ("{name: {contains: \"'\"}}", ["ANNA O'HARA", 'Anna "A" O\'Hara <b>']),
    ],
)  # fmt: skip
async def test_letters_with_a_meaning_in_sql_are_taken_literally(place: Place, where: str, found: list[str]) -> None:
    both = f"{{and: [{where}, {{or: [{{isArchived: {{eq: true}}}}, {{isArchived: {{eq: false}}}}]}}]}}"
    answer = await data(place, "admin", f"{{ members(first: 60, where: {both}) {{ nodes {{ name }} }} }}")
    assert sorted({node["name"] for node in answer["members"]["nodes"]}) == found


async def test_a_filter_by_a_member_is_kept_within_the_row_scope(place: Place) -> None:
    """A store's program may not ask about members through the orders that it sees."""
    schema = place.person("storefront").look.schema
    assert "member" not in schema.type_map["OrderWhere"].fields
