"""The words of tiers."""

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
