from random import Random

from tests.faults.care_year import simulate


async def test_weeks_of_care_pass_no_limit_and_miss_no_day(fresh_url: str) -> None:
    told = await simulate(fresh_url, Random(7), 25, 1)
    assert "25 members" in told
