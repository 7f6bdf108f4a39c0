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


@dataclass
class Bought(Change):
    total: int = 0
    is_cancelled: bool = False


@dataclass
class Member:
    lots: list[Lot] = field(default_factory=list)
    held: int = 0
    orders: int = 0
    spend: int = 0
    coupons_used: int = 0
    frozen: bool = False

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

    def _take_back(self, change: Change) -> None:
        change.is_open = False
        if change.lot:
            self.debit(change.points, change.lot)
        for lot, part in change.used:
            lot.left += part

    def _in_order(self) -> list[Lot]:
        return sorted(self.lots, key=lambda lot: (lot.days is None, lot.days or 0, lot.place))
