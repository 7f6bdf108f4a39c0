"""Segments and campaigns."""

from enum import StrEnum

import strawberry

from rules.campaigns import CampaignKind, CampaignStatus
from rules.permissions import Sensitivity
from schema.campaign_terms import CampaignTerms
from schema.fields import defaulted, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, SortDirection, StringFilter
from schema.money import Money
from schema.names import Member
from schema.paging import Connection, Count, Node, page
from schema.scalars import JSON, DateTime, Decimal

INTERNAL, FINANCIAL = Sensitivity.INTERNAL, Sensitivity.FINANCIAL


class CampaignOrderField(StrEnum):
    STARTS_AT = "STARTS_AT"
    CODE = "CODE"


words(
    CampaignKind,
    "How a campaign works.",
    COUPON_GIVEAWAY="Coupons are given out.",
    SPEND_AND_SAVE="Spending an amount saves another.",
    LIMITED_DISCOUNT="Prices are lower for a time.",
    GROUP_BUY="Buying together is cheaper.",
    CHECK_IN="Coming back day after day is rewarded.",
    REFERRAL="Bringing somebody is rewarded.",
    POINTS_MULTIPLIER="Orders earn more points.",
    BIRTHDAY="Birthdays are celebrated.",
    INVITATION="Members are invited one by one.",
)
words(
    CampaignStatus,
    "Where a campaign is in its life.",
    DRAFT="Being written.",
    IN_REVIEW="Waiting for somebody's yes.",
    SCHEDULED="Will start by itself.",
    RUNNING="In force.",
    PAUSED="Stopped for now.",
    ENDED="Over.",
)
words(
    CampaignOrderField,
    "What campaigns can be sorted by.",
    STARTS_AT="When they start; those without a start come last.",
    CODE="Their code.",
)


@kind("A named group of members, as a filter: it has whoever meets it at the moment.")
class Segment(Node):
    code: str = field("The segment's code.")
    name: str = field("The segment's name.")
    where: JSON = field("The filter, in the form of MemberWhere.")
    member_count: Count = field("How many members meet it now.", about="Member")
    version: int = field("Counts edits.", Sensitivity.INTERNAL)


@kind("What came of a campaign.")
class CampaignReport:
    targeted: int = field("Members it was meant for; of one for everybody those whom it did something for.")
    reached: int = field("Of those, members who were told.")
    participants: int = field("Of those, members who took part.")
    conversions: int = field("Members who used one of its coupons or bought because of it.")
    sales: Money = field("What was bought by its coupons, discounts or points, without what came back.")
    cost: Money = field("What it cost so far.")
    return_on_investment: Decimal | None = field("(sales - cost) / cost; null without cost.")
    control_conversions: int = field("Members of the control group who bought.")
    control_size: int = field("Members who were left alone for comparison.")


@kind("An offer to a group of members for a time.")
class Campaign(Node):
    code: str = field("The campaign's code.")
    name: str = field("What members read.")
    kind: CampaignKind = field("How it works.")
    status: CampaignStatus = field("Where it is in its life.")
    starts_at: DateTime | None = field("When it starts.")
    ends_at: DateTime | None = field("When it ends.")
    budget: Decimal | None = field("The most it may cost; null is no limit.", FINANCIAL)
    spent: Decimal = field("What it cost so far.", FINANCIAL)
    audience: Segment | None = field("Whom it is for; null is everybody, or a list of its own.", INTERNAL)
    rules: JSON = field("How it works in detail.", INTERNAL)
    terms: CampaignTerms = field("Its rules, taken apart: what it gives, and when.", INTERNAL)
    control_percent: int = field("The percentage of members who are left alone for comparison.", INTERNAL)
    version: int = field("Counts the edits; send it back as expectedVersion.")
    report: CampaignReport = field("What came of it.", FINANCIAL)
    participations: "Connection[CampaignParticipation]" = field(
        "The members it was meant for.", INTERNAL, about="Member", arguments=page()
    )


@kind("A member in a campaign.")
class CampaignParticipation(Node):
    campaign: Campaign | None = field("The campaign; null if it is not published.")
    member: Member | None = field("The member.")
    is_control: bool = field("True if the member was left alone for comparison.", INTERNAL)
    targeted_at: DateTime = field("When the member was chosen.")
    reached_at: DateTime | None = field("When the member was told.")
    participated_at: DateTime | None = field("When the member took part.")
    converted_at: DateTime | None = field("When the member first used a coupon of it, or bought because of it.")


@given("Conditions on a campaign's status.")
class CampaignStatusFilter:
    eq: CampaignStatus | None = operand(EQ)
    in_: list[CampaignStatus] | None = operand(IN, "in")


@given("Conditions on how a campaign works.")
class CampaignKindFilter:
    eq: CampaignKind | None = operand(EQ)
    in_: list[CampaignKind] | None = operand(IN, "in")


@given("Conditions on campaigns.")
class CampaignWhere:
    and_: list["CampaignWhere"] | None = operand(AND, "and")
    or_: list["CampaignWhere"] | None = operand(OR, "or")
    not_: "CampaignWhere | None" = operand(NOT, "not")
    code: StringFilter | None = operand("The code.")
    name: StringFilter | None = operand("The name.")
    kind: CampaignKindFilter | None = operand("How it works.")
    status: CampaignStatusFilter | None = operand("The status.")
    starts_at: DateTimeFilter | None = operand("When it starts.")
    ends_at: DateTimeFilter | None = operand("When it ends.")


@given("The one thing by which a campaign is looked up.", one_of=True)
class CampaignBy:
    id: strawberry.ID | None = operand("The id.")
    code: str | None = operand("The code.")


@given("One step of the order of campaigns.")
class CampaignOrder:
    field: CampaignOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)
