"""Mutations of tiers: their rules, what they give, and the tier of one member."""

from rules.permissions import Sensitivity
from rules.tiers import BenefitOccasion, TierMode
from schema.arguments import MEMBER_ID, VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.jobs import JobPayload
from schema.members.file import MemberPayload
from schema.names import Member
from schema.scalars import Decimal, Points
from schema.tiers import Benefit, Tier


@given("A tier to make or to change, by its code. What is not given stays as it is; null empties it.")
class TierSaveInput:
    code: str = required("The tier's code; a new one makes a tier.")
    name: str = required("What members read.")
    rank: int = required("The order of tiers; higher is better, and each has its own.")
    growth_threshold: Points | None = operand("Growth value that opens the tier.")
    spend_threshold: Decimal | None = operand("Spend within the period that opens the tier.")
    order_count_threshold: int | None = operand("Orders within the period that open the tier.")
    points_threshold: Points | None = operand("Points to spend that open the tier.")
    period_months: int | None = operand("How many months spend and orders are counted over; 1 to 120, 12 at first.")
    store_codes: list[str] | None = operand(
        "Codes of stores: spend and orders count in these only, and in those of the units."
    )
    unit_codes: list[str] | None = operand("Codes of units: spend and orders count in their stores and all below.")
    keep_growth: Points | None = operand("Growth value that keeps the tier; without any of the three, entry decides.")
    keep_spend: Decimal | None = operand("Spend within the period that keeps the tier.")
    keep_orders: int | None = operand("Orders within the period that keep the tier.")
    grace_days: int | None = operand("Days after the validity in which the tier can still be earned again; 0 to 366.")
    validity_months: int | None = operand("How long the tier lasts, to the end of a month; null is for ever.")
    points_multiplier: Decimal | None = operand("What points earned on orders are multiplied by; 1 at first.")
    discount_percent: Decimal | None = operand("Taken off the price of every order; 0 at first.")
    is_active: bool | None = operand("Whether members can reach it.")
    benefit_codes: list[str] | None = operand("Codes of the benefits that the tier gives, in the order they are shown.")


@given("A benefit to make or to change, by its code. What is not given stays as it is; null empties it.")
class BenefitSaveInput:
    code: str = required("The benefit's code; a new one makes a benefit.")
    name: str = required("What members read.")
    kind: str = required("DISCOUNT, GIFT, SERVICE, PRIORITY or POINTS.")
    description: str | None = operand("What exactly is given.")
    occasion: BenefitOccasion | None = operand("When it is given; ALWAYS at first.")
    template_code: str | None = operand("The coupon that is given.")
    points: Points | None = operand("The points that are given.")
    points_valid_days: int | None = operand("How many days these points last; null is for ever.")
    days_ahead: int | None = operand("How many days before the birthday it is given; 0 to 60, 0 at first.")
    is_active: bool | None = operand("Whether it is given at all.")
    tier_codes: list[str] | None = operand("Codes of the tiers that give it: these and no others.")


@given("A tier that a person sets.")
class MemberTierSetInput:
    tier_code: str = required("The tier that the member has from now on.")
    floor_tier_code: str | None = operand("Never automatically below this tier; asked for when the member rises.")
    cap_tier_code: str | None = operand("Never automatically above this tier; asked for when the member falls.")
    reason: str = required("Why; members and staff read it.")


@kind("How many members would move from one tier to another.")
class TierMove:
    from_code: str | None = field("The tier now; null for members without one.", Sensitivity.INTERNAL)
    to_code: str | None = field("The tier then; null for members who would lose theirs.", Sensitivity.INTERNAL)
    members: int = field("How many members.", Sensitivity.INTERNAL)


@kind("A member whose tier would change.")
class MemberMove:
    member: Member = field("The member.", about="Member")
    from_code: str | None = field("The tier now; null if none.", Sensitivity.INTERNAL)
    to_code: str | None = field("The tier then; null if none.", Sensitivity.INTERNAL)
    reason: str = field("Why, in words.", Sensitivity.INTERNAL)


@kind("What a draft of the tiers would do to the members as they are now: exactly what `tierEvaluate` would then do.")
class TierSimulation:
    moves: list[TierMove] = field("From which tier to which, and how many.", Sensitivity.INTERNAL, about="Member")
    upgraded: int = field("Members who would rise.", Sensitivity.INTERNAL, about="Member")
    downgraded: int = field(
        "Members who would fall: those whose tier's time is over.", Sensitivity.INTERNAL, about="Member"
    )
    unchanged: int = field("Members who would stay.", Sensitivity.INTERNAL, about="Member")
    members: list[MemberMove] = field(
        "Who would move, those who fall first, by member number.",
        Sensitivity.INTERNAL,
        about="Member",
        arguments={"first": argument(int, "How many at most; 1 to 1,000.", 100)},
    )


@kind("What became of a tier.")
class TierPayload:
    tier: Tier | None = field("The tier; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a benefit.")
class BenefitPayload:
    benefit: Benefit | None = field("The benefit; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of tiers.")
class TierMutations:
    tier_save: TierPayload = field(
        "Makes or changes a tier. Members feel it when they next buy, when their tier ends, or by `tierEvaluate`.",
        arguments={"input": argument(TierSaveInput, "The tier."), "expected_version": VERSION},
    )
    benefit_save: BenefitPayload = field(
        "Makes or changes a benefit.",
        arguments={"input": argument(BenefitSaveInput, "The benefit."), "expected_version": VERSION},
    )
    tier_evaluate: JobPayload = field(
        "Looks at every member with today's rules, as a job; one that waits or runs already is given instead."
    )
    birthday_benefits_give: JobPayload = field(
        "Gives what tiers give for birthdays and is due, as a job; the clock does the same each hour."
    )
    member_tier_set: MemberPayload = field(
        "Sets a member's tier by hand, with the lowest or the highest that the rules may give afterwards.",
        arguments={"id": MEMBER_ID, "input": argument(MemberTierSetInput, "The tier, its bounds, and why.")},
    )
    member_tier_mode_set: MemberPayload = field(
        "Gives a member back to the rules, which decide at once, or takes the member out of their hands.",
        arguments={"id": MEMBER_ID, "mode": argument(TierMode, "Who decides from now on.")},
    )
