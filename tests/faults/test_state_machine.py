from tests.faults.ground import Ground
from tests.faults.state_machine import explore


async def test_the_database_says_what_a_small_model_says_after_every_step(shop: Ground) -> None:
    assert await explore(shop, 11, 8, 20) > 50
