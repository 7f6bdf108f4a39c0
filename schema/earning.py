"""Rules of earning, and what members did beside buying."""

from rules.earning import EarnedAsset, EarningTrigger, ExpiryKind
from rules.permissions import Sensitivity
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import field, kind, words
from schema.names import Member, RuleVersion
from schema.paging import Node
from schema.scalars import JSON, Date, DateTime, Decimal, Points

words(
    EarningTrigger,
    "What members earn for.",
    ORDER="An order was paid.",
    CHECK_IN="The member checked in; once a day.",
    SIGN_IN="The member signed in; once a day.",
    REFERRAL="The member brought another one.",
    REVIEW="The member wrote a review.",
    PHOTO_REVIEW="The member wrote a review with photos.",
    SHARE="The member shared something.",
    RECHARGE="The member paid stored value in.",
    TASK="The member completed a task.",
    BIRTHDAY="The member had a birthday; once a year.",
)
words(EarnedAsset, "What a rule gives.", POINTS="Points.", GROWTH="Growth value.")
words(
    ExpiryKind,
    "How long points live.",
    NEVER="For ever.",
    DAYS="So many days from the moment of earning.",
    MONTHS="So many months from the moment of earning.",
    END_OF_MONTH="To the end of the month that lies so many months later.",
    END_OF_YEAR="To the end of the year that lies so many years later.",
    FIXED="To the end of one day.",
)


@kind("How members earn points or growth value.")
class EarningRule(Node):
    code: str = field("The rule's code.")
    name: str = field("What members read in their entries.")
    asset: EarnedAsset = field("What it gives.")
    trigger: EarningTrigger = field("What members earn for.")
    per_unit: Decimal = field("How much for each unit of money that was paid.")
    fixed: Points = field("How much for each time, whatever was paid.")
    multiplier: Decimal | None = field("Multiplies what the other rules of the same trigger give.")
    uses_tier_multiplier: bool = field("True if the member's tier multiplies what is given per unit.")
    also_referred: bool = field("True if a member who is brought gets as much as the one who brought.")
    conditions: JSON = field("When it applies: see the documentation of conditions.")
    expiry: ExpiryKind = field("How long its points live.")
    expiry_count: int | None = field("How many days, months or years.")
    expiry_date: Date | None = field("The last day of a fixed expiry.")
    pending_days: int = field("Days until its points can be spent.")
    limit_per_day: Points | None = field("The most that it gives to a member in a day.")
    limit_per_member: Points | None = field("The most that it ever gives to a member.")
    priority: int = field("The higher one goes first.")
    stacking_group: str | None = field("Of the rules of a group only the best one counts.")
    campaign_code: str | None = field("The campaign that it belongs to.", Sensitivity.INTERNAL)
    valid_from: DateTime | None = field("When it begins to apply.")
    valid_until: DateTime | None = field("When it ends.")
    is_active: bool = field("False if it is switched off.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    versions: list[RuleVersion] = field("What it said and since when, newest first.", Sensitivity.INTERNAL)


@kind("Something that a member did beside buying.")
class MemberActivity(Node):
    member: Member | None = field("Who did it.")
    kind: EarningTrigger = field("What it was.")
    subject: str | None = field("What it was about: an order, a post, a task, a member.")
    at: DateTime = field("When.")
    points: Points = field("Points that it earned.")
    growth: Points = field("Growth value that it earned.")
    actor: str = field("Who told it.", Sensitivity.INTERNAL)


@kind("What saving a rule of earning did.")
class EarningRulePayload:
    rule: EarningRule | None = field("The rule; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What telling an activity did.")
class MemberActivityPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    activity: MemberActivity | None = field("The activity; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()
