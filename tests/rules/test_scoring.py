from itertools import product

import pytest

from rules.members import Quadrant
from rules.scoring import quadrant, rfm_group, score


@pytest.mark.parametrize(("value", "expected"), [(0, 1), (10, 1), (11, 2), (20, 2), (40, 4), (41, 5)])
def test_a_value_scores_one_more_than_the_cuts_below_it(value: int, expected: int) -> None:
    assert score(value, (10, 20, 30, 40)) == expected


def test_equal_cuts_leave_scores_out_but_never_go_past_five() -> None:
    assert [score(value, (1, 1, 1, 5)) for value in (1, 2, 9)] == [1, 4, 5]


def test_every_combination_has_a_group() -> None:
    groups = {rfm_group(*scores) for scores in product(range(1, 6), repeat=3)}
    assert {"champions", "loyal", "at risk", "cannot lose", "lost"} <= groups


def test_the_best_are_champions_and_the_worst_are_lost() -> None:
    assert (rfm_group(5, 5, 5), rfm_group(1, 1, 1), rfm_group(1, 5, 5)) == ("champions", "lost", "cannot lose")


def test_the_quadrant_compares_with_both_medians() -> None:
    corners = [quadrant(orders, spend, 10, 100) for orders, spend in ((11, 101), (10, 101), (11, 100), (1, 1))]
    assert corners == [Quadrant.CONFIDANT, Quadrant.BUTTERFLY, Quadrant.BARNACLE, Quadrant.PASSER_BY]
