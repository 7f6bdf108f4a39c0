"""A cursor continues its own list in its own order, and nothing else can be made of it."""

from base64 import b64decode, b64encode
from hashlib import sha256
from json import dumps

import pytest

from tests.resolvers.asking import data, refusal
from tests.resolvers.people import Place

MEMBERS = (
    "query($after: String) { members(first: 3, after: $after) { nodes { id } pageInfo { endCursor hasPreviousPage } } }"
)
BY_NAME = "query($after: String) { members(first: 3, after: $after, orderBy: [{field: NAME}]) { nodes { id } } }"
BACKWARD = "query($before: String) { members(last: 3, before: $before) { nodes { id } pageInfo { hasNextPage } } }"
TICKETS = "query($after: String) { tickets(first: 3, after: $after) { nodes { id } } }"
NESTED = "query($after: String) { members(first: 1) { nodes { orders(first: 1, after: $after) { nodes { id } } } } }"


async def first_cursor(place: Place) -> str:
    return (await data(place, "admin", MEMBERS))["members"]["pageInfo"]["endCursor"]


async def test_a_cursor_continues_where_its_page_ended(place: Place) -> None:
    everything = (await data(place, "admin", "{ members(first: 6) { nodes { id } } }"))["members"]["nodes"]
    rest = (await data(place, "admin", MEMBERS, {"after": await first_cursor(place)}))["members"]
    assert rest["nodes"] == everything[3:]
    assert rest["pageInfo"]["hasPreviousPage"] is True


async def test_a_cursor_leads_back_as_well(place: Place) -> None:
    everything = (await data(place, "admin", "{ members(first: 2) { nodes { id } } }"))["members"]["nodes"]
    before = (await data(place, "admin", BACKWARD, {"before": await first_cursor(place)}))["members"]
    assert before["nodes"] == everything
    assert before["pageInfo"]["hasNextPage"] is True


async def test_a_cursor_outlives_its_row(place: Place) -> None:
    """It names a place in the order, so a filter that leaves its row out still continues there."""
    query = """query($after: String, $no: String) {
      members(first: 3, after: $after, where: {memberNo: {ne: $no}}) { nodes { memberNo } } }"""
    cursor = await first_cursor(place)
    last = (await data(place, "admin", "{ members(first: 3) { nodes { memberNo } } }"))["members"]["nodes"][-1][
        "memberNo"
    ]
    plain = await data(place, "admin", query, {"after": cursor, "no": "nobody"})
    assert await data(place, "admin", query, {"after": cursor, "no": last}) == plain


@pytest.mark.parametrize("query", [BY_NAME, TICKETS, NESTED], ids=["another order", "another list", "a list below"])
async def test_a_cursor_of_another_list_is_refused(place: Place, query: str) -> None:
    error = await refusal(place, "admin", query, {"after": await first_cursor(place)})
    assert error["extensions"]["code"] == "INVALID"
    assert "does not belong to this list in this order" in error["message"]


def changed(cursor: str, how: str) -> str:
    text = b64decode(cursor).decode()
    payload, signature = text[:-16], text[-16:]
    made = {
        "payload": payload.replace("2", "3", 1) + signature,
        "signature": payload + signature[::-1],
        "no signature": payload,
        "own signature": payload + sha256(payload.encode()).hexdigest()[:16],
        "another value": dumps(["Member:JOINED_AT DESC", "x' OR 1=1 --", "y"]) + signature,
        "empty list": "[]" + sha256(b"[]").hexdigest()[:16],
    }[how]
    return b64encode(made.encode()).decode()


@pytest.mark.parametrize(
    "how", ["payload", "signature", "no signature", "own signature", "another value", "empty list"]
)
async def test_a_cursor_that_was_tampered_with_is_refused(place: Place, how: str) -> None:
    error = await refusal(place, "admin", MEMBERS, {"after": changed(await first_cursor(place), how)})
    assert error["extensions"]["code"] == "INVALID"
    assert len(error["message"]) < 200


async def test_a_cursor_of_one_role_serves_another(place: Place) -> None:
    """It holds no rights: rows out of scope stay out, wherever it starts."""
    cursor = await first_cursor(place)
    answer = await data(place, "member", MEMBERS, {"after": cursor})
    assert len(answer["members"]["nodes"]) <= 1
