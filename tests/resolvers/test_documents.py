"""Documents that cannot be run are refused before anything is asked of the database, fast and in few words."""

from collections import Counter
from time import process_time
from typing import Any

import orjson
import pytest
from graphql import build_client_schema, get_introspection_query, print_schema

from database.reading import ReadConnections
from tests.resolvers.asking import answer, data
from tests.resolvers.people import Place
from tests.resolvers.test_refusals import told


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "{",
        "}",
        "query",
        "query {",
        "{ viewer }",
        "{ viewer { name }",
        "{ viewer { name } } }",
        "{ a(",
        "{ viewer(x: 1) { name } }",
        "\0",
        "{ \0 }",
        '{ tier(code: "SILVER) { id } }',
        '{ tier(code: """x) { id } }',
        "select 1",
        '{ tier(code: "\\uD800") { id } }',
        "{ tier(code: '\"') { id } }",
        "{ viewer { name @ } }",
        "{ ...F }",
        "fragment F on Tier { id }",
        "{ ...F } fragment F on Query { ...F }",
        "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
        "{ viewer { name } } fragment F on Tier { id }",
        "{ viewer { ...F } } fragment F on Tier { id }",
        "{ viewer { ... on Nothing { id } } }",
        "{ viewer { name @nothing } }",
        "{ viewer { name @skip } }",
        "{ viewer { name @skip(if: 1) } }",
        "{ viewer { name @skip(if: null) } }",
        "{ viewer { name @include(if: $x) } }",
        "query($x: Boolean!) { viewer { name } }",
        "query($x: Nothing) { viewer { name @skip(if: $x) } }",
        "query($x: Boolean) { viewer { name @skip(if: $x) } }",
        "query($x: Tier) { viewer { name } }",
        "query($x: Int!, $x: Int!) { viewer { name } }",
        "{ members(first: 1, first: 2) { nodes { id } } }",
        "{ members(first: 1, where: {name: {eq: 1}}) { nodes { id } } }",
        '{ members(first: 1, where: {name: {eq: "a", eq: "b"}}) { nodes { id } } }',
        "{ members(first: 1, orderBy: [{field: NOTHING}]) { nodes { id } } }",
        "{ members(first: 1, orderBy: [{direction: ASC}]) { nodes { id } } }",
        "{ member(by: {}) { id } }",
        "{ member(by: {id: null}) { id } }",
        '{ member(by: {memberNo: "a", phone: "b"}) { id } }',
        "query($x: String) { member(by: {phone: $x}) { id } }",
        "{ member { id } }",
        "{ viewer { name: kind name } }",
        "query A { viewer { name } } query A { viewer { name } }",
        "query A { viewer { name } } query B { viewer { name } }",
        "query A { viewer { name } } { viewer { name } }",
        "mutation { nothing }",
        "subscription { nothing }",
        "extend type Query { x: Int }",
        "type Query { x: Int }",
        "{ members(first: 1) { nodes { id } } @defer }",
        "{ viewer { name } }; drop table member",
        "{ viewr { name } }",
        "{ viewer { nam } }",
        "{ members(frist: 1) { nodes { id } } }",
        '{ members(first: 1, where: {nam: {eq: "x"}}) { nodes { id } } }',
        "{ __typ }",
        "{ __type { name } }",
        "{ __type(name: 1) { name } }",
        "{ viewer { name { x } } }",
        '{ node(id: "x") { name } }',
        "{ members(first: 1, where: {status: {eq: GONE}}) { nodes { id } } }",
        "{ " + "x" * 90_000 + " }",
        "{ viewer { " + "y" * 90_000 + " } }",
        '{ tier(code: {a: "b"}) { id } }',
        "query($w: MemberWhere! = {nothing: 1}) { segmentPreview(where: $w) { value } }",
        "﻿{",
    ],
    ids=lambda query: query[:50].encode("unicode_escape").decode(),
)
async def test_a_malformed_document_is_refused(place: Place, query: str) -> None:
    await told(place, query)


@pytest.mark.parametrize(("name", "asked"), [("A", "A"), ("B", "B"), ("", "query")])
async def test_the_named_operation_is_run(place: Place, name: str, asked: str) -> None:
    query = "query A { a: viewer { name } } query B { b: viewer { name } }" if name else "{ query: viewer { name } }"
    person = place.person("admin")
    body, _ = await place.desk.answer(place.desk.planner.view(person.viewer), person.viewer, query, name or None, {})
    assert list(orjson.loads(body)["data"]) == [asked.lower()]


async def test_an_operation_name_that_is_not_in_the_document_is_refused(place: Place) -> None:
    person = place.person("admin")
    view = place.desk.planner.view(person.viewer)
    body, status = await place.desk.answer(view, person.viewer, "query A { viewer { name } }", "x" * 5000, {})
    assert status == 400
    assert len(body) < 300


