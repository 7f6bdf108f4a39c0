from random import Random

from tests.faults.clocks import compare


def test_clocks_agree_with_a_model_that_counts_minutes() -> None:
    histories, clocks = compare(Random(12), 12, 12)
    assert (histories, clocks > 200) == (144, True)
