"""Mutations of customers on file, and of the policies by which they become members."""

from rules.joining import JoiningTrigger
from schema.arguments import VERSION
from schema.fields import argument, field, given, kind, operand, required
from schema.joining import CustomerAdmitPayload, CustomerPayload, JoiningPolicyPayload
from schema.scalars import JSON, DateTime, Decimal


@given("A customer on file. What is not given stays as it is; null empties it.")
class CustomerSaveInput:
    reference: str = required("What the person is called at the till; a new one makes a new customer.")
    name: str | None = operand("The customer's name.")
    phone: str | None = operand("Phone number with country code.")
    email: str | None = operand("E-mail address.")


@given("Amounts, and the tier that they give.")
class JoiningLevelInput:
    least: Decimal = required("From this amount on.")
    most: Decimal | None = operand("Below this amount; null is without end.")
    tier_code: str = required("The tier in which somebody joins.")


@given("A policy of joining. What is not given stays as it is.")
class JoiningPolicySaveInput:
    code: str = required("The policy's code; a new one makes a new policy.")
    name: str = required("What staff call it.")
    trigger: JoiningTrigger = required("What opens the membership.")
    period_days: int | None = operand("Within how many days orders are added together; 1 to 3,660.")
    fee: Decimal | None = operand("What the membership costs.")
    conditions: JSON | None = operand("Where, when and what has to be bought: see the documentation of conditions.")
    levels: list[JoiningLevelInput] | None = operand("Which amounts give which tier; they must not overlap.")
    valid_from: DateTime | None = operand("When it begins to apply.")
    valid_until: DateTime | None = operand("When it ends.")
    is_active: bool | None = operand("Whether it is in force.")


@kind("Changes of customers and of how they become members.")
class JoiningMutations:
    customer_save: CustomerPayload = field(
        "Puts a customer on file, or changes what is known of one.",
        arguments={"input": argument(CustomerSaveInput, "The customer."), "expected_version": VERSION},
    )
    customer_admit: CustomerAdmitPayload = field(
        "Makes a member of a customer whom a policy of joining would take, in the tier that the policy gives.",
        arguments={"reference": argument(str, "The customer's reference.")},
    )
    joining_policy_save: JoiningPolicyPayload = field(
        "Makes or changes a policy of joining. It counts from the next order of a customer on.",
        arguments={"input": argument(JoiningPolicySaveInput, "The policy."), "expected_version": VERSION},
    )
