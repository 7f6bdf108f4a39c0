import pytest

from tests.faults.crash_points import VERBS, crashed
from tests.faults.ground import Ground


@pytest.mark.parametrize("verb", VERBS)
async def test_a_crash_at_any_place_leaves_nothing_and_the_key_free(shop: Ground, verb: str) -> None:
    assert await crashed(shop, verb, is_hard=False, stride=6) > 8
