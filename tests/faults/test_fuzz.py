import random

from settings import Settings
from tests.faults.fuzz import ground, malformed


async def test_values_that_nobody_means_are_no_fault(settings: Settings, fresh_url: str) -> None:
    async with ground(settings, fresh_url, random.Random(7)) as (fuzz, front):
        for number in range(900):
            await fuzz.ask(number)
        assert not fuzz.faults, fuzz.faults
        assert {"answered", "refused", "INVALID"} <= set(fuzz.codes)
        assert await malformed(front, random.Random(7), 150) == 150
