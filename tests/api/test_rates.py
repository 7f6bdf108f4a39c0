"""How much is asked in a minute is counted by caller, over all processes, and told."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from api.rates import UNKNOWN_PER_MINUTE
from rules.bounds import RANGES, LimitName
from settings import Settings
from tests.api.conftest import House, opened, sign_in
from tests.api.test_limits import strict

LIST = "{ members(first: 48) { nodes { id } } }"
COST = 50
NEWER = {"accept": "application/graphql-response+json"}
LEFT = re.compile(r'"cost";r=(\d+);t=(\d+)')


async def poor(house: House, name: str, points: int = 200) -> str:
    return await strict(house, f"poor_{name}", POINTS_PER_MINUTE=points)


async def post(house: House, token: str, body: Any = None, **headers: str) -> httpx.Response:
    return await house.post(body or {"query": LIST}, authorization=f"Bearer {token}", **(NEWER | headers))


def left(answer: httpx.Response) -> int:
    found = LEFT.fullmatch(answer.headers["ratelimit"])
    assert found, answer.headers["ratelimit"]
    return int(found[1])


async def test_an_answer_tells_what_is_left(house: House) -> None:
    token = await poor(house, "told")
    answer = await post(house, token)
    assert answer.headers["ratelimit-policy"] == '"cost";q=200;w=60'
    assert left(answer) in (150, 151)


async def test_whose_points_are_spent_is_told_when_to_come_back(house: House) -> None:
    token = await poor(house, "spent")
    statuses = [(await post(house, token)).status_code for _ in range(4)]
    refused = await post(house, token)
    error = refused.json()["errors"][0]
    assert (statuses, refused.status_code, error["extensions"]["code"]) == ([200] * 4, 429, "RATE_LIMITED")
    assert int(refused.headers["retry-after"]) == error["extensions"]["retryAfter"] in range(1, 17)
    plain = await house.post({"query": LIST}, authorization=f"Bearer {token}")
    assert (plain.status_code, plain.headers["retry-after"]) == (200, refused.headers["retry-after"])


@pytest.mark.parametrize("lane", ["batch", "get"])
async def test_the_other_lanes_count_too(house: House, lane: str) -> None:
    token = await poor(house, lane)
    for _ in range(4):
        await post(house, token)
    headers = NEWER | {"authorization": f"Bearer {token}"}
    async with house.client() as client:
        if lane == "get":
            answer = await client.get("/graphql", params={"query": LIST}, headers=headers)
            assert answer.status_code == 429
            assert "retry-after" in answer.headers
        else:
            answer = await client.post("/graphql", json=[{"query": LIST}], headers=headers)
            assert answer.json()[0]["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_what_is_refused_is_paid_for_as_well(house: House) -> None:
    token = await poor(house, "refused", 100)
    codes = [(await post(house, token, {"query": f"{{ unicorns{n} }}"})).status_code for n in range(22)]
    assert codes[:20] == [400] * 20
    assert codes[-1] == 429


async def test_one_caller_spends_nothing_of_another(house: House) -> None:
    one, other = await poor(house, "one"), await house.new_token("poor_one")
    for _ in range(5):
        await post(house, one)
    assert (await post(house, one)).status_code == 429
    assert (await post(house, other)).status_code == 200


async def test_pages_of_a_person_count_for_the_person(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        await client.get("/members")
        await house.front.state.desk.rates.settle()
    latest = "SELECT capacity - level FROM rate_bucket WHERE caller LIKE 'STAFF:%' ORDER BY at DESC LIMIT 1"
    assert await house.tell(latest) > 20


async def test_strangers_are_counted_by_address(house: House) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(house.front, client=("203.0.113.9", 1)), base_url="http://127.0.0.1:8000"
    ) as client:
        codes = [
            (await client.post("/graphql", json={"query": LIST}, headers=NEWER)).status_code
            for _ in range(UNKNOWN_PER_MINUTE + 30)
        ]
        known = await client.post(
            "/graphql", json={"query": LIST}, headers=NEWER | {"authorization": f"Bearer {house.token}"}
        )
    assert codes[0] == 401
    assert codes[-1] == 429
    assert known.status_code == 200, "who is known is not held to what strangers do at the same address"


async def test_processes_share_what_is_left_and_pass_it_by_less_than_a_second_of_the_other(
    house: House, settings: Settings
) -> None:
    """Two processes that settle once a second give at most twice a bucket at once, and debts are paid back."""
    token = await poor(house, "shared")
    async with opened(settings, house.url) as other:
        answers = await asyncio.gather(*(post(each, token) for each in (house, other) for _ in range(8)))
        let_through = sum(answer.status_code == 200 for answer in answers)
        assert 4 <= let_through <= 8
        for each in (house, other, house):
            await each.front.state.desk.rates.settle()
        for each in (house, other):
            assert (await post(each, token)).status_code == 429
        level = await house.tell("SELECT level FROM rate_bucket WHERE capacity = 200 ORDER BY level LIMIT 1")
    assert -200 - 1 <= level < 0, "what both let through is a debt that is worked off before anybody goes on"


async def test_without_the_database_each_process_counts_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    token = await poor(house, "alone")
    async with opened(settings, house.url) as other:
        monkeypatch.setattr("api.rates.settle", _away)
        for _ in range(4):
            assert (await post(other, token)).status_code == 200
        await other.front.state.desk.rates.settle()
        assert (await post(other, token)).status_code == 429


async def _away(*_: Any) -> None:
    raise OSError("away")


def test_a_bucket_holds_at_least_what_one_operation_may_cost() -> None:
    assert RANGES[LimitName.POINTS_PER_MINUTE].usual >= RANGES[LimitName.COST].usual * 100
