"""Medians, ratios and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure must reach. `at_least` says on which side of `bar` it must be.

    `limit` is what the hand-written limit reaches of it, where that is another figure than the bar's own.
    """

    name: str
    bar: float
    measured: float
    unit: str = ""
    at_least: bool = True
    limit: float | None = None

    @property
    def holds(self) -> bool:
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar

    def cells(self) -> list[str]:
        sign = "≥" if self.at_least else "≤"
        return [
            self.name,
            f"{sign} {self.bar:g}{self.unit}",
            f"{self.measured:.2f}{self.unit}",
            "yes" if self.holds else "NO",
            "" if self.limit is None else f"{self.limit:.2f}{self.unit}",
        ]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Median of the ratios of runs that were measured one after the other."""
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)]


__all__ = ["Bar", "median", "percentile", "ratio"]
