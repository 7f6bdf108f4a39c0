"""Why something came out as it did."""

import strawberry

from rules.earning import EarnedAsset
from rules.permissions import Sensitivity
from rules.refusals import ErrorCode
from rules.tiers import TierChangeKind
from schema.fields import argument, field, kind
from schema.money import Money
from schema.quotes import CartInput
from schema.scalars import DateTime, Points


@kind("A condition that does not hold.")
class FailedCondition:
    code: ErrorCode = field("What kind of condition it is.")
    message: str = field("Which one, in words.")
    change: str | None = field("The smallest thing that would have to be different; null if nothing can be.")


@kind("A rule that did not apply.")
class RefusedRule:
    source_kind: str = field("What sort of rule: CAMPAIGN, COUPON, EARNING_RULE or POINTS.")
    source_code: str = field("The code of the rule, or of the coupon.")
    name: str = field("Its name.")
    version: int | None = field("Its version of that moment.")
    conditions: list[FailedCondition] = field(
        "What did not hold: the first decided, and with the changes of all it would have applied."
    )


@kind("What one line of an order brought.")
class LinePoints:
    position: int = field("The place of the line in the order, from 1.")
    product_code: str = field("The code of the product.")
    points: Points = field("Its part.")


@kind("A rule that gave something.")
class AppliedRule:
    source_kind: str = field("What sort of rule.")
    source_code: str = field("The code of the rule.")
    name: str = field("Its name.")
    version: int | None = field("Its version of that moment.")
    asset: EarnedAsset = field("What it gave.")
    points: Points = field("How much it gave.")
    is_held: bool = field("True if it waits until the member is active again.")
    said: list[str] = field("How it came to that, step by step.")
    lines: list[LinePoints] = field("What each line brought; they sum to what it gave.")


@kind("Why an order or an entry gave or took the points that it did, by the rules of that moment.")
class PointsDecision:
    points: Points = field("The points of the order or the entry.")
    growth: Points = field("The growth value of the order; 0 for an entry of points.")
    is_kept: bool = field(
        "True if the facts of that moment were kept. Else it is worked out from what is known of them now, or told by "
        "the ledger alone."
    )
    decided_at: DateTime | None = field("The moment whose rules were asked; null if only the ledger tells.")
    said: list[str] = field("The whole in words.")
    rules: list[AppliedRule] = field("What each rule gave; for an entry, the rule that made it. They sum to it.")
    refused: list[RefusedRule] = field("The rules that gave nothing, and why.")


@kind("A change of tier, with what it was decided on.")
class TierStep:
    kind: TierChangeKind = field("Why the tier changed.")
    at: DateTime = field("When.")
    from_: str | None = field("The name of the tier before.", name="from")
    to: str | None = field("The name of the tier after.")
    reason: str = field("What it was decided on, as it was noted then.")
    order_number: str | None = field("The order that caused it.")
    asked: list[str] = field("What the tier asked for by the rules of that moment.")


@kind("Why a member has the tier that he has, and what is missing to the next.")
class TierDecision:
    tier_code: str | None = field("The code of the tier; null without one.")
    tier_name: str | None = field("Its name.")
    since: DateTime | None = field("Since when.")
    valid_until: DateTime | None = field("Until when it is valid; null if it does not end.")
    said: list[str] = field("The whole in words.")
    growth: Points = field("Growth value at that moment.")
    points: Points = field("Points at that moment.")
    spend: Money = field("Spend that the tier counts, over its period.", Sensitivity.FINANCIAL)
    orders: int = field("Orders that the tier counts, over its period.", Sensitivity.FINANCIAL)
    next_name: str | None = field("The name of the next tier; null above the highest.")
    to_next: list[FailedCondition] = field("What is missing to the next tier; one of them is enough.")
    to_keep: list[FailedCondition] = field("What is missing to keep the tier; one of them is enough.")
    changes: list[TierStep] = field("The last 20 changes, newest first.")


@kind("What a coupon gives, or why it does not apply.")
class CouponDecision:
    code: str = field("The coupon.")
    name: str = field("The name of its template.")
    applies: bool = field("True if it gave, or would give, something.")
    off: Money | None = field("What it takes off; null if it does not apply or gives something else.")
    said: list[str] = field("The whole in words.")
    conditions: list[FailedCondition] = field(
        "What does not hold: the first decides, and with the changes of all it would apply."
    )


@kind("Whether a member takes part in a campaign, and why.")
class CampaignDecision:
    code: str = field("The campaign.")
    name: str = field("Its name.")
    includes: bool = field("True if the campaign is for the member at that moment.")
    said: list[str] = field("The whole in words.")
    conditions: list[FailedCondition] = field(
        "What stands against it: the first decides, and with the changes of all it would be for the member."
    )
    asks: list[FailedCondition] = field("What it asks of an order beside that.")


@kind("Why something came out as it did.")
class DecisionQueries:
    explain_coupon: CouponDecision = field(
        "What a coupon gives a member for a cart or gave for an order; why it does not apply, with every condition "
        "that fails. Without a cart and an order it is tried on an empty cart.",
        about="Member",
        arguments={
            "coupon_id": argument(strawberry.ID | None, "The coupon, or name its code."),
            "code": argument(str | None, "The code of the coupon."),
            "member_id": argument(strawberry.ID | None, "Who would use it; its owner unless given."),
            "cart": argument(CartInput | None, "What would be bought; its member and coupons are not looked at."),
            "order_id": argument(strawberry.ID | None, "The order that it was, or could have been, used for."),
        },
    )
    explain_campaign: CampaignDecision = field(
        "Whether a campaign was for a member at a moment, and what stood against it. Whom it is meant for is asked of "
        "the file as it is now.",
        about="Member",
        arguments={
            "campaign_id": argument(strawberry.ID, "The campaign."),
            "member_id": argument(strawberry.ID, "The member."),
            "at": argument(DateTime | None, "The moment; now unless given."),
        },
    )
    explain_tier: TierDecision = field(
        "Why a member has the tier that he has, what is missing to the next and to keep it, and what each change was "
        "decided on.",
        about="Member",
        arguments={
            "member_id": argument(strawberry.ID, "The member."),
            "at": argument(DateTime | None, "The moment; now unless given."),
        },
    )
    explain_points: PointsDecision = field(
        "Why an order earned the points that it did, or what an entry of the ledger was for. Name one of the two.",
        about="PointsEntry",
        arguments={
            "order_id": argument(strawberry.ID | None, "The order."),
            "entry_id": argument(strawberry.ID | None, "The entry."),
        },
    )
