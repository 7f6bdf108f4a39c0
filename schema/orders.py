"""Orders."""

from enum import StrEnum

from resolvers.planner import masks
from rules.orders import OrderStatus
from rules.permissions import Sensitivity
from schema.fields import defaulted, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, DecimalFilter, SortDirection, StringFilter
from schema.money import Money
from schema.names import AfterSalesCase, AuditEvent, Member, MemberWhere, Product, Store
from schema.paging import Connection, Node, page
from schema.scalars import DateTime, Decimal, Points


class OrderOrderField(StrEnum):
    AT = "AT"
    TOTAL = "TOTAL"
    NUMBER = "NUMBER"


words(
    OrderStatus,
    "Where an order is in its life.",
    OPEN="Not yet paid or delivered.",
    COMPLETED="Paid and delivered.",
    PARTLY_RETURNED="Some of it came back.",
    RETURNED="All of it came back.",
    CANCELLED="It was called off.",
)
words(
    OrderOrderField,
    "What orders can be sorted by.",
    AT="When they were placed.",
    TOTAL="Their total.",
    NUMBER="Their number.",
)


@kind("One product of an order.")
class OrderLine:
    position: int = field("The place of the line in the order, from 1.")
    product_code: str = field("The code of the product.")
    product: Product | None = field("The product.")
    quantity: Decimal = field("How much was bought.")
    returned_quantity: Decimal = field("How much of it came back.")
    unit_price: Money = field("The regular price of one, rounded to the currency's smallest unit.")
    discount: Money = field("Taken off the line, whoever pays for it.")
    reimbursed: Money = field("The part of the discount that somebody else pays to the store.")
    total: Money = field("What the store receives for the line.")


@kind("One thing a rule did, with the rule that did it.")
class Effect:
    kind: str = field("DISCOUNT, POINTS, GROWTH, COUPON, GIFT, SHIPPING or PAYMENT.")
    source_kind: str = field("What sort of rule: PRICE, TIER, COUPON, CAMPAIGN, EARNING_RULE or POINTS.")
    source_code: str = field("The code of the rule.")
    amount: Decimal | None = field("Money taken off, in major units.")
    points: Points | None = field("Points given.")
    message: str = field("The same in words.")


@kind("Part of an order that came back.")
class OrderReturn(Node):
    number: str = field("The number of the return.")
    reason: str = field("Why.")
    actor: str = field("Who recorded it.", Sensitivity.INTERNAL)
    amount: Money = field("What was paid back.")
    at: DateTime = field("When.")


@kind("A purchase. total = subtotal - discountTotal + reimbursed.")
class Order(Node):
    number: str = field("The order's number.")
    status: OrderStatus = field("Where it is in its life.")
    member: Member | None = field("Who bought.")
    store: Store | None = field("Where.")
    at: DateTime = field("When.")
    lines: list[OrderLine] = field("What was bought.")
    subtotal: Money = field("At regular prices.")
    discount_total: Money = field("Taken off, whoever pays for it.")
    reimbursed: Money = field("The part of the discount that somebody else (a manufacturer) pays to the store.")
    total: Money = field("What the store receives.")
    points_earned: Points = field("Points it earned.")
    points_spent: Points = field("Points that were spent in it.")
    receiver: str | None = field("Who receives it.", Sensitivity.CONTACT, mask=masks.of_name)
    effects: list[Effect] = field("What rules did to it.")
    returns: list[OrderReturn] = field("What came back.")
    after_sales: list[AfterSalesCase] = field("What was asked for after the sale.")
    payable: Money = field("What was to be paid in money: the total less what points paid.")
    points_value: Money = field("What its points paid.")
    paid_by_wallet: Money = field("What stored value paid.")
    returned_total: Money = field("What came back of the total.")
    growth_earned: Points = field("Growth value it earned.")
    external_reference: str | None = field("What another system calls this order.", Sensitivity.INTERNAL)
    audit_events: Connection[AuditEvent] = field(
        "What was done to the order, newest first.", Sensitivity.INTERNAL, arguments=page()
    )


@given("Conditions on an order's status.")
class OrderStatusFilter:
    eq: OrderStatus | None = operand(EQ)
    in_: list[OrderStatus] | None = operand(IN, "in")


@given("Conditions on orders.")
class OrderWhere:
    and_: list["OrderWhere"] | None = operand(AND, "and")
    or_: list["OrderWhere"] | None = operand(OR, "or")
    not_: "OrderWhere | None" = operand(NOT, "not")
    number: StringFilter | None = operand("The number.")
    status: OrderStatusFilter | None = operand("The status.")
    at: DateTimeFilter | None = operand("When it was placed.")
    total: DecimalFilter | None = operand("The total.")
    store: StringFilter | None = operand("The code of the store.")
    product_code: StringFilter | None = operand("The code of a product in it.")
    member: MemberWhere | None = operand("Who bought.")


@given("One step of the order of orders.")
class OrderOrder:
    field: OrderOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)
