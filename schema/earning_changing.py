"""Mutations of rules of earning, and of what members do beside buying."""

from rules.earning import EarnedAsset, EarningTrigger, ExpiryKind
from schema.arguments import KEY, VERSION, WHO
from schema.earning import EarningRulePayload, MemberActivityPayload
from schema.fields import argument, field, given, kind, operand, required
from schema.scalars import JSON, Date, DateTime, Decimal, Points


@given("A rule of earning. What is not given stays as it is.")
class EarningRuleSaveInput:
    code: str = required("The rule's code; a new one makes a new rule.")
    name: str = required("What members read in their entries.")
    asset: EarnedAsset = required("What it gives.")
    trigger: EarningTrigger = required("What members earn for.")
    per_unit: Decimal | None = operand("How much for each unit of money that was paid.")
    fixed: Points | None = operand("How much for each time, whatever was paid.")
    multiplier: Decimal | None = operand("Multiplies what the other rules of the same trigger give.")
    uses_tier_multiplier: bool | None = operand("Whether the member's tier multiplies what is given per unit.")
    also_referred: bool | None = operand("Whether a member who is brought gets as much as the one who brought.")
    conditions: JSON | None = operand("When it applies: see the documentation of conditions.")
    expiry: ExpiryKind | None = operand("How long its points live.")
    expiry_count: int | None = operand("How many days, months or years.")
    expiry_date: Date | None = operand("The last day of a fixed expiry.")
    pending_days: int | None = operand("Days until its points can be spent.")
    limit_per_day: Points | None = operand("The most that it gives to a member in a day.")
    limit_per_member: Points | None = operand("The most that it ever gives to a member.")
    priority: int | None = operand("The higher one goes first.")
    stacking_group: str | None = operand("Of the rules of a group only the best one counts.")
    campaign_code: str | None = operand("The campaign that it belongs to.")
    valid_from: DateTime | None = operand("When it begins to apply.")
    valid_until: DateTime | None = operand("When it ends.")
    is_active: bool | None = operand("Whether it is in force.")


@kind("Changes of how members earn.")
class EarningMutations:
    earning_rule_save: EarningRulePayload = field(
        "Makes or changes a rule of earning. It counts from the next order or activity on.",
        arguments={"input": argument(EarningRuleSaveInput, "The rule."), "expected_version": VERSION},
    )
    member_activity_record: MemberActivityPayload = field(
        "Tells what a member did beside buying, and gives what the rules give for it.",
        arguments={
            "member": WHO,
            "kind": argument(EarningTrigger, "What it was; not an order or a recharge."),
            "subject": argument(
                str | None, "What it was about; of a referral the number of the member who was brought. Counts once."
            ),
            "at": argument(DateTime | None, "When; now unless given."),
            "idempotency_key": KEY,
        },
    )
