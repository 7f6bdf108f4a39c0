"""What cannot be answered is told in one short error with a code: never a traceback, a guess or a page of text."""

from typing import Any

import orjson
import pytest
from graphql import GraphQLInputObjectType, get_named_type

from schema.build import GRAPHQL
from tests.resolvers.asking import answer
from tests.resolvers.people import Place

HUGE = "x" * 100_000
MEMBERS = "{ members(first: 1, where: {%s}) { nodes { id } } }"
BY = "query($by: MemberBy!) { member(by: $by) { id } }"
WHERE = "query($where: MemberWhere!) { members(first: 1, where: $where) { nodes { id } } }"
PAGE = "query($first: Int, $last: Int, $after: String, $before: String) { members(first: $first, last: $last, after: $after, before: $before) { nodes { id } } }"  # noqa: E501


async def told(place: Place, query: str, variables: dict[str, Any] | None = None, who: str = "admin") -> dict[str, Any]:
    """The first error; all of them are short and say what is wrong."""
    body, status = await answer(place, place.person(who), query, variables)
    parsed = orjson.loads(body)
    assert status == 400, body[:500]
    assert parsed["data"] is None
    assert len(body) <= 2048
    assert len(parsed["errors"]) <= 5
    for error in parsed["errors"]:
        assert error["message"]
        assert "Did you mean" not in error["message"]
        assert error["extensions"]["code"] in ("INVALID", "COST_EXCEEDED", "NOT_IN_YOUR_SCHEMA")
        assert not any(word in error["message"] for word in ("Traceback", "asyncpg", ".py", "SELECT"))
    return parsed["errors"][0]


@pytest.mark.parametrize(
    "condition",
    [
        "name: null",
        "and: null",
        "or: null",
        "not: null",
        "tier: null",
        "tier: {code: null}",
        "tier: {isNull: null}",
        "joinedAt: {relative: {unit: DAY}}",
        "joinedAt: {relative: {last: null, unit: DAY}}",
        "not: {not: {name: {eq: null}}}",
        'or: [{name: {eq: "a"}}, {name: null}]',
        "joinedAt: {relative: {last: -1, unit: DAY}}",
        "joinedAt: {relative: {last: 100001, unit: YEAR}}",
    ],
)
async def test_a_condition_without_a_value_is_refused(place: Place, condition: str) -> None:
    error = await told(place, MEMBERS % condition)
    assert error["extensions"]["code"] == "INVALID"


OPERATORS = [
    (kind, operator)
    for kind, spec in GRAPHQL.type_map.items()
    if kind.endswith("Filter") and isinstance(spec, GraphQLInputObjectType)
    for operator in spec.fields
]
ROOTS = {
    get_named_type(spec.args["where"].type).name: name
    for name, spec in GRAPHQL.query_type.fields.items()
    if {"where", "first"} <= set(spec.args)
}
HOLDERS = {
    get_named_type(spec.type).name: (where, name)
    for where in ROOTS
    for name, spec in GRAPHQL.type_map[where].fields.items()
} | {"IntFilter": ("MemberWhere", "orderCount")}
"A list and a condition of it for each kind of filter."


@pytest.mark.parametrize(("kind", "operator"), OPERATORS, ids=str)
async def test_a_null_operand_is_refused(place: Place, kind: str, operator: str) -> None:
    """A variable that was forgotten must never mean 'every row'."""
    where, name = HOLDERS[kind]
    query = f"{{ {ROOTS[where]}(first: 1, where: {{{name}: {{{operator}: null}}}}) {{ nodes {{ id }} }} }}"
    assert operator in (await told(place, query))["message"]
    by_variable = f"query($where: {where}) {{ {ROOTS[where]}(first: 1, where: $where) {{ nodes {{ id }} }} }}"
    assert operator in (await told(place, by_variable, {"where": {name: {operator: None}}}))["message"]


async def test_a_whole_filter_that_is_null_is_refused(place: Place) -> None:
    query = "query($where: MemberWhere) { members(first: 1, where: $where) { nodes { id } } }"
    assert "null" in (await told(place, query, {"where": None}))["message"]


