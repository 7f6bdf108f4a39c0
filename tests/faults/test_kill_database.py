import random

from settings import Settings
from tests.faults.kill_database import kill_database


async def test_the_application_finds_a_killed_database_again_and_lost_nothing(settings: Settings) -> None:
    writers, back = await kill_database(settings, random.Random(2), 2)
    assert len(writers.acknowledged) > 10
    assert max(back) < 15
