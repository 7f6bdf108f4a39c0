"""Every answer tells what it could cost, in every lane, and on request what it did."""

from typing import Any

import pytest

from tests.api.conftest import House
from tests.api.sockets import socket

LIST = "{ members(first: 50) { nodes { id tier { code } } } }"
ORDERS = "tier { code } orders(first: 5) { nodes { id } }"
EDGES = f"{{ members(first: 50) {{ edges {{ node {{ {ORDERS} }} }} totalCount {{ value }} }} }}"
SOMEBODY = "mem_0190a5d1-0000-7000-8000-000000000000"
NOBODY = f'mutation {{ memberFreeze(id: "{SOMEBODY}", reason: "r") {{ member {{ id }} userErrors {{ code }} }} }}'
METERED = {"x_cost": "actual"}


def cost(answer: Any) -> dict[str, int]:
    return answer["extensions"]["cost"]


async def test_an_answer_tells_what_it_could_cost(house: House) -> None:
    assert cost((await house.post({"query": LIST})).json()) == {"requested": 102}


async def test_on_request_it_tells_what_it_did_cost(house: House) -> None:
    members = await house.tell("SELECT count(*) FROM member WHERE status NOT IN ('MERGED', 'ERASED', 'ARCHIVED')")
    answer = (await house.post({"query": LIST}, **METERED)).json()
    found = answer["data"]["members"]["nodes"]
    assert len(found) >= members > 0
    tiers = sum(one["tier"] is not None for one in found)
    assert cost(answer) == {"requested": 102, "actual": 2 + len(found) + tiers}


async def test_rows_of_rows_count_as_they_came(house: House) -> None:
    answer = (await house.post({"query": EDGES}, **METERED)).json()
    nodes = [edge["node"] for edge in answer["data"]["members"]["edges"]]
    orders = sum(2 + len(node["orders"]["nodes"]) for node in nodes)
    tiers = sum(node["tier"] is not None for node in nodes)
    assert cost(answer) == {"requested": 452, "actual": 2 + len(nodes) + tiers + orders}


async def test_a_change_costs_too(house: House) -> None:
    assert cost((await house.post({"query": NOBODY}, **METERED)).json()) == {"requested": 11, "actual": 10}


@pytest.mark.parametrize("more", [{}, METERED])
async def test_every_lane_tells_the_same(house: House, more: dict[str, str]) -> None:
    fast = (await house.post({"query": LIST}, **more)).content
    assert (await house.post([{"query": LIST}], **more)).content == b"[" + fast + b"]"
    headers = {"authorization": f"Bearer {house.token}"} | {n.replace("_", "-"): v for n, v in more.items()}
    async with house.client() as client:
        assert (await client.get("/graphql", params={"query": LIST}, headers=headers)).content == fast


async def test_a_socket_tells_it(house: House) -> None:
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        await opened.send(type="connection_init")
        await opened.answer()
        await opened.answer()
        await opened.send(id="1", type="subscribe", payload={"query": LIST})
        assert cost((await opened.answer())["payload"]) == {"requested": 102}


async def test_what_was_refused_tells_no_cost(house: House) -> None:
    assert "extensions" not in (await house.post({"query": "{ unicorns }"})).json()
