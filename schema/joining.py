"""Customers on file, and the policies by which they become members."""

from resolvers.planner import masks
from rules.joining import JoiningTrigger
from rules.permissions import Sensitivity
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import field, given, kind, operand, words
from schema.filters import AND, NOT, OR, BooleanFilter, DateTimeFilter, StringFilter
from schema.money import Money
from schema.names import Member, Order, Tier
from schema.paging import Connection, Node, page
from schema.scalars import JSON, DateTime

CONTACT = Sensitivity.CONTACT

words(
    JoiningTrigger,
    "What opens the membership.",
    SPEND_ONCE="One order of an amount.",
    SPEND_CUMULATIVE="Orders of a period that come to an amount together.",
    FEE="An order with the product by which the fee is paid.",
)


@kind("A person on file who buys, whether a member or not yet.")
class Customer(Node):
    reference: str = field("What the person is called at the till: the number of a card, of an account.")
    name: str | None = field("The customer's name.", CONTACT, mask=masks.of_name)
    phone: str | None = field("Phone number with country code.", CONTACT, mask=masks.of_phone)
    email: str | None = field("E-mail address, in lower case.", CONTACT, mask=masks.of_email)
    member: Member | None = field("The member that the customer became.")
    orders: Connection[Order] = field("What the customer bought by this reference, newest first.", arguments=page())
    created_at: DateTime = field("Since when the customer is on file.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@given("Conditions on customers.")
class CustomerWhere:
    and_: list["CustomerWhere"] | None = operand(AND, "and")
    or_: list["CustomerWhere"] | None = operand(OR, "or")
    not_: "CustomerWhere | None" = operand(NOT, "not")
    reference: StringFilter | None = operand("The reference.")
    name: StringFilter | None = operand("The name.")
    phone: StringFilter | None = operand("The phone number; spaces and dashes do not matter.")
    email: StringFilter | None = operand("The e-mail address.")
    has_joined: BooleanFilter | None = operand("Whether the customer is a member.")
    created_at: DateTimeFilter | None = operand("Since when the customer is on file.")


@kind("Amounts, and the tier that they give.")
class JoiningLevel:
    least: Money = field("From this amount on.")
    most: Money | None = field("Below this amount; null is without end.")
    tier_code: str = field("The code of the tier in which somebody joins.")
    tier_name: str = field("The name of the tier in which somebody joins.")


@kind("Which customers become members by buying, and in which tier.")
class JoiningPolicy(Node):
    code: str = field("The policy's code.")
    name: str = field("What staff call it.")
    trigger: JoiningTrigger = field("What opens the membership.")
    period_days: int | None = field("Within how many days orders are added together.")
    fee: Money | None = field("What the membership costs.")
    conditions: JSON = field("Where, when and what has to be bought: see the documentation of conditions.")
    levels: list[JoiningLevel] = field("Which amounts give which tier, the lowest first.")
    valid_from: DateTime | None = field("When it begins to apply.")
    valid_until: DateTime | None = field("When it ends.")
    is_active: bool = field("False if it is switched off.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("A customer whom a policy of joining would take.")
class EligibleCustomer:
    customer: Customer = field("The customer.")
    reference: str = field("What the person is called at the till.")
    policy: JoiningPolicy | None = field("The policy that would take the customer.")
    tier: Tier | None = field("The tier in which the customer would begin; null if the rules of the tiers say.")
    last_bought_at: DateTime = field("When the customer bought last.")


@kind("What became of a customer who was let in.")
class CustomerAdmitPayload:
    member: Member | None = field("The new member; null if nothing was changed.")
    customer: Customer | None = field("The customer; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a customer.")
class CustomerPayload:
    customer: Customer | None = field("The customer; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a policy of joining.")
class JoiningPolicyPayload:
    policy: JoiningPolicy | None = field("The policy; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()
