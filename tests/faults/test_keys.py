import random

import pytest

from tests.faults.crash_points import VERBS
from tests.faults.ground import Ground
from tests.faults.keys import CHANGEABLE, at_once, other_input


@pytest.mark.parametrize("verb", CHANGEABLE)
async def test_a_key_with_another_input_is_always_refused(shop: Ground, verb: str) -> None:
    await other_input(shop, verb, "key", random.Random(7), 20)


@pytest.mark.parametrize("verb", VERBS)
async def test_a_key_that_fifty_use_at_once_has_one_effect(shop: Ground, verb: str) -> None:
    await at_once(shop, verb, "key")
