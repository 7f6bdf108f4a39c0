import random

import pytest

from tests.faults.kill_worker import KINDS, kill_worker


@pytest.mark.parametrize("kind", KINDS)
async def test_a_job_of_a_killed_worker_goes_on_where_it_was(fresh_url: str, kind: str) -> None:
    assert await kill_worker(fresh_url, kind, random.Random(6), 2) >= 1
