"""What still counts for a member who is frozen or cancelled: a policy table, not one fixed meaning."""

from enum import StrEnum


class Matter(StrEnum):
    EARN_POINTS = "EARN_POINTS"
    EARN_GROWTH = "EARN_GROWTH"
    COUNT_SPEND = "COUNT_SPEND"
    SPEND_POINTS = "SPEND_POINTS"
    SPEND_WALLET = "SPEND_WALLET"
    USE_COUPONS = "USE_COUPONS"
    BENEFITS = "BENEFITS"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRADE"
    EXPIRE_POINTS = "EXPIRE_POINTS"
    MESSAGES = "MESSAGES"


class Treatment(StrEnum):
    """HOLD records what happened and decides when the member is resumed."""

    ALLOW = "ALLOW"
    HOLD = "HOLD"
    IGNORE = "IGNORE"


class HeldStatus(StrEnum):
    HELD = "HELD"
    REPLAYED = "REPLAYED"
    DROPPED = "DROPPED"