def nested(depth: int) -> str:
    """The order of a member of an order …, so many levels deep."""
    opening, closing = "", ""
    for level in range(depth - 2):
        opening += "member { " if level % 2 else "order { "
        closing += " }"
    return f'{{ ticket(by: {{number: "x"}}) {{ {opening} id {closing} }} }}'


DEEP_VALUE = "[" * 900 + "]" * 900
FLOODS = {
    "depth": nested(13),
    "fragments": "{ ...F0 } "
    + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(200))
    + " fragment F200 on Query { "
    + "viewer { name } " * 5
    + "}",
    "nested fragments": '{ ticket(by: {number: "x"}) { ...T0 } } '
    + " ".join(f"fragment T{n} on Ticket {{ order {{ member {{ id }} }} ...T{n + 1} }}" for n in range(30))
    + " fragment T30 on Ticket "
    + "{ order { member " * 7
    + "{ id }"
    + " }" * 14,
    "aliases": "{ " + " ".join(f"a{n}: viewer {{ name }}" for n in range(31)) + " }",
    "aliases in fragments": "{ a: tiers { ...F } b: tiers { ...F } } fragment F on Tier { "
    + " ".join(f"a{n}: code" for n in range(15))
    + " }",
    "tokens": "{ viewer { " + "name " * 4100 + "} }",
    "characters": "{ viewer { name } } #" + "x" * 100_000,
    "cost": "{ members(first: 100) { nodes { orders(first: 40) { nodes { id } } } } }",
    "cost of lists": "{ members(first: 100) { nodes { "
    + " ".join(f"{name}(first: 10) {{ nodes {{ id }} }}" for name in ("orders", "coupons", "tickets", "pointsEntries"))
    + " } } }",
    "braces": "{" * 3000,
    "deep braces": "{a" * 1500 + "}" * 1500,
    "deep list": f"{{ tier(code: {DEEP_VALUE}) {{ id }} }}",
    "deep object": "{ members(first: 1, where: " + "{not: " * 900 + "{}" + "}" * 900 + ") { nodes { id } } }",
    "repeated field": "{ viewer { " + "name " * 3900 + "} }",
    "repeated list": "{ " + "tiers { code } " * 990 + "}",
    "repeated in inline fragments": "{ " + "... { tiers { code } } " * 500 + "}",
    "repeated below": "{ " + ("tiers { " + "code " * 20 + "} ") * 25 + "}",
    "many fragments": "{ "
    + " ".join(f"...F{n}" for n in range(290))
    + " }"
    + " ".join(f"fragment F{n} on Query {{ tiers {{ code }} }}" for n in range(290)),
    "introspection many times": "{ " + " ".join(f"a{n}: __schema {{ types {{ name }} }}" for n in range(20)) + " }",
    "different arguments": "{ " + " ".join(f'tier(code: "{n}") {{ id }}' for n in range(390)) + " }",
    "directives": "{ viewer { name " + "@skip(if: false) " * 480 + "} }",
    "unknown fields": "{ " + " ".join(f"unknown{n}" for n in range(3900)) + " }",
    "unknown types": "{ " + " ".join(f"... on T{n} {{ id }}" for n in range(600)) + " }",
    "variables": "query(" + " ".join(f"$v{n}: Int" for n in range(1300)) + ") { viewer { name } }",
    "undefined variables": "{ " + " ".join(f"a{n}: tier(code: $v{n}) {{ id }}" for n in range(400)) + " }",
    "introspection": "{ __schema { types { " + "fields { type { " * 5 + "name" + " } }" * 5 + " } } }",
}


@pytest.mark.parametrize("name", FLOODS)
async def test_a_flood_is_refused_quickly_and_costs_the_database_nothing(
    place: Place, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: Counter[str] = Counter()
    monkeypatch.setattr(ReadConnections, "fetch", lambda *_: counts.update(["fetch"]))
    assert min([await _seconds(place, f"{FLOODS[name]} # {n}") for n in range(3)]) < 0.5
    assert not counts


async def _seconds(place: Place, query: str) -> float:
    """Of processor time; the quickest of some tries is what the query costs, without what the process tidies up."""
    started = process_time()
    await told(place, query)
    return process_time() - started


@pytest.mark.parametrize("levels", [5, 100, 400, 2000, 20_000])
async def test_conditions_nested_in_variables_are_answered_or_refused(place: Place, levels: int) -> None:
    where: dict[str, Any] = {}
    for _ in range(levels):
        where = {"not": where}
    body, status = await answer(
        place, place.person("admin"), "query($w: MemberWhere!) { segmentPreview(where: $w) { value } }", {"w": where}
    )
    assert status == (200 if levels <= 100 else 400), body[:300]
    assert len(body) < 2048


async def test_the_schema_can_be_asked_for_as_tools_ask_for_it(place: Place) -> None:
    for title in ("admin", "member"):
        person = place.person(title)
        found = await data(place, person, get_introspection_query(one_of=True))
        assert print_schema(build_client_schema(found)) == place.desk.sdl(person.viewer)
