"""What members can have for points, and how it reaches them."""

from enum import StrEnum


class RewardKind(StrEnum):
    GOODS = "GOODS"
    SERVICE = "SERVICE"
    COUPON = "COUPON"
    TIER_UPGRADE = "TIER_UPGRADE"


class FulfilmentStatus(StrEnum):
    REQUESTED = "REQUESTED"
    PREPARED = "PREPARED"
    SHIPPED = "SHIPPED"
    HANDED_OVER = "HANDED_OVER"
    CANCELLED = "CANCELLED"
