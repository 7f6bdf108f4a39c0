"""What cannot be read or answered is told in one short error, by either lane alike."""

from typing import Any

import httpx
import orjson
import pytest

from tests.api.conftest import COUNT, House

NEWER = "application/graphql-response+json"
MEMBERS = "{ members(first: 1%s) { nodes { id } } }"
DEEP = "{ members(first: 1) { nodes " + "{ orders(first: 1) { nodes { member " * 6 + "{ id }" + " } } }" * 6 + " } }"
WRONG = {
    "syntax": ("{ tiers {", "INVALID"),
    "nothing": (" ", "INVALID"),
    "unknown field": ("{ unicorns { id } }", "INVALID"),
    "too deep": (DEEP, "COST_EXCEEDED"),
    "too many aliases": ("{ " + " ".join(f"a{n}: tiers {{ code }}" for n in range(31)) + " }", "COST_EXCEEDED"),
    "too many tokens": ("{ tiers { " + "code " * 4001 + "} }", "COST_EXCEEDED"),
    "too long": (COUNT + " " * 100_000, "COST_EXCEEDED"),
    "too many rows": ("{ members(first: 100) { nodes { orders(first: 100) { nodes { id } } } } }", "COST_EXCEEDED"),
    "wrong cursor": (MEMBERS % ', after: "xx"', "INVALID"),
    "a null operand": (MEMBERS % ", where: {name: {eq: null}}", "INVALID"),
    "a number beyond all": (MEMBERS % ", where: {orderCount: {gte: 99999999999999999999}}", "INVALID"),
    "a day that is none": (MEMBERS % ', where: {joinedAt: {gte: "2026-02-31"}}', "INVALID"),
    "zero bytes": (MEMBERS % ', where: {name: {eq: "a\\u0000b"}}', "INVALID"),
    "an endless filter": (MEMBERS % (", where: " + "{not: " * 900 + "{}" + "}" * 900), ""),
    "mutation": ("mutation { pointsAdjust }", "INVALID"),
    "subscription": ("subscription { points }", "INVALID"),
}


def told(answer: httpx.Response, code: str) -> dict[str, Any]:
    """The first error: short, with a code, without anything from inside."""
    assert len(answer.content) < 2048
    assert not any(word in answer.text for word in ("Traceback", ".py", "asyncpg", "SELECT", "Did you mean"))
    assert answer.json()["data"] is None
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == code or not code
    return error


@pytest.mark.parametrize("name", WRONG)
async def test_what_cannot_be_answered_is_told_alike_in_both_lanes(house: House, name: str) -> None:
    query, code = WRONG[name]
    body = {"query": query}
    fast, batch = await house.post(body), await house.post([body])
    newer = await house.post(body, accept=NEWER)
    error = told(fast, code)
    assert fast.status_code == batch.status_code == 200
    assert newer.status_code == 400
    assert newer.headers["content-type"].startswith(NEWER)
    assert orjson.loads(batch.content)[0]["errors"][0] == error


@pytest.mark.parametrize("name", ["syntax", "unknown field", "too deep", "wrong cursor", "mutation"])
async def test_a_get_is_refused_as_a_post_is(house: House, name: str) -> None:
    query, code = WRONG[name]
    async with house.client(headers={"authorization": f"Bearer {house.token}"}) as client:
        plain = await client.get("/graphql", params={"query": query})
        newer = await client.get("/graphql", params={"query": query}, headers={"accept": NEWER})
    assert told(plain, code) == told(newer, code) == told(await house.post({"query": query}), code)
    assert (plain.status_code, newer.status_code) == (200, 400)


UNREADABLE = {
    "not JSON": (b"{", 400),
    "empty": (b"", 400),
    "not UTF-8": (b'{"query":"\xff"}', 400),
    "nested without end": (b"[" * 100_000, 400),
    "null": (b"null", 400),
    "a number for a query": (b'{"query": 1}', 400),
    "a list for variables": (b'{"query": "{ tiers { code } }", "variables": [1]}', 400),
    "an empty batch": (b"[]", 400),
    "a batch of numbers": (b"[1]", 400),
    "a batch with an empty query": (b'[{"query": ""}]', 400),
    "a batch of eleven": (orjson.dumps([{"query": COUNT}] * 11), 400),
    "too large": (b" " * (512 * 1024 + 1), 413),
}


