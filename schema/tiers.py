"""Tiers, what they give, and how members move between them."""

from rules.permissions import Sensitivity
from rules.tiers import TierChangeKind, TierMode
from schema.fields import field, given, kind, operand, words
from schema.filters import IntFilter, StringFilter
from schema.money import Money
from schema.names import Order
from schema.paging import Count, Node
from schema.scalars import DateTime, Decimal, Points

words(
    TierMode,
    "Who decides a member's tier.",
    AUTOMATIC="The rules do, with each order and each night.",
    MANUAL="A person did; the rules leave it alone.",
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


@kind("Something that a tier gives its members.")
class Benefit(Node):
    code: str = field("The benefit's code.")
    name: str = field("What members read.")
    kind: str = field("DISCOUNT, GIFT, SERVICE, PRIORITY or POINTS.")
    description: str = field("What exactly is given.")


@kind("A level of membership.")
class Tier(Node):
    code: str = field("The tier's code.")
    name: str = field("What members read.")
    rank: int = field("The order of tiers; higher is better.")
    growth_threshold: Points | None = field("Growth value that opens the tier.")
    spend_threshold: Decimal | None = field("Spend within 12 months that opens the tier.")
    order_count_threshold: int | None = field("Orders within 12 months that open the tier.")
    validity_months: int | None = field("How long the tier lasts without being earned again; null is for ever.")
    points_multiplier: Decimal = field("What points earned on orders are multiplied by.")
    discount_percent: Decimal = field("Taken off the price of every order.")
    benefits: list[Benefit] = field("What the tier gives.")
    member_count: Count = field("How many members have the tier.", about="Member")


@kind("What a member misses to reach the next tier and to keep this one.")
class TierProgress:
    next_tier: Tier | None = field("The next tier; null at the top.")
    growth_needed: Points | None = field("Growth value missing to the next tier; null if it does not ask for growth.")
    spend_needed: Money | None = field("Spend missing to the next tier; null if it does not ask for spend.")
    keep_until: DateTime | None = field("When the present tier ends unless it is earned again.")
    keep_growth_needed: Points | None = field("Growth value missing to keep the present tier.")
    keep_spend_needed: Money | None = field("Spend missing to keep the present tier.")


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
