import random

from tests.faults.ground import Ground
from tests.faults.proposals import compare


async def test_what_is_proposed_is_what_is_owed_and_nothing_else(shop: Ground) -> None:
    assert (await compare(shop, random.Random(11), 17)).total() == 17