@pytest.mark.parametrize("name", UNREADABLE)
async def test_what_cannot_be_read_is_told(house: House, name: str) -> None:
    body, status = UNREADABLE[name]
    answer = await house.post(body)
    assert told(answer, "COST_EXCEEDED" if name == "nested without end" else "INVALID")["message"]
    assert answer.status_code == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/jsonx", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
async def test_only_json_is_taken(house: House, kind: str) -> None:
    answer = await house.post(orjson.dumps({"query": COUNT}), content_type=kind)
    assert told(answer, "INVALID")
    assert answer.status_code == 415


async def test_json_is_json_however_it_is_written(house: House) -> None:
    answer = await house.post(orjson.dumps({"query": COUNT}), content_type="Application/JSON; charset=utf-8")
    assert answer.json()["data"]


@pytest.mark.parametrize("given", [{}, {"query": COUNT, "variables": "{"}, {"query": COUNT, "variables": "[1]"}])
async def test_a_get_that_asks_nothing_is_told_how(house: House, given: dict[str, str]) -> None:
    async with house.client(headers={"authorization": f"Bearer {house.token}"}) as client:
        answer = await client.get("/graphql", params=given)
    assert told(answer, "INVALID")
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused(house: House, method: str) -> None:
    async with house.client(headers={"authorization": f"Bearer {house.token}"}) as client:
        answer = await client.request(method, "/graphql", json={"query": COUNT})
    assert told(answer, "INVALID")
    assert answer.status_code == 405


async def test_every_lane_gives_the_same_answer(house: House) -> None:
    query = "query Q($n: Int!) { members(first: $n, orderBy: [{field: MEMBER_NO}]) { nodes { memberNo name } } }"
    asked = {"query": query, "variables": {"n": 3}, "operationName": "Q"}
    params = asked | {"variables": '{"n": 3}'}
    fast, batch = await house.post(asked), await house.post([asked, asked])
    async with house.client(headers={"authorization": f"Bearer {house.token}"}) as client:
        by_get = await client.get("/graphql", params=params)
    assert len(fast.json()["data"]["members"]["nodes"]) == 3
    assert batch.json() == [fast.json(), fast.json()]
    assert by_get.json() == fast.json()
    for name in ("content-type", "x-schema-fingerprint", "cache-control"):
        assert fast.headers[name] == batch.headers[name] == by_get.headers[name]


async def test_the_metrics_tell_the_lanes_apart(house: House) -> None:
    lanes = house.front.state.lanes.answered
    fast, pipeline = lanes["fast"], lanes["pipeline"]
    await house.post({"query": COUNT})
    await house.post([{"query": COUNT}])
    assert (lanes["fast"], lanes["pipeline"]) == (fast + 1, pipeline + 1)
    async with house.client() as client:
        text = (await client.get("/metrics")).text
    assert f'memberdesk_graphql_requests_total{{lane="fast"}} {fast + 1}' in text


EXPLAIN = "query ($n: String!, $r: String) { explainPermission(name: $n, roleCode: $r) { allowed } }"
KEYED = """mutation ($i: TicketOpenInput!, $k: String) { ticketOpen(input: $i, idempotencyKey: $k) {
    userErrors { code } } }"""


async def test_a_variable_that_is_null_and_one_that_is_absent_have_a_plan_each(house: House) -> None:
    for given in ({"n": "points.adjust", "r": None}, {"n": "points.adjust"}, {"n": "points.adjust", "r": None}):
        assert "errors" not in (await house.post({"query": EXPLAIN, "variables": given})).json()


async def test_a_key_that_is_named_and_not_given_is_none(house: House) -> None:
    for given in ({}, {"k": None}):
        answer = (await house.post({"query": KEYED, "variables": {"i": {"subject": "", "body": ""}} | given})).json()
        assert "INTERNAL" not in str(answer)