@pytest.mark.parametrize(
    "where",
    [
        {"growthValue": {"gt": 2**53}},
        {"growthValue": {"gt": 10**400}},
        {"growthValue": {"gt": 1.5}},
        {"growthValue": {"gt": "5"}},
        {"growthValue": {"gt": True}},
        {"orderCount": {"gt": 2**31}},
        {"orderCount": {"gt": 1.5}},
        {"orderCount": {"eq": "1"}},
        {"totalSpend": {"gt": "NaN"}},
        {"totalSpend": {"gt": "Infinity"}},
        {"totalSpend": {"gt": "1e999999"}},
        {"totalSpend": {"gt": "1e-999999"}},
        {"totalSpend": {"gt": 1.1}},
        {"totalSpend": {"gt": "twelve"}},
        {"totalSpend": {"gt": HUGE}},
        {"totalSpend": {"gt": "1" * 50}},
        {"totalSpend": {"gt": True}},
        {"name": {"eq": "a\0b"}},
        {"name": {"contains": "\0"}},
        {"name": {"in": ["a", "\0"]}},
        {"phone": {"startsWith": "\0"}},
        {"email": {"eq": "\0"}},
        {"tags": {"eq": "\0"}},
        {"tier": {"code": {"ne": "\0"}}},
        {"cardNo": {"contains": "\0"}},
        {"name": {"eq": 5}},
        {"name": {"eq": {"a": 1}}},
        {"name": {"in": [None]}},
        {"name": {"in": HUGE, "eq": 1}},
        {"birthday": {"eq": "2024-02-30"}},
        {"birthday": {"eq": "10000-01-01"}},
        {"birthday": {"eq": 5}},
        {"birthday": {"eq": HUGE}},
        {"joinedAt": {"gte": "2024-01-01"}},
        {"joinedAt": {"gte": "2024-01-01T00:00:00"}},
        {"joinedAt": {"gte": "yesterday"}},
        {"joinedAt": {"gte": HUGE}},
        {"joinedAt": {"gte": "0001-01-01T00:00:00+14:00"}},
        {"joinedAt": {"lt": "9999-12-31T23:59:59-14:00"}},
        {"joinedAt": {"relative": {"last": 2**31, "unit": "DAY"}}},
        {"joinedAt": {"relative": {"last": 1, "unit": "EON"}}},
        {"joinedAt": {"relative": {"last": 100000, "unit": "YEAR"}}},
        {"id": {"eq": "tkt_00000000-0000-0000-0000-000000000000"}},
        {"id": {"eq": "mem_"}},
        {"id": {"eq": HUGE}},
        {"id": {"eq": "mem_\0"}},
        {"id": {"in": ["mem_1"]}},
        {"id": {"eq": 5}},
        {"status": {"eq": "GONE"}},
        {"status": {"eq": HUGE}},
        {"status": {"in": ["ACTIVE", 1]}},
        {"isAnonymous": {"eq": "true"}},
        {"isAnonymous": {"eq": 1}},
        {"unknown": {}},
        {HUGE: 1},
        {"name": {"like": "x"}},
        [],
        "x",
        5,
    ],
    ids=lambda where: str(where)[:60].encode("unicode_escape").decode(),
)
async def test_an_absurd_value_is_refused(place: Place, where: Any) -> None:
    error = await told(place, WHERE, {"where": where})
    assert error["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize(
    "where",
    [
        {"name": {"eq": HUGE}},
        {"name": {"contains": HUGE}},
        {"name": {"startsWith": "%" * 5000}},
        {"phone": {"eq": HUGE}},
        {"name": {"in": [str(n) for n in range(5000)]}},
        {"totalSpend": {"gt": "9" * 30}},
        {"totalSpend": {"eq": "0.0000000000001"}},
        {"growthValue": {"gt": 2**53 - 1}},
        {"birthday": {"gte": "0001-01-01", "lt": "9999-12-31"}},
        {"name": {"eq": "\ufeff\u202e😀"}},
        {"joinedAt": {"gte": "0001-01-03T00:00:00Z", "lt": "9999-12-28T23:59:59.999999Z"}},
        {"joinedAt": {"relative": {"next": 100000, "unit": "YEAR"}}},
        {"id": {"in": []}},
        {"totalSpend": {"gt": 5}},
    ],
    ids=lambda where: str(where)[:60],
)
async def test_an_odd_but_sound_value_is_answered(place: Place, where: Any) -> None:
    body, status = await answer(place, place.person("admin"), WHERE, {"where": where})
    assert (status, "errors" in orjson.loads(body)) == (200, False), body[:500]


