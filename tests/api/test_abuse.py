"""Abuse is refused at once, in few words, and fills no log."""

import logging
from collections.abc import Iterator
from io import StringIO
from time import process_time

import httpx
import pytest

from api.logs import AsText
from tests.api.abuses import ABUSES, Abuse
from tests.api.conftest import House

SECONDS, BYTES, TIMES = 0.05, 2_048, 4
TRIES = 3


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the process writes to its log."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(AsText("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


def test_there_are_sixty() -> None:
    assert len(ABUSES) >= 60


async def _sent(house: House, client: httpx.AsyncClient, abuse: Abuse) -> tuple[httpx.Response, float]:
    given = {"authorization": f"Bearer {house.token}", "content-type": "application/json"} | abuse.headers
    headers = {name: value for name, value in given.items() if value or name != "authorization"}
    address = f"/graphql?{abuse.params}" if abuse.params else "/graphql"
    request = client.build_request(abuse.method, address, content=abuse.body, headers=headers)
    started = process_time()
    answer = await client.send(request)
    return answer, process_time() - started


@pytest.mark.parametrize("name", ABUSES)
async def test_it_is_refused_at_once_and_in_few_words(house: House, written: StringIO, name: str) -> None:
    """The quickest of some tries is what it costs, without what the process tidies up meanwhile."""
    abuse = ABUSES[name]
    async with house.client() as client:
        found = [await _sent(house, client, abuse) for _ in range(TRIES)]
    answer = found[0][0]
    size = len(abuse.body) + len(abuse.params) + sum(len(n) + len(v) for n, v in abuse.headers.items()) + 200
    assert answer.status_code < 500
    assert _is_refused(answer), answer.text[:300]
    assert len(answer.content) <= BYTES
    assert len(written.getvalue()) <= TIMES * size * TRIES
    assert not any(line.startswith("ERROR") for line in written.getvalue().splitlines())
    assert min(seconds for _, seconds in found) <= SECONDS


def _is_refused(answer: httpx.Response) -> bool:
    if answer.status_code != 200:
        return True
    body = answer.json()
    return all(one.get("errors") for one in (body if isinstance(body, list) else [body]))
