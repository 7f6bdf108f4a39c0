"""No text of a caller becomes part of a statement: every argument of the schema, derived from the schema."""

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import httpx
import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

from schema.build import GRAPHQL
from tests.attacks.conftest import Site

TEXTS = (
    "' OR '1'='1", "'); DROP TABLE member; --", "\\' OR 1=1 --", "%' OR 'a' LIKE '%",
    "1) OR (SELECT pg_sleep(3)) IS NULL --", "$$ || (SELECT current_user) || $$", "$1", "{\"$ne\": null}",
    "\"; SELECT pg_read_file('/etc/passwd'); --", "a\x00b", "\ud7ff\uffff'\u2019\u02bc", "ana'/**/UNION/**/SELECT",
)  # fmt: skip
SECONDS = 2.5
TELLTALE = ("syntax error", "pg_", "asyncpg", "psycopg", "SQLSTATE", "Traceback", "unterminated", "DETAIL", "encoding")
TEXTUAL = {"String", "ID"}
POSITIVE = ("eq", "in", "contains", "startsWith")
"Conditions that no row meets by such a value."
FIXED = {"Int": 1, "Float": 1.0, "Boolean": True, "Decimal": "1.00", "Points": 1, "Date": "2026-01-31",
         "DateTime": "2026-01-31T00:00:00Z", "JSON": {}}  # fmt: skip


def filled(kind: Any, text: str, depth: int = 3) -> Any:
    """A value of an input type in which every text is this one; of what may be left out only texts."""
    if isinstance(kind, GraphQLNonNull):
        return filled(kind.of_type, text, depth)
    if isinstance(kind, GraphQLList):
        return [filled(kind.of_type, text, depth)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return _filled_input(kind, text, depth)
    return text if kind.name in TEXTUAL else FIXED.get(kind.name, text)


def _filled_input(kind: GraphQLInputObjectType, text: str, depth: int) -> dict[str, Any]:
    fields = {name: f for name, f in kind.fields.items() if _is_needed(f) or (depth and _has_text(f))}
    if kind.is_one_of:
        fields = dict(list(fields.items())[:1])
    return {name: filled(f.type, text, depth - 1) for name, f in fields.items()}


def _is_needed(part: Any) -> bool:
    return isinstance(part.type, GraphQLNonNull)


def _has_text(part: Any) -> bool:
    kind = get_named_type(part.type)
    return kind.name in TEXTUAL or (isinstance(kind, GraphQLInputObjectType) and not kind.name.endswith("Where"))


def asked(client: httpx.Client, site: Site, query: str, variables: dict[str, Any]) -> Any:
    began = perf_counter()
    answer = client.post(
        "/graphql", json={"query": query, "variables": variables}, headers={"authorization": f"Bearer {site.token}"}
    )
    assert perf_counter() - began < SECONDS, (query, variables)
    assert '"INTERNAL"' not in answer.text, (query, variables, answer.text)
    assert [word for word in TELLTALE if word in answer.text and word not in str(variables)] == [], answer.text
    return answer.json()


def document(kind: str, name: str, field: GraphQLField, given: dict[str, Any]) -> str:
    arguments = {a: field.args[a] for a in given}
    taken = ", ".join(f"${a}: {argument.type}" for a, argument in arguments.items())
    passed = ", ".join(f"{a}: ${a}" for a in arguments)
    shown = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    return f"{kind} Q({taken}) {{ {name}({passed}){shown} }}" if given else f"{kind} {{ {name}{shown} }}"


def given_to(arguments: dict[str, GraphQLArgument], text: str) -> dict[str, Any]:
    """Every argument that is needed or may hold a text."""
    wanted = {n: a for n, a in arguments.items() if _is_needed(a) or (_has_text(a) and n not in ("after", "before"))}
    given = {n: filled(a.type, text) for n, a in wanted.items()}
    return given | ({"first": 1} if "first" in arguments else {})


def conditions(where: GraphQLInputObjectType, text: str) -> Iterator[dict[str, Any]]:
    """One for each text that a row can be found by."""
    for name, field in where.fields.items():
        operators = get_named_type(field.type)
        for operator in getattr(operators, "fields", {}) if name not in ("and", "or", "not") else ():
            if operator in POSITIVE and get_named_type(operators.fields[operator].type).name in TEXTUAL:
                yield {name: {operator: [text] if operator == "in" else text}}


LISTS = sorted(n for n, f in GRAPHQL.query_type.fields.items() if "where" in f.args and "first" in f.args)


@pytest.mark.parametrize("root", LISTS)
def test_no_filter_takes_a_text_for_a_statement(site: Site, browser: httpx.Client, root: str) -> None:
    field = GRAPHQL.query_type.fields[root]
    where = get_named_type(field.args["where"].type)
    searches = ", search: $search" if "search" in field.args else ""
    for text in TEXTS[:9]:
        several = list(conditions(where, text))
        query = f"query Q($where: {where.name}) {{ {root}(first: 2, where: $where) {{ nodes {{ __typename }} }} }}"
        found = asked(browser, site, query, {"where": {"or": several}}) if several else {}
        assert found.get("errors") or not found or found["data"][root]["nodes"] == [], (root, text, found)
        if searches:
            query = f"query Q($search: String) {{ {root}(first: 2{searches}) {{ nodes {{ __typename }} }} }}"
            assert asked(browser, site, query, {"search": text})["data"][root]["nodes"] == []


def test_no_argument_of_a_question_is_taken_for_a_statement(site: Site, browser: httpx.Client) -> None:
    refused = 0
    for name, field in GRAPHQL.query_type.fields.items():
        for text in TEXTS:
            given = given_to(field.args, text)
            if given:
                answer = asked(browser, site, document("query", name, field, given), given)
                refused += not (answer.get("data") or {}).get(name)
    assert refused > 200
