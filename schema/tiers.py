"""Tiers, what they give, and how members move between them."""

from rules.permissions import Sensitivity
from rules.tiers import BenefitOccasion, TierChangeKind, TierMode
from schema.fields import field, given, kind, operand, words
from schema.filters import IntFilter, StringFilter
from schema.money import Money
from schema.names import CouponTemplate, Order, PenaltyRule
from schema.paging import Count, Node
from schema.scalars import DateTime, Decimal, Points

words(
    TierMode,
    "Who decides a member's tier.",
    AUTOMATIC="The rules do, with each order and each night.",
    MANUAL="A person did; the rules move it only between its floor and its cap, and not at all without them.",
)
words(
    TierChangeKind,
    "Why a tier changed.",
    JOIN="The member joined.",
    UPGRADE="The member earned a higher tier.",
    DOWNGRADE="The tier's time ran out without being earned again.",
    KEEP="The tier was earned again.",
    MANUAL="A person set it.",
)
words(
    BenefitOccasion,
    "When a benefit is given.",
    ALWAYS="It lasts as long as the tier, such as a discount; nothing has to be given.",
    UPGRADE="By itself, when a member climbs to the tier; once in a calendar year.",
    BIRTHDAY="By itself, so many days before the member's birthday; once for each birthday.",
)


@kind("Something that a tier gives its members.")
class Benefit(Node):
    code: str = field("The benefit's code.")
    name: str = field("What members read.")
    kind: str = field("DISCOUNT, GIFT, SERVICE, PRIORITY or POINTS.")
    description: str = field("What exactly is given.")
    occasion: BenefitOccasion = field("When it is given.")
    template: CouponTemplate | None = field("The coupon that is given; null if none.")
    points: Points | None = field("The points that are given; null if none.")
    points_valid_days: int | None = field("How many days these points last; null is for ever.")
    days_ahead: int = field("How many days before the birthday it is given.")
    is_active: bool = field("Whether it is given at all.")
    tier_codes: list[str] = field("The codes of the tiers that give it, the lowest first.", about="Tier")
    granted: int = field("How often it was given.", Sensitivity.INTERNAL)
    used: int = field("How many of the coupons that it gave were used.", Sensitivity.INTERNAL)
    version: int = field("Counts edits.", Sensitivity.INTERNAL)


@kind("A level of membership.")
class Tier(Node):
    code: str = field("The tier's code.")
    name: str = field("What members read.")
    rank: int = field("The order of tiers; higher is better.")
    growth_threshold: Points | None = field("Growth value that opens the tier.")
    spend_threshold: Decimal | None = field("Spend within the period that opens the tier.")
    order_count_threshold: int | None = field("Orders within the period that open the tier.")
    points_threshold: Points | None = field("Points to spend that open the tier.")
    period_months: int = field("How many months spend and orders are counted over.")
    store_codes: list[str] = field(
        "Spend and orders count in these stores and in those of the units only; everywhere if neither is named."
    )
    unit_codes: list[str] = field("Spend and orders count in the stores of these units, and of all below them.")
    keep_growth: Points | None = field("Growth value that keeps the tier; without any of the three, entry decides.")
    keep_spend: Decimal | None = field("Spend within the period that keeps the tier.")
    keep_orders: int | None = field("Orders within the period that keep the tier.")
    grace_days: int = field("Days after the validity in which the tier can still be earned again.")
    validity_months: int | None = field("How long the tier lasts without being earned again; null is for ever.")
    points_multiplier: Decimal = field("What points earned on orders are multiplied by.")
    discount_percent: Decimal = field("Taken off the price of every order.")
    is_active: bool = field("Whether members can reach it; those who have it keep it until its time is over.")
    benefits: list[Benefit] = field("What the tier gives.")
    benefit_codes: list[str] = field("The codes of what it gives, in the order they are shown.", about="Benefit")
    penalty_rules: list[PenaltyRule] = field("What breaking the terms costs members of the tier.")
    version: int = field("Counts edits.", Sensitivity.INTERNAL)
    member_count: Count = field("How many members have the tier.", about="Member")


@kind("What a member misses to reach the next tier and to keep this one.")
class TierProgress:
    next_tier: Tier | None = field("The next tier; null at the top.")
    growth_needed: Points | None = field("Growth value missing to the next tier; null if it does not ask for growth.")
    spend_needed: Money | None = field("Spend missing to the next tier; null if it does not ask for spend.")
    orders_needed: int | None = field("Orders missing to the next tier; null if it does not ask for orders.")
    points_needed: Points | None = field("Points missing to the next tier; null if it does not ask for points.")
    keep_until: DateTime | None = field("When the present tier ends unless it is earned again.")
    grace_until: DateTime | None = field("Until when it can still be earned again after that.")
    keep_growth_needed: Points | None = field("Growth value missing to keep the present tier.")
    keep_spend_needed: Money | None = field("Spend missing to keep the present tier.")
    keep_orders_needed: int | None = field("Orders missing to keep the present tier.")


@kind("A move of a member between tiers.")
class TierChange(Node):
    kind: TierChangeKind = field("Why the tier changed.")
    from_: "Tier | None" = field("The tier before; null on joining.", name="from")
    to: Tier | None = field("The tier after.")
    order: Order | None = field("The order that caused it.")
    reason: str = field("Why, in words.")
    actor: str = field("Who or what did it.", Sensitivity.INTERNAL)
    at: DateTime = field("When.")


@given("Conditions on a tier.")
class TierWhere:
    code: StringFilter | None = operand("Its code.")
    rank: IntFilter | None = operand("Its rank.")
    is_null: bool | None = operand("True: has no tier. False: has one.")
