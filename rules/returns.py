"""What comes back of an order: each line's cumulative share, so that no result depends on how a return is split."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from rules.refusals import Detail, ErrorCode, Refused


class SpentPoints(StrEnum):
    """What happens to points of a returned order that were spent already."""

    ONLY_PENDING = "ONLY_PENDING"
    WITHIN_BALANCE = "WITHIN_BALANCE"
    ALLOW_DEBT = "ALLOW_DEBT"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of an order. Amounts of the whole line: money in minor units, `value` of it paid in points."""

    id: int
    product: str
    quantity: Decimal
    returned: Decimal
    total: int
    value: int
    spent: int
    earned: int
    growth: int
    discounts: Mapping[str, int]

    @property
    def kept(self) -> Decimal:
        return self.quantity - self.returned


@dataclass(frozen=True, slots=True)
class Shares:
    """What belongs to what came back: money (of it in points), points spent and earned, growth, campaign discounts."""

    money: int = 0
    value: int = 0
    spent: int = 0
    earned: int = 0
    growth: int = 0
    discounts: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """How much of one line comes back now, and what belongs to it."""

    line: SoldLine
    quantity: Decimal
    shares: Shares


def share(line: SoldLine, returned: Decimal) -> Shares:
    """Of all that came back of the line up to now; of the whole line it is everything."""
    if returned <= 0:
        return Shares(discounts=dict.fromkeys(line.discounts, 0))
    part = returned / line.quantity

    def of(amount: int) -> int:
        return int((amount * part).to_integral_value(ROUND_HALF_UP)) if returned < line.quantity else amount

    def all_but_kept(amount: int) -> int:
        """As if only what is kept had been bought: that would have earned its share, rounded down."""
        return (
            amount - int((amount * (1 - part)).to_integral_value(ROUND_FLOOR)) if returned < line.quantity else amount
        )

    return Shares(
        of(line.total),
        of(line.value),
        of(line.spent),
        all_but_kept(line.earned),
        all_but_kept(line.growth),
        {code: of(amount) for code, amount in line.discounts.items()},
    )


def part_of(line: SoldLine, quantity: Decimal) -> Part:
    """What is taken back now: the share after less the share before."""
    before, after = share(line, line.returned), share(line, line.returned + quantity)
    discounts = {code: after.discounts[code] - before.discounts[code] for code in line.discounts}
    return Part(
        line,
        quantity,
        Shares(
            after.money - before.money,
            after.value - before.value,
            after.spent - before.spent,
            after.earned - before.earned,
            after.growth - before.growth,
            discounts,
        ),
    )


def together(parts: Iterable[Part]) -> Shares:
    found = list(parts)
    discounts: dict[str, int] = {}
    for part in found:
        for code, amount in (part.shares.discounts or {}).items():
            discounts[code] = discounts.get(code, 0) + amount
    return Shares(
        sum(part.shares.money for part in found),
        sum(part.shares.value for part in found),
        sum(part.shares.spent for part in found),
        sum(part.shares.earned for part in found),
        sum(part.shares.growth for part in found),
        discounts,
    )


def asked(lines: Sequence[SoldLine], given: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The parts of a return, from the first line with the product on. Raises Refused: not sold, more than is kept."""
    if not given:
        raise Refused(ErrorCode.REQUIRED, "Say what comes back.", ("lines",))
    parts: list[Part] = []
    taken: dict[int, Decimal] = {}
    for place, wanted in enumerate(given):
        parts += _of_product(lines, wanted["productCode"], wanted["quantity"], taken, ("lines", str(place)))
    return parts


def everything(lines: Sequence[SoldLine]) -> list[Part]:
    return [part_of(line, line.kept) for line in lines if line.kept > 0]


def wallet_share(paid: int, returned: int, payable: int) -> int:
    """Of what was paid with stored value: in proportion to the money that came back up to now; all of all."""
    return paid if returned >= payable else paid * returned // payable


def check_window(ordered_at: datetime, now: datetime, days: int) -> None:
    if now > ordered_at + timedelta(days=days):
        raise Refused(
            ErrorCode.EXPIRED,
            "An order can be returned for {days} days; this one is from {day}.",
            ("number",),
            Detail(limit=str(days)),
            days=days,
            day=ordered_at.date(),
        )


def _of_product(
    lines: Sequence[SoldLine], product: str, quantity: Decimal, taken: dict[int, Decimal], path: tuple[str, ...]
) -> list[Part]:
    if quantity <= 0 or quantity != round(quantity, 3):
        message = "A quantity is above 0, with at most 3 decimals."
        raise Refused(ErrorCode.INVALID, message, (*path, "quantity"))
    own = [line for line in lines if line.product == product]
    if not own:
        message = "The order has no {product}."
        raise Refused(ErrorCode.NOT_FOUND, message, (*path, "productCode"), product=product)
    kept = sum((line.kept - taken.get(line.id, Decimal(0)) for line in own), Decimal(0))
    if quantity > kept:
        message = "Of {product} {kept:f} can come back, not {quantity:f}."
        detail = Detail(limit=f"{kept:f}")
        said = {"product": product, "kept": kept.normalize(), "quantity": quantity.normalize()}
        raise Refused(ErrorCode.LIMIT_REACHED, message, (*path, "quantity"), detail, **said)
    parts = []
    for line in own:
        part = min(quantity, line.kept - taken.get(line.id, Decimal(0)))
        if part > 0:
            parts.append(part_of(line, part))
            taken[line.id] = taken.get(line.id, Decimal(0)) + part
            quantity -= part
    return parts
