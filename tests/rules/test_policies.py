from typing import Any

import pytest

from rules.policies import CHECKS, DEFAULTS, check_policy
from rules.refusals import Refused


@pytest.mark.parametrize("code", DEFAULTS)
def test_what_is_shipped_can_be_saved(code: str) -> None:
    assert check_policy(code, DEFAULTS[code]) == DEFAULTS[code]
    assert set(CHECKS[code]) == set(DEFAULTS[code])


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ("NONE", {}, "There is no policy 'NONE'."),
        ("RETURNS", [], "is an object"),
        ("RETURNS", {"days": 3}, "RETURNS has no part 'days'."),
        ("RETURNS", {"windowDays": "3"}, "'3' cannot be used for windowDays of RETURNS."),
        ("RETURNS", {"windowDays": True}, "cannot be used"),
        ("RETURNS", {"spentPoints": "TAKE"}, "'TAKE' cannot be used for spentPoints"),
        ("STACKING", {"floorPercent": "101"}, "'101' cannot be used for floorPercent"),
    ],
)
def test_what_cannot_be_used_is_named(code: str, value: Any, told: str) -> None:
    with pytest.raises(Refused) as refused:
        check_policy(code, value)
    assert told in refused.value.message
