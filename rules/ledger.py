"""The words of the ledger: what is counted, and in which bucket it lies."""

from enum import StrEnum


class Asset(StrEnum):
    POINTS = "POINTS"
    GROWTH = "GROWTH"
    PRINCIPAL = "PRINCIPAL"
    BONUS = "BONUS"
    BUDGET = "BUDGET"
    STOCK = "STOCK"


class Bucket(StrEnum):
    """AVAILABLE, PENDING and HELD belong to a member (or a campaign); OUTSIDE is the other side of every entry."""

    AVAILABLE = "AVAILABLE"
    PENDING = "PENDING"
    HELD = "HELD"
    OUTSIDE = "OUTSIDE"


class WalletEntryKind(StrEnum):
    RECHARGE = "RECHARGE"
    BONUS = "BONUS"
    PAY = "PAY"
    REFUND = "REFUND"
    RETURN = "RETURN"
    ADJUST = "ADJUST"