@pytest.mark.parametrize(
    "by",
    [
        {},
        {"id": None},
        {"id": "mem_00000000-0000-0000-0000-000000000000", "memberNo": "x"},
        {"phone": "\0"},
        {"email": "\0"},
        {"id": "x"},
        {"id": HUGE},
        {"memberNo": "\0"},
        {"cardNo": "a\0"},
        {"id": ""},
        {"id": "mem"},
        {"name": "Lin"},
        None,
        "M-0000001",
    ],
    ids=lambda by: str(by)[:60].encode("unicode_escape").decode(),
)
async def test_a_lookup_by_nothing_sound_is_refused(place: Place, by: Any) -> None:
    await told(place, BY, {"by": by})


@pytest.mark.parametrize("id", ["mem_x", "mem_", "mem_\0", "mem_" + HUGE, "ord_5", "aud_-"])
async def test_an_id_of_no_shape_is_refused(place: Place, id: str) -> None:
    await told(place, "query($id: ID!) { node(id: $id) { id } }", {"id": id})


@pytest.mark.parametrize("id", ["", "_", "x", "zzz_1", "\0", HUGE, "😀_1", "mem-1"])
async def test_an_id_of_nothing_is_nothing(place: Place, id: str) -> None:
    body, _ = await answer(place, place.person("admin"), "query($id: ID!) { node(id: $id) { id } }", {"id": id})
    assert orjson.loads(body)["data"] == {"node": None}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"first": None},
        {"first": -1},
        {"first": 101},
        {"first": 2**31 - 1},
        {"first": 2**31},
        {"first": 1.5},
        {"first": "1"},
        {"last": 101},
        {"last": -1},
        {"first": 1, "last": 1},
        {"first": 1, "before": "x"},
        {"last": 1, "after": "x"},
        {"first": 1, "after": "x"},
        {"first": 1, "after": ""},
        {"first": 1, "after": HUGE},
        {"first": 1, "after": "\0"},
        {"first": 1, "after": "W10="},
        {"first": 1, "after": "e30="},
        {"first": 1, "after": "bnVsbA=="},
        {"first": 1, "after": "😀"},
        {"last": 1, "before": "WyJhIl0="},
    ],
    ids=lambda given: str(given)[:60].encode("unicode_escape").decode(),
)
async def test_a_page_of_no_sound_size_or_place_is_refused(place: Place, given: dict[str, Any]) -> None:
    error = await told(place, PAGE, given)
    assert error["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize(
    "query",
    [
        "{ members(first: 1) { totalCount(cap: 0) { value } } }",
        "{ members(first: 1) { totalCount(cap: 10000001) { value } } }",
        "{ members(first: 1) { totalCount(cap: null) { value } } }",
        "{ overview { salesByDay(days: 0) { day } } }",
        "{ overview { salesByDay(days: 367) { day } } }",
        "{ members(first: 1) { nodes { points { expiring(withinDays: -1) } } } }",
        "{ members(first: 1) { nodes { points { expiring(withinDays: 3651) } } } }",
        '{ members(first: 1, search: "a\\u0000b") { nodes { id } } }',
        '{ orders(first: 1, search: "\\u0000") { nodes { id } } }',
        '{ tier(code: "\\u0000") { id } }',
        '{ order(number: "\\u0000") { id } }',
    ],
)
async def test_an_argument_out_of_its_range_is_refused(place: Place, query: str) -> None:
    await told(place, query)
