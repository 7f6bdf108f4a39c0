"""A bucket of points that fills by the minute: what a caller may still ask."""

from dataclasses import dataclass

MINUTE = 60.0


@dataclass(slots=True)
class Bucket:
    """Full at first. `level` are the points at the second `at`; `used` those that were taken since it was settled."""

    capacity: int
    level: float
    at: float
    used: float = 0.0

    def take(self, points: int, at: float) -> float:
        """0 if the points were taken, else the seconds until they can be.

        What costs more than a bucket holds is let through by a full one, and paid for by what comes after it.
        """
        self._fill(at)
        missing = min(points, self.capacity) - self.level
        if missing > 0:
            return missing * MINUTE / self.capacity
        self.level -= points
        self.used += points
        return 0.0

    def left(self, at: float) -> int:
        self._fill(at)
        return max(0, int(self.level))

    def until_full(self) -> float:
        """Seconds, as of the last look."""
        return (self.capacity - self.level) * MINUTE / self.capacity

    def resize(self, capacity: int) -> None:
        """To what the caller may now, with the share that is left."""
        self.level, self.capacity = self.level * capacity / self.capacity, capacity

    def settle(self, level: float, taken: float, at: float) -> None:
        """`level` is what all processes have left after `taken` of `used` was told."""
        self.used -= taken
        self.level, self.at = level - self.used, at

    def _fill(self, at: float) -> None:
        self.level = min(self.capacity, self.level + (at - self.at) * self.capacity / MINUTE)
        self.at = at
