"""How the process says how it is doing, with the database and without."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest
import pytest_asyncio

from settings import Settings
from tests.api.conftest import COUNT, House, opened
from tests.api.relays import Relay

LONGEST = 2.5


@pytest_asyncio.fixture
async def relay(house: House) -> AsyncIterator[Relay]:
    async with Relay(house.url) as relay:
        yield relay


@pytest_asyncio.fixture
async def far(settings: Settings, house: House, relay: Relay) -> AsyncIterator[House]:
    """The same house, whose database is at the other end of a line that can be cut."""
    async with opened(settings, relay.url, house.token) as far:
        yield far


async def test_the_process_answers(house: House) -> None:
    async with house.client() as client:
        assert (await client.get("/healthz")).text == "ok"
        assert (await client.get("/readyz")).json() == {"ready": True}
        assert "memberdesk_graphql_plans" in (await client.get("/metrics")).text


async def test_a_database_without_its_last_migration_is_not_ready(house: House) -> None:
    house.front.state.migrations += 1
    try:
        async with house.client() as client:
            answer = await client.get("/readyz")
    finally:
        house.front.state.migrations -= 1
    assert answer.status_code == 503
    assert "memberdesk migrate" in answer.json()["reason"]


@pytest.mark.parametrize("path", ["/graphql", "/members", "/readyz", "/login"])
async def test_without_the_database_everything_says_so_soon(far: House, relay: Relay, path: str) -> None:
    relay.cut()
    start = monotonic()
    headers = {"authorization": f"Bearer {far.token}"} if path != "/login" else {}
    body = {"json": {"query": COUNT}} if path == "/graphql" else {"data": {"username": "olga", "password": "x"}}
    async with far.client(headers=headers) as client:
        answer = await (client.get(path) if path in ("/members", "/readyz") else client.post(path, **body))
        assert (await client.get("/healthz")).status_code == 200
    assert monotonic() - start < LONGEST
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "Traceback" not in answer.text


async def test_a_question_on_a_line_that_was_in_use_says_so_too(far: House, relay: Relay) -> None:
    """The caller is still remembered, so it is the question that finds the line cut."""
    assert (await far.post({"query": COUNT})).status_code == 200
    relay.cut()
    start = monotonic()
    answer = await far.post({"query": COUNT})
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert monotonic() - start < LONGEST


async def test_both_lanes_say_that_the_database_is_away(far: House, relay: Relay) -> None:
    await far.post({"query": COUNT})
    relay.cut()
    fast = await far.post({"query": COUNT})
    async with far.client(headers={"authorization": f"Bearer {far.token}"}) as client:
        by_get = await client.get("/graphql", params={"query": COUNT})
    assert fast.status_code == by_get.status_code == 503
    assert fast.headers["retry-after"] == by_get.headers["retry-after"]
    assert [a.json()["errors"][0]["extensions"]["code"] for a in (fast, by_get)] == ["UNAVAILABLE"] * 2


async def test_the_database_is_found_again(far: House, relay: Relay) -> None:
    relay.cut()
    assert (await far.post({"query": COUNT})).status_code == 503
    relay.mend()
    await asyncio.sleep(0.6)
    assert (await far.post({"query": COUNT})).json()["data"]["tiers"]
    async with far.client() as client:
        assert (await client.get("/readyz")).json() == {"ready": True}


async def test_restarted_connections_are_replaced_without_an_error_that_stays(house: House) -> None:
    end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'memberdesk%'"
    await house.post({"query": COUNT})
    await house.tell(end + " AND datname = current_database()")
    answers = [await house.post({"query": COUNT}) for _ in range(8)]
    assert {a.status_code for a in answers} <= {200, 503}
    assert answers[-1].status_code == 200
