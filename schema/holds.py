"""Points that are set aside."""

import strawberry

from rules.holds import HoldStatus
from rules.permissions import Sensitivity
from schema.arguments import KEY, WHO, WHY
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind, words
from schema.names import Member
from schema.paging import Node
from schema.scalars import DateTime, Points

words(
    HoldStatus,
    "How it went with points that were set aside.",
    HELD="They are set aside.",
    CAPTURED="They were spent.",
    RELEASED="They were given back.",
    TIMED_OUT="They were given back because their time was over.",
)


@kind("Points that are set aside until they are spent, given back or timed out.")
class PointsHold(Node):
    member: Member | None = field("Whose points they are.")
    amount: Points = field("How many.")
    status: HoldStatus = field("How it went with them.")
    reason: str = field("Why, in words.")
    actor: str = field("Who set them aside.", Sensitivity.INTERNAL)
    at: DateTime = field("When they were set aside.")
    expires_at: DateTime = field("When they come back by themselves.")
    closed_at: DateTime | None = field("When they were spent or given back.")


@kind("What a change of points that are set aside did.")
class PointsHoldPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    hold: PointsHold | None = field("The points that are set aside; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


HOLD_ID = argument(strawberry.ID, "The points that are set aside.")


@kind("Changes of points that are set aside.")
class HoldMutations:
    points_hold: PointsHoldPayload = field(
        "Sets points aside for something not yet final: those that expire next first.",
        arguments={
            "member": WHO,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "expires_at": argument(DateTime, "When they come back by themselves; within a year."),
            "idempotency_key": KEY,
        },
    )
    points_hold_capture: PointsHoldPayload = field("Spends points that are set aside, once.", arguments={"id": HOLD_ID})
    points_hold_release: PointsHoldPayload = field(
        "Gives points that are set aside back, once. Those that expired meanwhile expire now.",
        arguments={"id": HOLD_ID},
    )
