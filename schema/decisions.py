"""Why something came out as it did."""

import strawberry

from rules.earning import EarnedAsset
from rules.refusals import ErrorCode
from schema.fields import argument, field, kind
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


@kind("Why something came out as it did.")
class DecisionQueries:
    explain_points: PointsDecision = field(
        "Why an order earned the points that it did, or what an entry of the ledger was for. Name one of the two.",
        about="PointsEntry",
        arguments={
            "order_id": argument(strawberry.ID | None, "The order."),
            "entry_id": argument(strawberry.ID | None, "The entry."),
        },
    )
