"""Mutations of orders."""

from schema.arguments import KEY, WHY
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.members.file import Member
from schema.orders import Order, OrderReturn
from schema.quotes import CartInput
from schema.scalars import Decimal


@given("An order as it happened.")
class OrderRecordInput:
    number: str = required("The order's number; each is recorded once.")
    cart: CartInput = required("What was bought. Its `at` is when; rules of that moment count.")
    pay_with_wallet: Decimal | None = operand("How much of it is paid with stored value.")
    pin: str | None = operand("The member's PIN, for points or stored value that are spent.")
    holder_confirmed: bool | None = operand(
        "True if somebody has seen that who shows a named card is its member; the PIN says so too. Needed only where"
        " points, coupons or stored value are used."
    )
    expected_payable: Decimal | None = operand("What the buyer was told to pay; refused if the rules say another.")
    customer_reference: str | None = operand("Who bought, by the reference of a customer on file.")
    receiver: str | None = operand("Who receives it.")
    external_reference: str | None = operand("What another system calls this order.")


@given("A product that comes back.")
class ReturnLineInput:
    product_code: str = required("The code of the product.")
    quantity: Decimal = required("How much of it comes back; above 0.")


@kind("What an order did.")
class OrderPayload:
    order: Order | None = field("The order; null if nothing was changed.")
    member: Member | None = field("Whose order it is; null without one, or if nothing was changed.")
    order_return: OrderReturn | None = field("The return; null if nothing came back.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of orders.")
class OrderMutations:
    order_record: OrderPayload = field(
        "Records a purchase with every consequence: prices, discounts, coupons, points, stored value, tier.",
        arguments={"input": argument(OrderRecordInput, "The order."), "idempotency_key": KEY},
    )
    order_return: OrderPayload = field(
        "Takes goods back: money, points, growth value and coupons end as if only the rest had been bought.",
        arguments={
            "number": argument(str, "The order's number."),
            "lines": argument(list[ReturnLineInput], "What comes back."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
    order_cancel: OrderPayload = field(
        "Calls a whole order off, as if it had never been; what came back before stays.",
        arguments={"number": argument(str, "The order's number."), "reason": WHY, "idempotency_key": KEY},
    )
