"""What a coupon may be."""

from enum import StrEnum


class CouponKind(StrEnum):
    AMOUNT_OFF = "AMOUNT_OFF"
    PERCENT_OFF = "PERCENT_OFF"
    GIFT = "GIFT"
    EXCHANGE = "EXCHANGE"
    FREE_SHIPPING = "FREE_SHIPPING"


class CouponStatus(StrEnum):
    ISSUED = "ISSUED"
    RESERVED = "RESERVED"
    REDEEMED = "REDEEMED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
