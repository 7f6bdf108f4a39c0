"""Shares of a whole that sum to it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def allocate(total: int, weights: Sequence[int | Decimal | Fraction]) -> list[int]:
    """Whole shares in proportion to the weights, by the largest remainder; the first of equals gets the odd one.

    With weights that sum to at least `total` no share is more than its (whole) weight. All weights zero gives zeros.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if not whole or not total:
        return [0] * len(exact)
    shares = [total * weight / whole for weight in exact]
    found = [int(share) for share in shares]
    places = sorted(range(len(shares)), key=lambda place: (found[place] - shares[place], place))
    for place in places[: total - sum(found)]:
        found[place] += 1
    return found
