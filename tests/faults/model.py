"""What a member's points, orders and coupons must be, in plain Python."""

from dataclasses import dataclass, field
from typing import Any

YEAR = 365
"""Points of an order expire at the end of a month, long after all others that expire."""
EARNED, WITH_CAMPAIGN, WITHOUT = 55, 5_500, 6_000


@dataclass
class Lot:
    left: int
    days: int | None
    place: int


@dataclass
class Change:
    """A credit has a lot, a debit what it took from which lots."""

    points: int
    lot: Lot | None = None
    used: list[tuple[Lot, int]] = field(default_factory=list)
    is_open: bool = True
    has_moved: bool = False


@dataclass
class Bought(Change):
    total: int = 0
    is_cancelled: bool = False
    is_gone: bool = False


@dataclass
class Merged:
    """What came with the file of somebody else: points of a lot, and an order with those that it earned."""

    lots: list[Lot]
    bought: Bought
    is_parted: bool = False


@dataclass
class Member:
    lots: list[Lot] = field(default_factory=list)
    held: int = 0
    orders: int = 0
    spend: int = 0
    coupons_used: int = 0
    frozen: bool = False
    tier: str | None = None
    """Set by hand; None as long as the rules decide."""

    def told(self) -> tuple[list[int], tuple[Any, ...]]:
        lots = [lot.left for lot in self._in_order() if lot.left]
        status = "FROZEN" if self.frozen else "ACTIVE"
        return lots, (sum(lots), self.held, self.orders, self.spend, status, self.coupons_used)

    def lacks(self, points: int) -> str | None:
        return "INSUFFICIENT_BALANCE" if sum(lot.left for lot in self.lots) < points else None

    def credit(self, points: int, days: int | None) -> Change:
        lot = Lot(points, days, len(self.lots))
        self.lots.append(lot)
        return Change(points, lot)

    def debit(self, points: int, first: Lot | None = None) -> Change:
        """From what expires next, then from the oldest; as much as there is."""
        change = Change(-points)
        for lot in ([first] if first else []) + self._in_order():
            part = min(lot.left, points)
            lot.left -= part
            points -= part
            change.used.append((lot, part))
        return change

    def reverse(self, change: Change) -> str | None:
        if not change.is_open:
            return "STATE"
        if change.lot and self.lacks(change.points):
            return "INSUFFICIENT_BALANCE"
        self._take_back(change)
        return None

    def hold(self, points: int) -> Change:
        self.held += points
        return self.debit(points)

    def close(self, change: Change, is_captured: bool) -> str | None:
        if not change.is_open:
            return "STATE"
        self.held += change.points
        change.is_open = False
        if not is_captured:
            self._take_back(change)
        return None

    def expire(self, days: int) -> None:
        for lot in self.lots:
            if lot.days is not None and lot.days <= days:
                lot.left = 0

    def buy(self) -> Bought:
        total = WITHOUT if self.frozen else WITH_CAMPAIGN
        self.orders += 1
        self.spend += total
        if self.frozen:
            return Bought(0, total=total)
        return Bought(EARNED, self.credit(EARNED, YEAR).lot, total=total)

    def bring_back(self, bought: Bought, is_cancelled: bool) -> str | None:
        """Of what was spent meanwhile as much is taken as the balance has."""
        if not bought.is_open:
            return "STATE" if bought.is_cancelled or is_cancelled else "LIMIT_REACHED"
        self.orders -= 1
        self.spend -= bought.total
        self._take_back(bought)
        bought.is_cancelled = is_cancelled
        return None

    def merge(self, points: int) -> Merged:
        """Points that expire a day before others of 20 days, and what an order earned; whatever the member may do."""
        given = self.credit(points, 19).lot
        self.orders += 1
        self.spend += WITH_CAMPAIGN
        earned = self.credit(EARNED, YEAR).lot
        return Merged([given, earned], Bought(EARNED, earned, has_moved=True, total=WITH_CAMPAIGN))

    def part(self, merged: Merged) -> str | None:
        """What is left of the points goes back, and the order with what it still counts."""
        if merged.is_parted:
            return "STATE"
        merged.is_parted = merged.bought.is_gone = True
        for lot in merged.lots:
            lot.left = 0
        if merged.bought.is_open:
            self.orders -= 1
            self.spend -= merged.bought.total
        return None

    def _take_back(self, change: Change) -> None:
        change.is_open = False
        if change.lot:
            self.debit(change.points, None if change.has_moved else change.lot)
        for lot, part in change.used:
            lot.left += part

    def _in_order(self) -> list[Lot]:
        return sorted(self.lots, key=lambda lot: (lot.days is None, lot.days or 0, lot.place))
