"""Recency, frequency and monetary scores of members, what they are called together, and the quadrant of loyalty."""

from bisect import bisect_left
from collections.abc import Sequence

from rules.members import Quadrant

QUINTILES = (0.2, 0.4, 0.6, 0.8)


def score(value: float, cuts: Sequence[float]) -> int:
    """1 to 5: one more than the number of the (ascending) cut points that lie below the value."""
    return 1 + bisect_left(cuts, value)


def rfm_group(recency: int, frequency: int, monetary: int) -> str:
    """A few words for three scores (5 is best): how lately, and how much and how often taken together."""
    value = (frequency + monetary) / 2
    if recency >= 4:
        return (
            "champions" if value >= 4 else "loyal" if value >= 3 else "promising" if value >= 2 else "new or returning"
        )
    if recency == 3:
        return "needs attention" if value >= 3 else "about to sleep"
    if value >= 4.5:
        return "cannot lose"
    return "at risk" if value >= 3 else "hibernating" if recency == 2 else "lost"


def quadrant(orders: int, spend: int, median_orders: float, median_spend: float) -> Quadrant:
    """Often and much: confidant; much but seldom: butterfly; often but little: barnacle; neither: passer-by."""
    often, much = orders > median_orders, spend > median_spend
    if much:
        return Quadrant.CONFIDANT if often else Quadrant.BUTTERFLY
    return Quadrant.BARNACLE if often else Quadrant.PASSER_BY
