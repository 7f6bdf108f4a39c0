"""What an order may be."""

from enum import StrEnum


class OrderStatus(StrEnum):
    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    PARTLY_RETURNED = "PARTLY_RETURNED"
    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
