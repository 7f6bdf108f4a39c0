import random

from settings import Settings
from tests.faults.ground import Ground
from tests.faults.lost_answers import lose


async def test_lost_answers_cost_nobody_anything(shop: Ground, settings: Settings, fresh_url: str) -> None:
    lost, again = await lose(shop, settings, fresh_url, random.Random(5), 120)
    assert lost == again > 20
