"""The catalog of rewards, and what members took from it."""

from rules.permissions import Sensitivity
from rules.rewards import FulfilmentStatus, RewardKind
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import field, kind, words
from schema.money import Money
from schema.names import Benefit, Coupon, CouponTemplate, Member, PointsEntry, Product, RuleVersion, Tier
from schema.paging import Node
from schema.scalars import DateTime, Points

words(
    RewardKind,
    "What a reward is.",
    GOODS="Something to take home.",
    SERVICE="Something that is done for the member.",
    COUPON="A coupon.",
    TIER_UPGRADE="A higher tier.",
    BENEFIT="A benefit such as tiers give.",
    REBATE="Money back, as stored value.",
    ACTIVITY="An outing or a trip to take part in.",
)
words(
    FulfilmentStatus,
    "How far a redemption is.",
    REQUESTED="The member asked for it and paid.",
    PREPARED="It is ready.",
    SHIPPED="It is on its way.",
    HANDED_OVER="The member has it.",
    CANCELLED="It was called off, and what was paid was given back.",
)


@kind("Something to have for points, or for points and money.")
class Reward(Node):
    code: str = field("The reward's code.")
    name: str = field("What members read.")
    description: str = field("What exactly it is.")
    kind: RewardKind = field("What it is.")
    points: Points = field("Points for one.")
    money: Money = field("Money for one, beside the points.")
    stock: int | None = field("How many there are; null if as many as are asked for.")
    taken: int = field("How many were taken.", Sensitivity.INTERNAL)
    per_member_limit: int | None = field("The most that one member can have.")
    product: Product | None = field("The product that it is.")
    template: CouponTemplate | None = field("What its coupon is made from.")
    tier: Tier | None = field("The tier that it gives.")
    benefit: Benefit | None = field("The benefit that it gives.")
    rebate: Money | None = field("The money that it gives back.")
    clears_points: bool = field("True if the member's other points end when it is handed over.")
    clears_accumulation: bool = field("True if growth value and spend for the tier begin at 0 when it is handed over.")
    valid_from: DateTime | None = field("When it can first be had.")
    valid_until: DateTime | None = field("When it can no longer be had.")
    is_active: bool = field("False if it is not offered.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    versions: list[RuleVersion] = field("What it said and since when, newest first.", Sensitivity.INTERNAL)


@kind("A reward that a member took.")
class RewardRedemption(Node):
    number: str = field("The number that the member and staff use.")
    reward: Reward | None = field("What was taken.")
    member: Member | None = field("Who took it.")
    quantity: int = field("How many.")
    points: Points = field("Points paid.")
    money: Money = field("Money paid.")
    status: FulfilmentStatus = field("How far it is.")
    entry: PointsEntry | None = field("The entry that took the points.")
    coupon: Coupon | None = field("The coupon that was issued.")
    replaces: "RewardRedemption | None" = field("What it was taken in exchange for.")
    note: str = field("What staff noted.", Sensitivity.INTERNAL)
    actor: str = field("Who took it down.", Sensitivity.INTERNAL)
    at: DateTime = field("When it was taken.")
    updated_at: DateTime = field("When its status last changed.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("What saving a reward did.")
class RewardPayload:
    reward: Reward | None = field("The reward; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What taking a reward, or moving it on, did.")
class RewardRedemptionPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    redemption: RewardRedemption | None = field("The redemption; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()
