"""What a case after a sale may be."""

from enum import StrEnum


class AfterSalesKind(StrEnum):
    RETURN = "RETURN"
    REFUND_ONLY = "REFUND_ONLY"
    EXCHANGE = "EXCHANGE"


class AfterSalesStatus(StrEnum):
    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    RECEIVED = "RECEIVED"
    REFUNDED = "REFUNDED"
    WITHDRAWN = "WITHDRAWN"
