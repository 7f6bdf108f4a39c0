import random

from tests.faults.ground import Ground
from tests.faults.limits import rush


async def test_what_is_limited_is_given_to_the_last_piece_and_no_further(shop: Ground) -> None:
    for around in range(2):
        await rush(shop, random.Random(around), around)
