"""What members earn for, and when what they earned becomes theirs and ends."""

from enum import StrEnum


class EarningTrigger(StrEnum):
    ORDER = "ORDER"
    CHECK_IN = "CHECK_IN"
    SIGN_IN = "SIGN_IN"
    REFERRAL = "REFERRAL"
    REVIEW = "REVIEW"
    PHOTO_REVIEW = "PHOTO_REVIEW"
    SHARE = "SHARE"
    RECHARGE = "RECHARGE"
    TASK = "TASK"
    BIRTHDAY = "BIRTHDAY"


class ExpiryKind(StrEnum):
    """DAYS and MONTHS roll from the moment of earning; the ends of month and year are those `count` periods later."""

    NEVER = "NEVER"
    DAYS = "DAYS"
    MONTHS = "MONTHS"
    END_OF_MONTH = "END_OF_MONTH"
    END_OF_YEAR = "END_OF_YEAR"
    FIXED = "FIXED"
