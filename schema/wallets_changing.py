"""Mutations of stored value."""

import strawberry

from schema.arguments import HOLDER, KEY, PIN, VERSION, WHO, WHY
from schema.fields import argument, field, given, kind, operand, required
from schema.goodwill import IS_GOODWILL
from schema.scalars import DateTime, Decimal, Points
from schema.wallets import RechargeBonusPayload, WalletPayload


@given("A rule of recharge. What is not given stays as it is.")
class RechargeBonusSaveInput:
    code: str = required("The rule's code; a new one makes a new rule.")
    name: str = required("What members read.")
    least: Decimal = required("From this amount on.")
    bonus: Decimal | None = operand("What is given on top.")
    bonus_percent: Decimal | None = operand("What is given on top, in percent of the amount.")
    points: Points | None = operand("Points that are given on top.")
    is_first_only: bool | None = operand("Whether it counts for a member's first recharge only.")
    valid_from: DateTime | None = operand("When it begins to apply.")
    valid_until: DateTime | None = operand("When it ends.")
    is_active: bool | None = operand("Whether it is in force.")


@kind("Changes of stored value.")
class WalletMutations:
    wallet_recharge: WalletPayload = field(
        "Books what a member paid in, and what is given on top.",
        arguments={
            "member": WHO,
            "amount": argument(Decimal, "What was paid in; above 0."),
            "bonus": argument(Decimal | None, "What is given on top; the rules of recharge decide unless it is told."),
            "idempotency_key": KEY,
        },
    )
    wallet_pay: WalletPayload = field(
        "Pays with stored value. The setting WALLET says what is used first.",
        arguments={
            "member": WHO,
            "amount": argument(Decimal, "How much; above 0."),
            "reason": WHY,
            "idempotency_key": KEY,
            "pin": PIN,
            "holder_confirmed": HOLDER,
        },
    )
    wallet_refund: WalletPayload = field(
        "Gives a payment back, or a part of it: to what was paid in and what was given in the parts that it took.",
        arguments={
            "entry_id": argument(strawberry.ID, "The payment."),
            "amount": argument(Decimal, "How much; above 0, and never more than is left of the payment."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
    wallet_adjust: WalletPayload = field(
        "Corrects stored value by hand, up or down.",
        arguments={
            "member": WHO,
            "principal_delta": argument(Decimal | None, "Change of what was paid in; below 0 to take away."),
            "bonus_delta": argument(Decimal | None, "Change of what was given; below 0 to take away."),
            "reason": WHY,
            "idempotency_key": KEY,
            "is_goodwill": IS_GOODWILL,
        },
    )
    wallet_freeze: WalletPayload = field(
        "Locks stored value: nothing is paid in and nothing is paid with it.", arguments={"member": WHO, "reason": WHY}
    )
    wallet_unfreeze: WalletPayload = field("Unlocks stored value.", arguments={"member": WHO, "reason": WHY})
    recharge_bonus_save: RechargeBonusPayload = field(
        "Makes or changes a rule of recharge. It counts from the next recharge on.",
        arguments={"input": argument(RechargeBonusSaveInput, "The rule."), "expected_version": VERSION},
    )
