"""Cases after a sale, and their mutations."""

import strawberry

from rules.after_sales import AfterSalesKind, AfterSalesStatus
from rules.permissions import Sensitivity
from schema.arguments import KEY, WHY
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, StringFilter
from schema.money import Money
from schema.names import Member
from schema.orders import Order, OrderLine, OrderReturn
from schema.orders_changing import ReturnLineInput
from schema.paging import Node
from schema.scalars import DateTime, Decimal

words(
    AfterSalesKind,
    "What is asked for after a sale.",
    RETURN="Goods come back for money.",
    REFUND_ONLY="Money comes back, the goods stay.",
    EXCHANGE="Goods come back for others, which are a new order.",
)
words(
    AfterSalesStatus,
    "How far a case after a sale is.",
    REQUESTED="Asked for.",
    APPROVED="Granted; the goods are awaited.",
    REFUSED="Not granted.",
    RECEIVED="The goods are back.",
    REFUNDED="The money is given back.",
    WITHDRAWN="Not wanted any more.",
)


@kind("One product of a case.")
class AfterSalesLine:
    line: OrderLine = field("The line of the order.")
    quantity: Decimal = field("How much of it.")


@kind("What a member asks for after a sale, from the request to the money.")
class AfterSalesCase(Node):
    number: str = field("The case's number.")
    kind: AfterSalesKind = field("What is asked for.")
    status: AfterSalesStatus = field("How far it is.")
    order: Order | None = field("The order.")
    member: Member | None = field("Whose order it is.")
    reason: str = field("Why.")
    decision: str = field("What was said to it.")
    lines: list[AfterSalesLine] = field("What comes back.")
    requested_amount: Money = field("The money that is asked for.")
    refunded_amount: Money | None = field("The money that was given back.")
    order_return: OrderReturn | None = field("The return that it became.")
    requested_by: str = field("Who noted the request.", Sensitivity.INTERNAL)
    decided_by: str | None = field("Who decided.", Sensitivity.INTERNAL)
    requested_at: DateTime = field("When it was asked for.")
    decided_at: DateTime | None = field("When it was decided.")
    received_at: DateTime | None = field("When the goods came back.")
    refunded_at: DateTime | None = field("When the money was given back.")
    version: int = field("Counts the changes of the case.")


@given("Conditions on the status of a case.")
class AfterSalesStatusFilter:
    eq: AfterSalesStatus | None = operand(EQ)
    in_: list[AfterSalesStatus] | None = operand(IN, "in")


@given("Conditions on cases after a sale.")
class AfterSalesCaseWhere:
    and_: list["AfterSalesCaseWhere"] | None = operand(AND, "and")
    or_: list["AfterSalesCaseWhere"] | None = operand(OR, "or")
    not_: "AfterSalesCaseWhere | None" = operand(NOT, "not")
    number: StringFilter | None = operand("The number.")
    status: AfterSalesStatusFilter | None = operand("The status.")
    requested_at: DateTimeFilter | None = operand("When it was asked for.")


@kind("What a step of a case did.")
class AfterSalesPayload:
    case: AfterSalesCase | None = field("The case; null if nothing was changed.")
    order: Order | None = field("The order; null if nothing was changed.")
    member: Member | None = field("Whose order it is; null without one, or if nothing was changed.")
    user_errors: list[UserError] = user_errors()


CASE = argument(strawberry.ID, "The case.")
NOTE = argument(str, "What is said to it; 1 to 500 characters.")


@kind("Changes of cases after a sale.")
class AfterSalesMutations:
    after_sales_request: AfterSalesPayload = field(
        "Notes what a member asks for after a sale, within the days for returns.",
        arguments={
            "order_number": argument(str, "The order's number."),
            "kind": argument(AfterSalesKind, "What is asked for."),
            "lines": argument(list[ReturnLineInput] | None, "What comes back; needed unless only money does."),
            "amount": argument(Decimal | None, "How much money, if no goods come back."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
    after_sales_approve: AfterSalesPayload = field("Grants a request.", arguments={"id": CASE, "note": NOTE})
    after_sales_refuse: AfterSalesPayload = field("Refuses a request.", arguments={"id": CASE, "note": NOTE})
    after_sales_withdraw: AfterSalesPayload = field(
        "Ends a case that is not wanted any more.", arguments={"id": CASE, "note": NOTE}
    )
    after_sales_receive: AfterSalesPayload = field("Notes that the goods are back.", arguments={"id": CASE})
    after_sales_refund: AfterSalesPayload = field(
        "Gives the money back; goods are taken back in the books, with points, growth value and coupons.",
        arguments={"id": CASE, "idempotency_key": KEY},
    )
