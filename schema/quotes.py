"""What a cart would cost and earn."""

from rules.refusals import ErrorCode
from schema.fields import field, given, kind, operand, required
from schema.members.finding import MemberBy
from schema.money import Money
from schema.orders import Effect, OrderLine
from schema.scalars import DateTime, Decimal, Points


@given("One line of a cart.")
class CartLineInput:
    product_code: str = required("The code of the product. One that is not known needs a `unitPrice`.")
    quantity: Decimal = required("How much; above 0, with at most 3 decimals.")
    unit_price: Decimal | None = operand("The price of one, if the till knows it; else the prices of the day decide.")
    discount: Decimal | None = operand("Money the till took off the whole line already; rules start from the rest.")
    reimbursed: Decimal | None = operand(
        "The part of `discount` that a manufacturer pays to the store: it counts as spend, but earns nothing."
    )
    category_code: str | None = operand("The code of the category, for a product that is not known.")


@given("What somebody wants to buy.")
class CartInput:
    member: MemberBy | None = operand("Who buys; nobody earns without it.")
    store_code: str | None = operand("Where.")
    lines: list[CartLineInput] = required("What; 1 to 500 lines.")
    coupon_codes: list[str] | None = operand("Codes of coupons; at most 20.")
    points_to_spend: Points | None = operand("Points to pay with, as far as the program allows it.")
    at: DateTime | None = operand("The moment whose rules count; now unless given.")


@kind("One thing that did not apply, with the first condition that failed and what would have to change.")
class Rejection:
    source_kind: str = field("What sort of rule: CAMPAIGN, COUPON, EARNING_RULE or POINTS.")
    source_code: str = field("The code of the rule, or of the coupon.")
    code: ErrorCode = field("What kind of condition failed.")
    message: str = field("Which one, and what would have to change.")


@kind("What a cart would cost and earn. Asking changes nothing; `orderRecord` commits it.")
class Quote:
    subtotal: Money = field("At regular prices.")
    discount_total: Money = field("Taken off.")
    total: Money = field("What the store receives.")
    payable: Money = field("What is left to pay in money when the points are spent.")
    points_to_earn: Points = field("Points that it earns.")
    growth_to_earn: Points = field("Growth value that it earns.")
    points_spent: Points = field("Points that it takes.")
    lines: list[OrderLine] = field("The lines with their prices and shares of the discounts.")
    effects: list[Effect] = field("Everything that rules do to it.")
    rejections: list[Rejection] = field("Everything that does not apply, and why.")
