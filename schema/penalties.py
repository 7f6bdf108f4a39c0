"""What members lose for breaking the program's terms."""

from rules.penalties import PenaltyTrigger
from rules.permissions import Sensitivity
from schema.arguments import KEY, VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.filters import AND, NOT, OR, DateTimeFilter, StringFilter
from schema.members.finding import MemberBy
from schema.names import ChangeSet, Member, RuleVersion
from schema.paging import Connection, Node, root_page
from schema.scalars import DateTime, Points

INTERNAL = Sensitivity.INTERNAL

words(
    PenaltyTrigger,
    "Who imposes a penalty.",
    BY_HAND="Staff, with a reason.",
    RETURNS="The night, on members who gave goods back so many times within the days.",
    INACTIVE="The night, on members who bought nothing within the days.",
)


@kind("What breaking the program's terms costs, by level.")
class PenaltyRule(Node):
    code: str = field("The rule's code.")
    name: str = field("What members read in their entries.")
    trigger: PenaltyTrigger = field("Who imposes it.")
    tiers: list[str] = field("Codes of the tiers that it speaks of; empty for all members.")
    points: Points = field("How many points it takes, or as many as there are.")
    growth: Points = field("How much growth value it takes, or as much as there is; the tier is looked at afterwards.")
    freezes: bool = field("True if the membership is frozen.")
    returns: int | None = field("From how many returns on, for a rule about returns.")
    days: int | None = field("The period that the night looks at.")
    once_in_days: int = field("It hits a member once in so many days.")
    is_active: bool = field("False if it is switched off.")
    version: int = field("Counts the edits; send it back as expectedVersion.", INTERNAL)
    versions: list[RuleVersion] = field("What it said and since when, newest first.", INTERNAL)


@kind("A penalty that was imposed.")
class Penalty(Node):
    member: Member | None = field("On whom.")
    rule: PenaltyRule | None = field("By which rule.")
    points: Points = field("How many points were taken.")
    growth: Points = field("How much growth value was taken.")
    is_freezing: bool = field("True if the membership was frozen by it.")
    reason: str = field("Why; members read it beside the points.")
    actor: str = field("Who imposed it.", INTERNAL)
    at: DateTime = field("When.")
    lifted_at: DateTime | None = field("When it was taken back; null if it was not.")


@given("Conditions on penalties.")
class PenaltyWhere:
    and_: list["PenaltyWhere"] | None = operand(AND, "and")
    or_: list["PenaltyWhere"] | None = operand(OR, "or")
    not_: "PenaltyWhere | None" = operand(NOT, "not")
    rule: StringFilter | None = operand("The code of the rule.")
    at: DateTimeFilter | None = operand("When it was imposed.")
    actor: StringFilter | None = operand("Who imposed it.")


@given("A rule of penalties. What is not given stays as it is; null empties it.")
class PenaltyRuleSaveInput:
    code: str = required("The rule's code; a new one makes a new rule.")
    name: str = required("What members read in their entries.")
    trigger: PenaltyTrigger | None = operand("Who imposes it; staff unless said.")
    tiers: list[str] | None = operand("Codes of the tiers that it speaks of; empty for all members.")
    points: Points | None = operand("How many points it takes.")
    growth: Points | None = operand("How much growth value it takes.")
    freezes: bool | None = operand("Whether the membership is frozen.")
    returns: int | None = operand("From how many returns on; only for a rule about returns.")
    days: int | None = operand("The period that the night looks at; 1 to 3,660.")
    once_in_days: int | None = operand("It hits a member once in so many days; 30 at first.")
    is_active: bool | None = operand("Whether it is in force.")


@kind("What saving a rule of penalties did.")
class PenaltyRulePayload:
    rule: PenaltyRule | None = field("The rule; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What imposing a penalty did.")
class PenaltyPayload:
    member: Member | None = field("The member as he is now; null if nothing was changed.")
    penalty: Penalty | None = field("The penalty; null if nothing was changed.")
    change_set: ChangeSet | None = field("Lifts it: all that it took comes back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about penalties.")
class PenaltyQueries:
    penalty_rules: list[PenaltyRule] = field("All rules of penalties, by code.")
    penalty_rule: PenaltyRule | None = field("One rule of penalties.", arguments={"code": argument(str, "The code.")})
    penalties: Connection[Penalty] = field(
        "Penalties that were imposed, newest first.",
        arguments=root_page(where=argument(PenaltyWhere | None, "Which penalties.")),
    )


@kind("Penalties.")
class PenaltyMutations:
    penalty_rule_save: PenaltyRulePayload = field(
        "Makes or changes a rule of penalties.",
        arguments={"input": argument(PenaltyRuleSaveInput, "The rule."), "expected_version": VERSION},
    )
    member_penalize: PenaltyPayload = field(
        "Imposes a penalty: points, growth value or the right to use the membership are taken at once. STATE for a "
        "member of another level, DUPLICATE if the rule hit the member too short a time ago.",
        arguments={
            "member": argument(MemberBy, "On whom."),
            "rule_code": argument(str, "By which rule."),
            "reason": argument(str, "Why; members read it beside the points."),
            "idempotency_key": KEY,
        },
    )
