import random

from tests.faults.kill_web import kill_web


async def test_a_killed_server_loses_nothing_that_it_acknowledged(fresh_url: str) -> None:
    writers = await kill_web(fresh_url, random.Random(2), 1)
    assert len(writers.acknowledged) > 10
