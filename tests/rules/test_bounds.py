"""Limits: of several roles the most generous, narrowed by the program, given within reason."""

from typing import Any

import pytest

from rules.bounds import RANGES, USUAL, Bounds, LimitName, bounds, limits_given
from rules.permissions import Grants, union
from rules.refusals import Refused
from rules.viewing import ENDING


def given(**limits: int) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in limits.items()]


def test_without_a_word_the_usual_limits_hold() -> None:
    assert bounds([{}], {}) == bounds([], {}) == USUAL == Bounds(12, 4000, 30, 100_000, 1000, 1000, 10, 10, 5, 10)


def test_of_several_roles_the_most_generous_counts() -> None:
    found = bounds([{"COST": 5_000}, {"COST": 7_000, "DEPTH": 20}], {})
    assert (found.cost, found.depth, found.aliases) == (7_000, 20, USUAL.aliases)
    assert bounds([{"COST": 500}, {}], {}).cost == USUAL.cost


def test_a_role_can_be_stricter_than_usual() -> None:
    assert bounds([{"COST": 500}], {}).cost == 500


def test_a_program_only_takes_away() -> None:
    assert bounds([{"COST": 500}], {"COST": 900}).cost == 500
    assert bounds([{"COST": 500}], {"COST": 90}).cost == 90


def test_what_comes_from_no_role_widens_nothing() -> None:
    assert union([Grants("clerk", limits={"COST": 50}), ENDING]).bounds.cost == 50


def test_limits_are_part_of_what_tells_callers_apart() -> None:
    plain, other = Grants("clerk"), Grants("clerk", limits={"COST": 50})
    assert union([plain]).fingerprint() != union([other]).fingerprint()
    assert union([plain]).fingerprint() != union([plain], most={"COST": 50}).fingerprint()
    assert union([Grants("admin", everything=True)], most={"COST": 50}).is_everything


@pytest.mark.parametrize("name", LimitName)
def test_every_limit_has_its_range(name: LimitName) -> None:
    known = RANGES[name]
    assert known.least <= known.usual <= known.most
    assert limits_given(given(**{name: known.least})) == {name: known.least}
    for value in (known.least - 1, known.most + 1):
        with pytest.raises(Refused) as refused:
            limits_given(given(**{name: value}))
        assert refused.value.path == ("input", "limits", "0", "value")


def test_a_limit_is_named_once() -> None:
    with pytest.raises(Refused, match="there twice"):
        limits_given([*given(COST=100), *given(COST=200)])
