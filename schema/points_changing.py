"""Mutations of points."""

import strawberry

from schema.arguments import HOLDER, KEY, PIN, WHO, WHY
from schema.fields import argument, field, kind
from schema.goodwill import IS_GOODWILL
from schema.points import GrowthPayload, PointsPayload
from schema.scalars import DateTime, Points


@kind("Changes of points.")
class PointsMutations:
    points_earn: PointsPayload = field(
        "Gives points to a member, as a lot of its own.",
        arguments={
            "member": WHO,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "expires_at": argument(DateTime | None, "When they expire; never unless given."),
            "idempotency_key": KEY,
        },
    )
    points_spend: PointsPayload = field(
        "Takes points from a member: those that expire next first.",
        arguments={
            "member": WHO,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "idempotency_key": KEY,
            "pin": PIN,
            "holder_confirmed": HOLDER,
        },
    )
    points_adjust: PointsPayload = field(
        "Corrects a balance by hand, up or down.",
        arguments={
            "member": WHO,
            "delta": argument(Points, "By how much; below 0 to take away."),
            "reason": WHY,
            "idempotency_key": KEY,
            "is_goodwill": IS_GOODWILL,
        },
    )
    growth_adjust: GrowthPayload = field(
        "Corrects a member's growth value by hand, up or down; the rules of tiers look at the member at once.",
        arguments={
            "member": WHO,
            "delta": argument(Points, "By how much; below 0 to take away."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
    points_reverse: PointsPayload = field(
        "Takes an entry back, once: points that were given are taken, points that were taken are given back.",
        arguments={
            "entry_id": argument(strawberry.ID, "The entry."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
