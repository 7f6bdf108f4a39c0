"""Choices that look random and are always the same for the same seed, on every machine."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """A stream of choices that only the seed decides. It uses `random()` alone, which is the same in every Python."""

    def __init__(self, *seed: object) -> None:
        self._random = Random(int.from_bytes(sha256(repr(seed).encode()).digest()))

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def between(self, low: float, high: float) -> float:
        return low + self._random.random() * (high - low)

    def happens(self, share: float) -> bool:
        return self._random.random() < share

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[self.below(len(things))]

    def weighed(self, weights: Mapping[Thing, float]) -> Thing:
        """A key, as often as its weight says."""
        left = self.between(0, sum(weights.values()))
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return thing

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """Several different things, in a new order."""
        return sorted(things, key=lambda _thing: self._random.random())[:count]
