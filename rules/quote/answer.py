"""What a quote says: every amount with the rule that made it, and everything that did not apply with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from string import Formatter
from typing import Any

from rules.conditions import Failure, fails
from rules.ledger import Asset
from rules.quote.cart import CartLine
from rules.quote.program import Earning, Source, TierTerms
from rules.refusals import ErrorCode, english, filled


class EffectKind(StrEnum):
    DISCOUNT = "DISCOUNT"
    POINTS = "POINTS"
    GROWTH = "GROWTH"
    COUPON = "COUPON"
    GIFT = "GIFT"
    SHIPPING = "SHIPPING"
    PAYMENT = "PAYMENT"


@dataclass(frozen=True, slots=True)
class Effect:
    """`amount` in minor units; `shares` is the amount (or the points) by line. `gives` is a product or a template."""

    kind: EffectKind
    source: Source
    template: str
    values: Mapping[str, Any]
    amount: int | None = None
    points: int | None = None
    shares: tuple[int, ...] = ()
    gives: str | None = None

    @property
    def code(self) -> ErrorCode:
        """It is said like a refusal, but refuses nothing."""
        return ErrorCode.INVALID

    @property
    def parts(self) -> dict[str, str]:
        """Each value by its name, as the template writes it."""
        holes = [(name, form) for _, name, form, _ in Formatter().parse(self.template) if name]
        return {name: format(english(self.values[name]), form) for name, form in holes}

    @property
    def message(self) -> str:
        """In English."""
        return filled(self.template, {name: english(value) for name, value in self.values.items()})


CONTROL = fails(ErrorCode.NOT_ELIGIBLE, "The member is in the control group, which the campaign leaves alone.")


@dataclass(frozen=True, slots=True)
class Rejection:
    source: Source
    failure: Failure

    @property
    def is_control(self) -> bool:
        """Whether everything fits, and only the comparison stands against it."""
        return self.failure is CONTROL


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """Amounts of the whole line in minor units; `unit_price` in major units.

    `reimbursed` is the part of the discount that somebody else pays to the store; `value` was paid in points, `paid` is
    what the member pays in money.
    """

    line: CartLine
    unit_price: Decimal
    gross: int
    discount: int
    paid: int
    points: int
    growth: int
    reimbursed: int = 0
    value: int = 0

    @property
    def total(self) -> int:
        """What the store receives."""
        return self.gross - self.discount + self.reimbursed


@dataclass(frozen=True, slots=True)
class Working:
    """How an amount came about: `paid` minor units for what the rule speaks of, `plain` for them before multipliers,
    `exact` after them and not rounded; `room` is what limits left, None without any."""

    paid: int
    tier: TierTerms | None
    multipliers: tuple[Earning, ...]
    plain: Fraction
    exact: Fraction
    room: int | None


@dataclass(frozen=True, slots=True)
class Earned:
    """What one rule gives, and how much of it each line brought."""

    rule: Earning
    amount: int
    shares: tuple[int, ...]
    working: Working


@dataclass(frozen=True, slots=True)
class Quote:
    lines: tuple[QuotedLine, ...]
    effects: tuple[Effect, ...]
    rejections: tuple[Rejection, ...]
    earned: tuple[Earned, ...]
    points_spent: int
    points_value: int

    @property
    def subtotal(self) -> int:
        return sum(line.gross for line in self.lines)

    @property
    def discount_total(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def reimbursed(self) -> int:
        return sum(line.reimbursed for line in self.lines)

    @property
    def total(self) -> int:
        """What the store receives."""
        return sum(line.total for line in self.lines)

    @property
    def payable(self) -> int:
        """What is left to pay in money."""
        return sum(line.paid for line in self.lines)

    def earns(self, asset: Asset) -> int:
        return sum(each.amount for each in self.earned if each.rule.asset is asset)
