"""Which tier a member has earned, and what is missing to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class TierMode(StrEnum):
    AUTOMATIC = "AUTOMATIC"
    MANUAL = "MANUAL"


class TierChangeKind(StrEnum):
    JOIN = "JOIN"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRADE"
    KEEP = "KEEP"
    MANUAL = "MANUAL"


class BenefitOccasion(StrEnum):
    """When a benefit is given; ALWAYS is a lasting one, such as a discount, that nothing has to be given for."""

    ALWAYS = "ALWAYS"
    UPGRADE = "UPGRADE"
    BIRTHDAY = "BIRTHDAY"


@dataclass(frozen=True, slots=True)
class TierRule:
    """The entry conditions of a tier; each one that is set opens the tier by itself. Spend is in minor units."""

    code: str
    rank: int
    growth: int | None = None
    spend: int | None = None
    orders: int | None = None

    def reached(self, growth: int, spend: int, orders: int) -> bool:
        conditions = ((self.growth, growth), (self.spend, spend), (self.orders, orders))
        asked = [(needed, actual) for needed, actual in conditions if needed is not None]
        return not asked or any(actual >= needed for needed, actual in asked)


def tier_for(tiers: Sequence[TierRule], growth: int, spend: int, orders: int) -> TierRule | None:
    """The highest tier whose conditions are reached; None if even the lowest asks for more."""
    reached = [tier for tier in tiers if tier.reached(growth, spend, orders)]
    return max(reached, key=lambda tier: tier.rank, default=None)
