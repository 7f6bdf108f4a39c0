"""Shares of a whole that sum to it."""

from collections.abc import Sequence


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Whole shares in proportion to the weights, by the largest remainder; the first of equals gets the odd one.

    With weights that sum to at least `total` no share is more than its weight. All weights zero gives zeros.
    """
    whole = sum(weights)
    if not whole or not total:
        return [0] * len(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    found = [share for share, _ in parts]
    odd = total - sum(found)
    if odd:
        for place in sorted(range(len(parts)), key=lambda place: -parts[place][1])[:odd]:
            found[place] += 1
    return found
