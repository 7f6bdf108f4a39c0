"""Mutations of rewards."""

import strawberry

from rules.rewards import FulfilmentStatus, RewardKind
from schema.arguments import HOLDER, KEY, PIN, VERSION, WHO
from schema.fields import argument, field, given, kind, operand, required
from schema.rewards import RewardPayload, RewardRedemptionPayload
from schema.scalars import DateTime, Decimal, Points


@given("A reward. What is not given stays as it is.")
class RewardSaveInput:
    code: str = required("The reward's code; a new one makes a new reward.")
    name: str = required("What members read.")
    kind: RewardKind = required("What it is.")
    description: str | None = operand("What exactly it is.")
    points: Points | None = operand("Points for one.")
    money: Decimal | None = operand("Money for one, beside the points.")
    stock: int | None = operand("How many there are; null if as many as are asked for.")
    per_member_limit: int | None = operand("The most that one member can have.")
    product_code: str | None = operand("The product that it is.")
    template_code: str | None = operand("What its coupon is made from.")
    tier_code: str | None = operand("The tier that it gives.")
    benefit_code: str | None = operand("The benefit that it gives.")
    rebate: Decimal | None = operand("The money that it gives back, as stored value.")
    clears_points: bool | None = operand("Whether the member's other points end when it is handed over.")
    clears_accumulation: bool | None = operand(
        "Whether growth value and spend for the tier begin at 0 when it is handed over."
    )
    valid_from: DateTime | None = operand("When it can first be had.")
    valid_until: DateTime | None = operand("When it can no longer be had.")
    is_active: bool | None = operand("Whether it is offered.")


@kind("Changes of rewards.")
class RewardMutations:
    reward_save: RewardPayload = field(
        "Makes or changes a reward.",
        arguments={"input": argument(RewardSaveInput, "The reward."), "expected_version": VERSION},
    )
    reward_redeem: RewardRedemptionPayload = field(
        "Takes a reward for a member: for points, and for money if it costs some.",
        arguments={
            "reward_code": argument(str, "Which reward."),
            "member": WHO,
            "quantity": argument(int, "How many.", 1),
            "pay_with_wallet": argument(
                bool, "True: the money is taken from stored value; false: it is paid otherwise.", False
            ),
            "idempotency_key": KEY,
            "pin": PIN,
            "holder_confirmed": HOLDER,
        },
    )
    reward_redemption_exchange: RewardRedemptionPayload = field(
        "Exchanges what the member does not have yet for another reward; what was paid pays for it as far as it goes.",
        arguments={
            "id": argument(strawberry.ID, "The redemption."),
            "reward_code": argument(str, "The reward that is taken instead."),
            "quantity": argument(int, "How many.", 1),
            "reason": argument(str, "Why; staff read it with the redemption that ends."),
            "idempotency_key": KEY,
            "pin": PIN,
            "expected_version": VERSION,
        },
    )
    reward_redemption_advance: RewardRedemptionPayload = field(
        "Moves a redemption on. Called off, points, stored value and pieces go back to where they came from.",
        arguments={
            "id": argument(strawberry.ID, "The redemption."),
            "status": argument(FulfilmentStatus, "How far it is now."),
            "note": argument(str | None, "What staff should know."),
            "expected_version": VERSION,
        },
    )
