"""Coupon templates and coupons."""

from enum import StrEnum

import strawberry

from rules.coupons import CouponKind, CouponStatus
from rules.permissions import Sensitivity
from schema.errors import UserError, user_errors
from schema.fields import defaulted, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, BooleanFilter, DateTimeFilter, SortDirection, StringFilter
from schema.names import AuditEvent, Campaign, ChangeSet, Member, MemberWhere, Order, Product
from schema.paging import Connection, Node, page
from schema.scalars import JSON, DateTime, Decimal


class CouponOrderField(StrEnum):
    ISSUED_AT = "ISSUED_AT"
    VALID_UNTIL = "VALID_UNTIL"
    CODE = "CODE"


class CouponTemplateOrderField(StrEnum):
    CREATED_AT = "CREATED_AT"
    CODE = "CODE"


words(
    CouponKind,
    "What a coupon gives.",
    AMOUNT_OFF="An amount off the price.",
    PERCENT_OFF="A percentage off the price.",
    GIFT="Something for free.",
    EXCHANGE="Something in exchange for the coupon.",
    FREE_SHIPPING="Delivery for free.",
)
words(
    CouponStatus,
    "Where a coupon is in its life.",
    ISSUED="Ready to use.",
    RESERVED="Set aside for an order that is not yet final.",
    REDEEMED="Used.",
    EXPIRED="Its time ran out.",
    REVOKED="Taken back.",
)
words(
    CouponOrderField,
    "What coupons can be sorted by.",
    ISSUED_AT="When they were issued.",
    VALID_UNTIL="When they run out; those that never do come last.",
    CODE="Their code.",
)
words(
    CouponTemplateOrderField,
    "What coupon templates can be sorted by.",
    CREATED_AT="When they were made.",
    CODE="Their code.",
)


@kind("What coupons are made from.")
class CouponTemplate(Node):
    code: str = field("The template's code.")
    name: str = field("What members read.")
    kind: CouponKind = field("What the coupons give.")
    value: Decimal | None = field("The amount (major units) or percentage; null if it is not known or not needed.")
    discount_cap: Decimal | None = field("The most that a percentage can take off.")
    min_spend: Decimal | None = field("The spend that the coupon asks for.")
    total_limit: int | None = field("How many can be issued; null is any number.")
    per_member_limit: int | None = field("How many one member can have, or use if they are nobody's; null is any.")
    issued_count: int = field("How many were issued.")
    redeemed_count: int = field("How many were used.")
    valid_from: DateTime | None = field("When coupons begin to be valid.")
    valid_until: DateTime | None = field("When coupons cease to be valid.")
    valid_days: int | None = field("How long a coupon is valid from its issue on.")
    is_stackable: bool = field("Whether it goes together with other coupons.")
    stacking_group: str | None = field("Of coupons with the same group an order takes one.")
    conditions: JSON = field("Where, when and for whom it is good, as data.")
    gift_product: Product | None = field("What a gift coupon gives.")
    exchange_price: Decimal | None = field("What one of the products costs with an exchange coupon.")
    returns_with_order: bool = field("Whether the coupon comes back when its order is returned or cancelled.")
    is_active: bool = field("Whether coupons can be issued from it.")
    version: int = field("Counts the edits.")
    created_at: DateTime = field("When the template was made.")
    products: Connection[Product] = field("The products it is good for; none means all.", arguments=page())


@kind("A coupon: the right to use its template once.")
class Coupon(Node):
    code: str = field("What the member shows at the till.")
    status: CouponStatus = field("Where it is in its life.")
    template: CouponTemplate = field("What it was made from.")
    member: Member | None = field("Whose it is; null if whoever shows it may use it.")
    campaign: Campaign | None = field("The campaign that issued it.")
    issued_at: DateTime = field("When it was issued.")
    valid_from: DateTime | None = field("When it begins to be valid.")
    valid_until: DateTime | None = field("When it ceases to be valid.")
    redeemed_at: DateTime | None = field("When it was used.")
    order: Order | None = field("The order that it was used in.")
    reserved_for: str | None = field("The cart or order that it is set aside for.")
    reserved_until: DateTime | None = field("When the reservation ends by itself.")
    audit_events: Connection[AuditEvent] = field(
        "What was done to the coupon, newest first.", Sensitivity.INTERNAL, arguments=page()
    )


@kind("What became of a change of a coupon template.")
class CouponTemplatePayload:
    template: CouponTemplate | None = field("The template; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a change of a coupon.")
class CouponPayload:
    coupon: Coupon | None = field("The coupon; null if nothing was changed.")
    template: CouponTemplate | None = field("What it was made from; null if nothing was changed.")
    member: Member | None = field("Whose it is; null if it is nobody's, or if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back, where that can be done.")
    user_errors: list[UserError] = user_errors()


@given("Conditions on a coupon's status.")
class CouponStatusFilter:
    eq: CouponStatus | None = operand(EQ)
    in_: list[CouponStatus] | None = operand(IN, "in")


@given("Conditions on what a coupon gives.")
class CouponKindFilter:
    eq: CouponKind | None = operand(EQ)
    in_: list[CouponKind] | None = operand(IN, "in")


@given("Conditions on coupons.")
class CouponWhere:
    and_: list["CouponWhere"] | None = operand(AND, "and")
    or_: list["CouponWhere"] | None = operand(OR, "or")
    not_: "CouponWhere | None" = operand(NOT, "not")
    code: StringFilter | None = operand("The code.")
    status: CouponStatusFilter | None = operand("The status.")
    template: StringFilter | None = operand("The code of the template.")
    campaign: StringFilter | None = operand("The code of the campaign.")
    member: MemberWhere | None = operand("Whose it is.")
    issued_at: DateTimeFilter | None = operand("When it was issued.")
    valid_until: DateTimeFilter | None = operand("When it ceases to be valid.")
    redeemed_at: DateTimeFilter | None = operand("When it was used.")


@given("Conditions on coupon templates.")
class CouponTemplateWhere:
    and_: list["CouponTemplateWhere"] | None = operand(AND, "and")
    or_: list["CouponTemplateWhere"] | None = operand(OR, "or")
    not_: "CouponTemplateWhere | None" = operand(NOT, "not")
    code: StringFilter | None = operand("The code.")
    name: StringFilter | None = operand("The name.")
    kind: CouponKindFilter | None = operand("What the coupons give.")
    is_active: BooleanFilter | None = operand("Whether coupons can be issued from it.")


@given("The one thing by which a coupon is looked up.", one_of=True)
class CouponBy:
    id: strawberry.ID | None = operand("The id.")
    code: str | None = operand("The code.")


@given("One step of the order of coupons.")
class CouponOrder:
    field: CouponOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)


@given("One step of the order of coupon templates.")
class CouponTemplateOrder:
    field: CouponTemplateOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)
