"""How stored value is paid in, used, and given back: what was paid in and what was given on top stay apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from rules.money import MOST_MINOR, exact_minor, to_major
from rules.points import MOST_AT_ONCE
from rules.refusals import Detail, ErrorCode, Refused
from rules.saving import check_named, check_range, check_times


class PayFirst(StrEnum):
    """What a payment takes first."""

    PRINCIPAL = "PRINCIPAL"
    BONUS = "BONUS"
    PROPORTIONAL = "PROPORTIONAL"


@dataclass(frozen=True, slots=True)
class BonusRule:
    """What is given on top of an amount paid in from `least` on. Minor units."""

    id: UUID
    name: str
    least: int
    bonus: int
    bonus_percent: Decimal
    points: int
    is_first_only: bool
    valid_from: datetime | None
    valid_until: datetime | None

    def counts(self, amount: int, is_first: bool, at: datetime) -> bool:
        in_time = (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )
        return in_time and amount >= self.least and (is_first or not self.is_first_only)

    def given(self, amount: int) -> int:
        """Minor units on top of that amount, rounded down."""
        return self.bonus + int((amount * self.bonus_percent / 100).to_integral_value(ROUND_FLOOR))


def best(rules: Iterable[BonusRule], amount: int, is_first: bool, at: datetime) -> BonusRule | None:
    """The rule with the highest amount that is reached; of equals the one that gives more."""
    counting = [rule for rule in rules if rule.counts(amount, is_first, at)]
    return max(counting, key=lambda rule: (rule.least, rule.given(amount), rule.points), default=None)


def split(
    amount: int, principal: int, bonus: int, currency: str, first: PayFirst = PayFirst.PRINCIPAL
) -> tuple[int, int]:
    """Minor units to take from principal and bonus. Raises Refused if it is too little."""
    if amount > principal + bonus:
        there, missing = (to_major(minor, currency) for minor in (principal + bonus, amount - principal - bonus))
        raise Refused(
            ErrorCode.INSUFFICIENT_BALANCE,
            "The stored value is {there:,} {currency}; {missing:,} more would be needed.",
            ("amount",),
            Detail(limit=str(there)),
            there=there,
            missing=missing,
            currency=currency,
        )
    if first is PayFirst.BONUS:
        return amount - min(amount, bonus), min(amount, bonus)
    if first is PayFirst.PROPORTIONAL:
        part = amount * principal // (principal + bonus)
        return part, amount - part
    part = min(amount, principal)
    return part, amount - part


def refunded(paid: tuple[int, int], before: int, amount: int, currency: str) -> tuple[int, int]:
    """What a refund gives to principal and bonus, when `before` of a payment was refunded already.

    The share of all refunds so far, less what they gave: the sum does not depend on how the refund is cut, and a whole
    refund is exact. Raises Refused for more than was paid.
    """
    left = sum(paid) - before
    if amount > left:
        there = to_major(left, currency)
        raise Refused(
            ErrorCode.LIMIT_REACHED,
            "Of this payment {there:,} {currency} can still be refunded.",
            ("amount",),
            Detail(limit=str(there)),
            there=there,
            currency=currency,
        )
    whole = sum(paid)
    principal = paid[0] * (before + amount) // whole - paid[0] * before // whole
    return principal, amount - principal


def check_room(after: int, most: Any, currency: str, *, is_named: bool) -> None:
    """`most` in major units; None is no limit."""
    if most is None or to_major(after, currency) <= Decimal(str(most)):
        return
    message = (
        "A member with a name can store at most {most:,} {currency}."
        if is_named
        else "A member without a name can store at most {most:,} {currency}. Register the name to store more."
    )
    limit = Decimal(str(most))
    raise Refused(ErrorCode.LIMIT_REACHED, message, ("amount",), Detail(str(limit)), most=limit, currency=currency)


def exact_delta(amount: Decimal | None, currency: str, name: str) -> int:
    """Minor units with their sign; nothing is 0."""
    if not amount:
        return 0
    return exact_minor(abs(amount), currency, name) * (1 if amount > 0 else -1)


def check_bonus(rule: Mapping[str, Any]) -> None:
    """`rule` has the columns of the table. Raises Refused at the first part that cannot be used."""
    check_named(rule["code"], rule["name"])
    check_times(rule["valid_from"], rule["valid_until"])
    check_range(rule["least"], 1, MOST_MINOR, "least")
    check_range(rule["bonus"], 0, MOST_MINOR, "bonus")
    check_range(rule["points"], 0, MOST_AT_ONCE, "points")
    if not 0 <= rule["bonus_percent"] <= 100:
        raise Refused(ErrorCode.INVALID, "A percentage is from 0 to 100.", ("input", "bonusPercent"))
    if not (rule["bonus"] or rule["bonus_percent"] or rule["points"]):
        raise Refused(ErrorCode.INVALID, "A rule of recharge gives something on top.", ("input", "bonus"))
