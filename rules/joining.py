"""How people become members: by hand, or by buying as much as a policy asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from rules.conditions import Conditions, Line, Situation, read
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range, check_times

LONGEST_REFERENCE = 100
MOST_DAYS = 3_660
MOST_LEVELS = 20
OF_MEMBERS = ("tiers", "birthday", "streak")
"Conditions that only a member can meet."


class JoiningTrigger(StrEnum):
    """What opens the membership: one purchase, purchases of a period together, or a fee."""

    SPEND_ONCE = "SPEND_ONCE"
    SPEND_CUMULATIVE = "SPEND_CUMULATIVE"
    FEE = "FEE"


class JoiningWay(StrEnum):
    BY_HAND = "BY_HAND"
    POLICY = "POLICY"
    PAYMENT = "PAYMENT"
    FEE = "FEE"
    CARD = "CARD"
    GIFT_CARD = "GIFT_CARD"
    ANONYMOUS = "ANONYMOUS"
    REFERRAL = "REFERRAL"
    ONLINE = "ONLINE"


@dataclass(frozen=True, slots=True)
class Level:
    """Amounts from `least` to below `most` (minor units; None: without end) give the tier."""

    least: int
    most: int | None
    tier: UUID
    rank: int = 0

    def has(self, amount: int) -> bool:
        return self.least <= amount and (self.most is None or amount < self.most)


@dataclass(frozen=True, slots=True)
class Policy:
    """`fee` is in minor units."""

    id: UUID
    trigger: JoiningTrigger
    conditions: Conditions
    levels: Sequence[Level]
    period_days: int | None = None
    fee: int | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a customer bought and kept: `kept` of the whole order, `lines` of each part, in minor units."""

    situation: Situation
    lines: Sequence[Line]
    kept: int

    def amount(self, conditions: Conditions, currency: str) -> int:
        """What counts for these conditions."""
        if conditions.failure(self.situation, self.lines, currency) is not None:
            return 0
        if not conditions.products and not conditions.categories:
            return self.kept
        return min(self.kept, sum(line.amount for line in self.lines if conditions.fits(line)))


@dataclass(frozen=True, slots=True)
class Entry:
    """The policy that lets somebody in, and the level that was reached; a fee may open the lowest tier."""

    policy: Policy
    level: Level | None


def entry(policies: Sequence[Policy], now: Purchase, before: Sequence[Purchase], currency: str) -> Entry | None:
    """The highest tier that a policy gives for what is bought now, with what was bought before."""
    found = [made for policy in policies if (made := _entry(policy, now, before, currency)) is not None]
    return max(found, key=lambda made: -1 if made.level is None else made.level.rank, default=None)


def eligible(policies: Sequence[Policy], bought: Sequence[Purchase], currency: str) -> Entry | None:
    """The highest tier that a policy gives for what was bought (the oldest first), had it been in force then.

    A period ends with the last purchase: what came together before it and was not enough since does not count.
    """
    single = [policy for policy in policies if policy.trigger is not JoiningTrigger.SPEND_CUMULATIVE]
    found = [entry(single, now, (), currency) for now in bought[:-1]]
    if bought:
        found.append(entry(policies, bought[-1], bought[:-1], currency))
    made = [each for each in found if each is not None]
    return max(made, key=lambda each: -1 if each.level is None else each.level.rank, default=None)


def _entry(policy: Policy, now: Purchase, before: Sequence[Purchase], currency: str) -> Entry | None:
    amount = sum(each.amount(policy.conditions, currency) for each in [now, *_within(policy, now, before)])
    level = next((level for level in policy.levels if level.has(amount)), None)
    if not amount or not now.amount(policy.conditions, currency):
        return None
    if policy.trigger is JoiningTrigger.FEE:
        return Entry(policy, level) if policy.fee is not None and amount >= policy.fee else None
    return Entry(policy, level) if level is not None else None


def _within(policy: Policy, now: Purchase, before: Sequence[Purchase]) -> list[Purchase]:
    """Purchases of the period that ends with this one; exactly so many days ago is outside."""
    if policy.trigger is not JoiningTrigger.SPEND_CUMULATIVE or policy.period_days is None:
        return []
    start = since(policy.period_days, now.situation.at)
    return [each for each in before if start < each.situation.at <= now.situation.at]


def since(days: int, at: datetime) -> datetime:
    return at - timedelta(days=days)


def check_policy(policy: Mapping[str, Any], currency: str) -> None:
    """`policy` has the columns of the table. Raises Refused at the first part that cannot be used."""
    check_named(policy["code"], policy["name"])
    check_times(policy["valid_from"], policy["valid_until"])
    check_range(policy["period_days"], 1, MOST_DAYS, "periodDays")
    conditions = read(policy["conditions"], currency, ("input", "conditions"))
    for name in OF_MEMBERS:
        if name in policy["conditions"]:
            message = "Nobody who is not a member yet meets the condition '{name}'. Leave it out."
            raise Refused(ErrorCode.INVALID, message, ("input", "conditions", name), name=name)
    if policy["trigger"] == JoiningTrigger.SPEND_CUMULATIVE and policy["period_days"] is None:
        message = "Say within how many days purchases are added together."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "periodDays"))
    if policy["trigger"] == JoiningTrigger.FEE:
        _check_fee(policy["fee"], conditions)


def _check_fee(fee: int | None, conditions: Conditions) -> None:
    if not fee:
        raise Refused(ErrorCode.REQUIRED, "Say how much the fee is.", ("input", "fee"))
    if not conditions.products and not conditions.categories:
        message = "Say in the conditions by which products the fee is paid."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "conditions"))


def check_levels(levels: Sequence[Level], trigger: JoiningTrigger) -> None:
    """Raises Refused: none, too many, an empty range, two that overlap."""
    if not levels and trigger != JoiningTrigger.FEE:
        raise Refused(ErrorCode.REQUIRED, "Say which amounts give which tier.", ("input", "levels"))
    if len(levels) > MOST_LEVELS:
        message = "A policy has at most {most} levels."
        raise Refused(ErrorCode.INVALID, message, ("input", "levels"), most=MOST_LEVELS)
    for place, level in enumerate(levels):
        if level.least < 0 or (level.most is not None and level.most <= level.least):
            message = "A level begins at 0 or more, and ends above where it begins."
            raise Refused(ErrorCode.INVALID, message, ("input", "levels", str(place), "most"))
    _check_apart(sorted(enumerate(levels), key=lambda each: each[1].least))


def _check_apart(levels: Sequence[tuple[int, Level]]) -> None:
    for (lower, one), (upper, other) in pairwise(levels):
        if one.most is None or one.most > other.least:
            message = "Levels {lower} and {upper} overlap: end the lower one where the higher one begins."
            path = ("input", "levels", str(upper), "least")
            raise Refused(ErrorCode.INVALID, message, path, lower=lower + 1, upper=upper + 1)


def check_reference(reference: str) -> str:
    """Without the spaces around it. Raises Refused."""
    kept = reference.strip()
    if not 1 <= len(kept) <= LONGEST_REFERENCE:
        message = "A reference has 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("input", "reference"), most=LONGEST_REFERENCE)
    return kept
