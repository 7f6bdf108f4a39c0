"""Every order of every list, page by page in both directions, is the order that Python sorts by."""

from typing import Any

import pytest
from graphql import get_named_type

from schema.build import GRAPHQL
from tests.resolvers.asking import agree, data, refusal
from tests.resolvers.oracle.paging import ordered
from tests.resolvers.people import Place

LISTS = {
    get_named_type(spec.type).name.removesuffix("Connection"): name
    for name, spec in GRAPHQL.query_type.fields.items()
    if "orderBy" in spec.args
}
STEPS = [
    (kind, [(order, direction)])
    for kind in LISTS
    for order in GRAPHQL.type_map[f"{kind}OrderField"].values
    for direction in ("ASC", "DESC")
] + [
    ("Member", [("TOTAL_SPEND", "DESC"), ("NAME", "ASC")]),
    ("Member", [("POINTS_AVAILABLE", "ASC"), ("JOINED_AT", "ASC")]),
    ("Member", [("LAST_ORDER_AT", "DESC"), ("GROWTH_VALUE", "ASC"), ("MEMBER_NO", "DESC")]),
    ("Order", [("TOTAL", "ASC"), ("AT", "DESC")]),
    ("Ticket", [("PRIORITY", "DESC"), ("DUE_AT", "ASC")]),
    ("Ticket", [("PRIORITY", "DESC"), ("OPENED_AT", "DESC")]),
]  # fmt: skip
PAGE = """query($order: [%sOrder!], $first: Int, $after: String, $last: Int, $before: String) {
  list: %s(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    nodes { id } edges { cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"""
SIZE = 11


@pytest.mark.parametrize("forward", [True, False], ids=["forward", "backward"])
@pytest.mark.parametrize(("kind", "steps"), STEPS, ids=str)
async def test_pages_together_are_the_whole_list_in_order(
    place: Place, kind: str, steps: list[tuple[str, str]], forward: bool
) -> None:
    look = place.person("admin").look
    rows = [row for row in look.rows.of_type(kind) if kind != "Member" or row["archived_at"] is None]
    expected = [str(row["id"]) for row in ordered(look, kind, rows, steps)]
    pages = await _pages(place, kind, steps, forward)
    found = [node["id"].partition("_")[2] for page in pages for node in page["nodes"]]
    assert found == expected


async def _pages(place: Place, kind: str, steps: list[tuple[str, str]], forward: bool) -> list[dict[str, Any]]:
    """From one end to the other; in the order of the list."""
    size, edge, more, end = (
        ("first", "after", "hasNextPage", "endCursor")
        if forward
        else ("last", "before", "hasPreviousPage", "startCursor")
    )
    given: dict[str, Any] = {
        "order": [{"field": name, "direction": direction} for name, direction in steps],
        size: SIZE,
    }
    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["pageInfo"][more]:
        page = (await data(place, "admin", PAGE % (kind, LISTS[kind]), given))["list"]
        assert len(page["edges"]) == len(page["nodes"]) <= SIZE
        given[edge] = page["pageInfo"][end]
        pages.append(page)
    return pages if forward else pages[::-1]


@pytest.mark.parametrize("title", ["member", "storefront", "operations", "random2", "random3"])
async def test_every_list_that_a_role_sees_has_the_order_that_it_promises(place: Place, title: str) -> None:
    person = place.person(title)
    for name, spec in person.look.schema.query_type.fields.items():
        if "after" in spec.args:
            shown = "nodes { id } edges { cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }"
            for size in ("first: 3", "last: 3"):
                await agree(place, person, f"{{ {name}({size}) {{ {shown} totalCount {{ value }} }} }}")


async def test_an_empty_page_has_no_cursors(place: Place) -> None:
    answer = await agree(
        place,
        place.person("admin"),
        "{ members(first: 0) { nodes { id } pageInfo { startCursor endCursor hasNextPage } } }",
    )
    assert answer["members"] == {"nodes": [], "pageInfo": {"startCursor": None, "endCursor": None, "hasNextPage": True}}


async def test_a_count_stops_at_its_cap(place: Place) -> None:
    answer = await data(place, "admin", "{ members(first: 1) { totalCount(cap: 5) { value isCapped isEstimate } } }")
    assert answer["members"]["totalCount"] == {"value": 5, "isCapped": True, "isEstimate": False}


async def test_an_order_that_names_a_field_twice_is_refused(place: Place) -> None:
    error = await refusal(
        place,
        "admin",
        "{ members(first: 1, orderBy: [{field: NAME}, {field: NAME, direction: DESC}]) { nodes { id } } }",
    )
    assert error["message"] == "orderBy names a field twice."
