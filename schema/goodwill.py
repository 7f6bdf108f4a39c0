"""Goodwill: what people may give away, and what they have given."""

import strawberry

from rules.goodwill import GoodwillAsset, GoodwillPeriod
from schema.arguments import VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.paging import Node
from schema.scalars import Date, Decimal
from schema.staff import Role, Staff

words(
    GoodwillAsset,
    "What is given away.",
    POINTS="Points.",
    COUPONS="Coupons, counted.",
    MONEY="Stored value.",
)
words(GoodwillPeriod, "How long a budget lasts.", DAY="A day.", MONTH="A calendar month.")


@kind("What was given away in one period.")
class GoodwillSpending:
    holder: Staff | None = field("Who gave it; null if the budget is shared.")
    begins_on: Date = field("The first day of the period.")
    spent: Decimal = field("What was given within the budget.")
    beyond: Decimal = field("What was given beyond it, with another person's approval.")


@kind("How much a role, or a person, may give away.")
class GoodwillBudget(Node):
    code: str = field("The budget's code.")
    name: str = field("What staff call it.")
    role: Role | None = field("Whose people it is for; null if it is one person's.")
    staff: Staff | None = field("Whose it is; null if it is a role's.")
    asset: GoodwillAsset = field("What is given away.")
    period: GoodwillPeriod = field("How long it lasts.")
    amount: Decimal = field("The most in a period.")
    per_action: Decimal | None = field("The most at once; null without such a limit.")
    is_shared: bool = field("True if all who have the role draw on one sum; else each has that much.")
    is_active: bool = field("False if it holds nobody.")
    spendings: list[GoodwillSpending] = field("What was given, the newest period first, 100 at most.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("What the caller may still give away of something.")
class GoodwillLeft:
    asset: GoodwillAsset = field("What is given away.")
    period: GoodwillPeriod = field("How long the budget lasts.")
    amount: Decimal = field("The most in a period.")
    spent: Decimal = field("What was given in this one.")
    remaining: Decimal = field("What is left of it.")
    per_action: Decimal | None = field("The most at once; null without such a limit.")


@given("A goodwill budget. What is not given stays as it is; null empties it.")
class GoodwillBudgetSaveInput:
    code: str = required("The budget's code; a new one makes a new budget.")
    name: str = required("What staff call it.")
    role_code: str | None = operand("Whose people it is for.")
    staff_id: strawberry.ID | None = operand("Whose it is, if it is one person's.")
    asset: GoodwillAsset = required("What is given away.")
    period: GoodwillPeriod | None = operand("How long it lasts; DAY at first.")
    amount: Decimal = required("The most in a period.")
    per_action: Decimal | None = operand("The most at once.")
    is_shared: bool | None = operand("Whether all who have the role draw on one sum.")
    is_active: bool | None = operand("Whether it holds.")


@kind("What became of a goodwill budget.")
class GoodwillBudgetPayload:
    budget: GoodwillBudget | None = field("The budget; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


IS_GOODWILL = argument(
    bool | None, "True if it is a gift and no correction: then it is taken from the giver's goodwill budget."
)


@kind("Changes of goodwill budgets.")
class GoodwillMutations:
    goodwill_budget_save: GoodwillBudgetPayload = field(
        "Makes or changes a goodwill budget. It holds from the next gift on.",
        arguments={"input": argument(GoodwillBudgetSaveInput, "The budget."), "expected_version": VERSION},
    )


@kind("Questions about goodwill.")
class GoodwillQueries:
    goodwill_budgets: list[GoodwillBudget] = field("All goodwill budgets, by code.")
    goodwill_budget: GoodwillBudget | None = field(
        "One goodwill budget.", arguments={"code": argument(str, "The code.")}
    )
    goodwill_mine: list[GoodwillLeft] = field("What the caller may still give away.")
