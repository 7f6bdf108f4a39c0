"""How members are looked up, filtered and sorted."""

import strawberry

from rules.members import Gender, MemberStatus, Quadrant
from schema.fields import defaulted, given, operand, required
from schema.filters import (
    AND,
    EQ,
    IN,
    NOT,
    OR,
    BooleanFilter,
    DateFilter,
    DateTimeFilter,
    DecimalFilter,
    IdFilter,
    IntFilter,
    PointsFilter,
    SortDirection,
    StringFilter,
)
from schema.members.words import MemberOrderField
from schema.tiers import TierWhere


@given("The one thing by which a member is looked up.", one_of=True)
class MemberBy:
    id: strawberry.ID | None = operand("The id.")
    member_no: str | None = operand("The member number.")
    phone: str | None = operand("The phone number; spaces and dashes do not matter.")
    email: str | None = operand("The e-mail address.")
    card_no: str | None = operand("The number of one of the cards.")


@given("Conditions on a member's status.")
class MemberStatusFilter:
    eq: MemberStatus | None = operand(EQ)
    in_: list[MemberStatus] | None = operand(IN, "in")


@given("Conditions on gender.")
class GenderFilter:
    eq: Gender | None = operand(EQ)
    in_: list[Gender] | None = operand(IN, "in")


@given("Conditions on the quadrant of purchases × spend.")
class QuadrantFilter:
    eq: Quadrant | None = operand(EQ)
    in_: list[Quadrant] | None = operand(IN, "in")


@given("Conditions on members.")
class MemberWhere:
    and_: list["MemberWhere"] | None = operand(AND, "and")
    or_: list["MemberWhere"] | None = operand(OR, "or")
    not_: "MemberWhere | None" = operand(NOT, "not")
    id: IdFilter | None = operand("The id.")
    member_no: StringFilter | None = operand("The member number.")
    name: StringFilter | None = operand("The name.")
    phone: StringFilter | None = operand("The phone number.")
    email: StringFilter | None = operand("The e-mail address.")
    card_no: StringFilter | None = operand("The number of a card.")
    birthday: DateFilter | None = operand("The day of birth.")
    gender: GenderFilter | None = operand("The gender.")
    status: MemberStatusFilter | None = operand("The status.")
    is_anonymous: BooleanFilter | None = operand("Whether personal data was given.")
    is_archived: BooleanFilter | None = operand("Whether the member was put away.")
    joined_at: DateTimeFilter | None = operand("When the member joined.")
    source: StringFilter | None = operand("The code of the source channel.")
    home_store: StringFilter | None = operand("The code of the home store.")
    tier: TierWhere | None = operand("The tier.")
    growth_value: PointsFilter | None = operand("The growth value.")
    points_available: PointsFilter | None = operand("Points that can be spent.")
    tags: StringFilter | None = operand("The name of a tag.")
    total_spend: DecimalFilter | None = operand("What the member has spent in all.")
    order_count: IntFilter | None = operand("The number of orders.")
    last_order_at: DateTimeFilter | None = operand("When the member last ordered.")
    quadrant: QuadrantFilter | None = operand("The quadrant of purchases × spend.")


@given("Conditions on cards.")
class MemberCardWhere:
    and_: list["MemberCardWhere"] | None = operand(AND, "and")
    or_: list["MemberCardWhere"] | None = operand(OR, "or")
    not_: "MemberCardWhere | None" = operand(NOT, "not")
    card_no: StringFilter | None = operand("The number on the card.")
    is_named: BooleanFilter | None = operand("Whether only its owner may use it.")
    is_secret: BooleanFilter | None = operand("Whether it asks for a PIN.")
    is_active: BooleanFilter | None = operand("Whether it can be used.")
    is_given_out: BooleanFilter | None = operand("Whether it is a member's.")


@given("One step of the order of members.")
class MemberOrder:
    field: MemberOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)
