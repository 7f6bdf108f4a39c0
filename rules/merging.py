"""What becomes of the facts of two files that are merged, and what the things that move are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FILLED = ("name", "latin_name", "phone", "email", "birthday", "gender", "home_store_id", "source_id", "referrer_id")
"What the kept file takes over where it is empty."
TOLD = {
    "name": "name", "latin_name": "latinName", "phone": "phone", "email": "email", "birthday": "birthday",
    "gender": "gender",
}  # fmt: skip
"The fields of a member that a person can compare, by column."


class MergeOutcome(StrEnum):
    TAKEN_OVER = "TAKEN_OVER"
    CONFLICT = "CONFLICT"


class MovedKind(StrEnum):
    """The names are those of the tables, but for the case."""

    ORDERS = "ORDERS"
    COUPON = "COUPON"
    COUPON_REDEMPTION = "COUPON_REDEMPTION"
    TICKET = "TICKET"
    INTERACTION = "INTERACTION"
    MEMBER_CARD = "MEMBER_CARD"
    MEMBER_ADDRESS = "MEMBER_ADDRESS"
    CUSTOMER = "CUSTOMER"
    REWARD_REDEMPTION = "REWARD_REDEMPTION"
    AFTER_SALES_CASE = "AFTER_SALES_CASE"
    CAMPAIGN_PARTICIPATION = "CAMPAIGN_PARTICIPATION"
    MEMBER_TAG = "MEMBER_TAG"
    HELD_EFFECT = "HELD_EFFECT"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, what each file says, and what comes of it."""

    field: str
    kept: str | None
    merged: str
    outcome: MergeOutcome


def conflicts(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> list[Difference]:
    """Where the merged file says something else than the kept one, which then stays unless it says nothing."""
    return [
        Difference(
            name,
            kept[column],
            merged[column],
            MergeOutcome.TAKEN_OVER if kept[column] is None else MergeOutcome.CONFLICT,
        )
        for column, name in TOLD.items()
        if merged[column] is not None and merged[column] != kept[column]
    ]
