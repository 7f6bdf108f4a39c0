"""The root of writes. Each changes everything that it says or nothing, and answers with what it changed."""

import strawberry

from schema.fields import argument, field, kind
from schema.members.finding import MemberBy
from schema.points import PointsPayload
from schema.scalars import DateTime, Points

WHOSE = argument(MemberBy, "Whose points.")
WHY = argument(str, "Why; members and staff read it.")
KEY = argument(
    str,
    "Names this effect for ever: sent again, it is answered from the first time and nothing happens twice. 1 to 100 "
    "characters of your choice.",
)


@kind("Everything that can be changed. What the caller's roles may not do is not here.")
class Mutation:
    points_earn: PointsPayload = field(
        "Gives points to a member, as a lot of its own.",
        arguments={
            "member": WHOSE,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "expires_at": argument(DateTime | None, "When they expire; as the program's rule says unless given."),
            "idempotency_key": KEY,
        },
    )
    points_spend: PointsPayload = field(
        "Takes points from a member: those that expire next first.",
        arguments={
            "member": WHOSE,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "idempotency_key": KEY,
            "pin": argument(str | None, "The member's PIN, if the member has set one."),
        },
    )
    points_adjust: PointsPayload = field(
        "Corrects a balance by hand, up or down.",
        arguments={
            "member": WHOSE,
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
