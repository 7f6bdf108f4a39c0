"""How people become members."""

from enum import StrEnum


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
