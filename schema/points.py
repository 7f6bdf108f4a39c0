"""Points and growth value: balances, entries and lots."""

from rules.permissions import Sensitivity
from rules.points import PointsEntryKind
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind, words
from schema.names import ChangeSet, Member, Order
from schema.paging import Node
from schema.scalars import DateTime, Points

words(
    PointsEntryKind,
    "What an entry did to the balance.",
    EARN="Points were earned.",
    SPEND="Points were spent.",
    EXPIRE="Points reached the end of their time.",
    ADJUST="A person corrected the balance.",
    REVERSE="An earlier entry was taken back.",
    HOLD="Points were set aside for something not yet final.",
    RELEASE="Points that were set aside came back.",
)


@kind("A member's points.")
class PointsAccount:
    available: Points = field("Can be spent now.")
    pending: Points = field("Earned, but not yet to be spent.")
    held: Points = field("Set aside for something not yet final.")
    lifetime_earned: Points = field("All that was ever credited.")
    lifetime_spent: Points = field("All that was ever debited, expiry included.")
    expiring: Points = field(
        "Available points that will expire soon.",
        arguments={"within_days": argument(int, "How soon, in days from now; 0 to 3,650.", 30)},
    )


@kind("A change of a member's points.")
class PointsEntry(Node):
    kind: PointsEntryKind = field("What it did.")
    delta: Points = field("Points added, or taken (negative).")
    balance_after: Points = field("Available points after it; if the points are still pending, the pending points.")
    reason: str = field("Why, in words.")
    source: str = field("What it came from: an order number, a rule, a campaign.")
    expires_at: DateTime | None = field("When the points of this credit expire; null if never, or if it is a debit.")
    at: DateTime = field("When.")
    actor: str = field("Who or what did it.", Sensitivity.INTERNAL)
    order: Order | None = field("The order it belongs to.")
    reverses: "PointsEntry | None" = field("The entry that this one takes back.")


@kind("Points credited together, with one expiry.")
class PointsLot(Node):
    granted: Points = field("How many points it had at first.")
    remaining: Points = field("How many are left.")
    available_at: DateTime = field("When its points could first be spent.")
    expires_at: DateTime | None = field("When what is left of it expires; null is never.")
    entry: PointsEntry | None = field("The entry that credited it.")


@kind("A change of a member's growth value.")
class GrowthEntry(Node):
    delta: Points = field("Growth value added.")
    balance_after: Points = field("Growth value after it.")
    reason: str = field("Why, in words.")
    source: str = field("What it came from.")
    at: DateTime = field("When.")
    order: Order | None = field("The order it belongs to.")


@kind("What a change of points did.")
class PointsPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    entry: PointsEntry | None = field("The entry that it made; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back, where that can be done.")
    user_errors: list[UserError] = user_errors()


@kind("What a change of growth value did.")
class GrowthPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    entry: GrowthEntry | None = field("The entry that it made; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back.")
    user_errors: list[UserError] = user_errors()
