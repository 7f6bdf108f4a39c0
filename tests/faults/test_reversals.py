import random

from tests.faults.ground import Ground
from tests.faults.reversals import reverse_all_twice


async def test_everything_is_taken_back_once_however_often_it_is_tried(shop: Ground) -> None:
    assert await reverse_all_twice(shop, random.Random(3), 40, 20) == (40, 40)
