"""Files that look like those of one person, and what merging two of them would do."""

import strawberry

from rules.duplicates import DuplicateReason
from rules.merging import MergeOutcome, MovedKind
from rules.permissions import Sensitivity
from schema.fields import argument, field, kind, words
from schema.money import Money
from schema.names import Member, Tier
from schema.scalars import Points

FINANCIAL = Sensitivity.FINANCIAL
FIRST_DUPLICATES = argument(int, "How many at most; 1 to 100.", 10)

words(
    DuplicateReason,
    "What makes two files look like those of one person.",
    SAME_PHONE="The phone numbers end alike: one has a country code, or a different one.",
    SAME_MAILBOX="The e-mail addresses lead to the same mailbox.",
    SAME_NAME_AND_BIRTHDAY="The name and the day of birth are the same.",
    SIMILAR_NAME_AND_BIRTHDAY="The names have the same letters, and the day of birth is the same.",
    SIMILAR_NAME_AND_ADDRESS="The names have the same letters, and an address is the same.",
)
words(
    MergeOutcome,
    "What becomes of a fact that two files tell differently.",
    TAKEN_OVER="The kept file says nothing, and takes it over.",
    CONFLICT="The kept file says something else, and that stays.",
)
words(
    MovedKind,
    "What moves from one file to another.",
    ORDERS="Orders.",
    COUPON="Coupons.",
    COUPON_REDEMPTION="Uses of coupons.",
    TICKET="Tickets.",
    INTERACTION="Contacts.",
    MEMBER_CARD="Cards.",
    MEMBER_ADDRESS="Addresses.",
    CUSTOMER="Customers on file.",
    REWARD_REDEMPTION="Rewards that were taken.",
    AFTER_SALES_CASE="Cases after sales.",
    CAMPAIGN_PARTICIPATION="Campaigns that the member was chosen for.",
    MEMBER_TAG="Tags.",
    HELD_EFFECT="What waits until the member is back.",
)


@kind("A file that may be of the same person.")
class MemberDuplicate:
    member: Member = field("The other file.")
    member_id: strawberry.ID = field("The id of the other file.")
    score: int = field("How likely it is one person, up to 100.")
    reasons: list[DuplicateReason] = field("What they have in common.")


@kind("Two files that may be of one person.")
class DuplicateMembers:
    member: Member = field("The one file: the older one.")
    other: Member = field("The other file.")
    member_id: strawberry.ID = field("The id of the one file.")
    other_id: strawberry.ID = field("The id of the other file.")
    score: int = field("How likely it is one person, up to 100.")
    reasons: list[DuplicateReason] = field("What they have in common.")


@kind("Something that two files tell differently.")
class MergeDifference:
    kept: str | None = field("What the kept file says; null if it says nothing, or if you may not read it.")
    merged: str | None = field("What the merged file says; null if you may not read it.")
    outcome: MergeOutcome = field("What becomes of it.")
    field: str = field("The field.")


@kind("How many of a kind move.")
class MergeMove:
    kind: MovedKind = field("What moves.")
    count: int = field("How many.")


@kind("What a merge would do. Nothing was changed.")
class MemberMergePreview:
    kept: Member = field("The file that stays.")
    merged: Member = field("The file that is closed.")
    points_available: Points = field("Points that the kept file can spend afterwards.")
    points_pending: Points = field("Points that the kept file has earned and cannot spend yet.")
    growth_value: Points = field("The growth value of the kept file afterwards.")
    stored_value: Money = field("What the kept file has stored afterwards.", FINANCIAL)
    tier: Tier | None = field("The tier of the kept file afterwards.")
    order_count: int = field("The number of orders of the kept file afterwards.", FINANCIAL)
    total_spend: Money = field("What the kept file has spent in all afterwards.", FINANCIAL)
    moved: list[MergeMove] = field("What would move to the kept file.")
    differences: list[MergeDifference] = field("What the two files tell differently.")
