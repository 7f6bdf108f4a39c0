"""Who is given tickets: rules, duties, and what was done by them."""

import strawberry

from rules.assigning import AssignmentMethod, AssignmentOccasion
from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.names import Staff, Team
from schema.paging import Node
from schema.scalars import DateTime
from schema.tickets import TicketChannel, TicketPriority

INTERNAL = Sensitivity.INTERNAL

words(
    AssignmentMethod,
    "How somebody is chosen for a ticket, among those of the team who are present and have room.",
    ROUND_ROBIN="Whoever was given one longest ago.",
    LOAD="Whoever has the smallest share of his capacity taken.",
    SKILL="As by load, among those who know the category.",
)
words(
    AssignmentOccasion,
    "When a ticket was given to somebody.",
    OPENED="When it was opened.",
    RETURNED="When the member wrote again and whoever had it was absent.",
    WAITED="When somebody had room for it.",
)


@kind("A rule by which tickets of some sort are given to the people of a team. The first that a ticket meets counts.")
class AssignmentRule(Node):
    code: str = field("The rule's code.")
    name: str = field("What staff call it.")
    position: int = field("The rule with the lowest is tried first.")
    team: Team | None = field("The team that answers.", INTERNAL)
    method: AssignmentMethod = field("How somebody is chosen.")
    categories: list[str] = field("For which categories, by code; empty for all.")
    channels: list[TicketChannel] = field("For which ways of coming in; empty for all.")
    priorities: list[TicketPriority] = field("For which priorities; empty for all.")
    is_active: bool = field("False if it is not used any more.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("Whether a person is given tickets, and how many.")
class StaffDuty(Node):
    staff: Staff | None = field("Who.")
    username: str = field("The name to sign in with.")
    is_present: bool = field("False while nothing is given to the person.")
    capacity: int = field("How many unfinished tickets the person is given at most.")
    open_tickets: int = field("How many unfinished tickets the person has.")
    skills: list[str] = field("The categories that the person knows, by code.")
    team_codes: list[str] = field("The teams that the person is of.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("What a rule did with a ticket, and why this person.")
class TicketAssignment:
    staff: Staff | None = field("Who was given it; null if nobody had room.", INTERNAL)
    before: Staff | None = field("Who had it before and is absent.", INTERNAL)
    team: Team | None = field("The team.", INTERNAL)
    rule: str = field("The rule's name.", INTERNAL)
    method: AssignmentMethod = field("How the person was chosen.", INTERNAL)
    occasion: AssignmentOccasion = field("When.", INTERNAL)
    present: int = field("How many of the team were present.", INTERNAL)
    open_before: int | None = field("How many unfinished tickets the person had then.", INTERNAL)
    capacity: int | None = field("How many the person could have.", INTERNAL)
    at: DateTime = field("When.", INTERNAL)


@given("A rule of assignment. What is not given stays as it is.")
class AssignmentRuleSaveInput:
    code: str = required("The rule's code; a new one makes a new rule.")
    name: str = required("What staff call it.")
    position: int | None = operand("The rule with the lowest is tried first; 100 at first.")
    team_code: str | None = operand("The team that answers; needed at first.")
    method: AssignmentMethod | None = operand("How somebody is chosen; ROUND_ROBIN at first.")
    categories: list[str] | None = operand("For which categories, by code; empty for all.")
    channels: list[TicketChannel] | None = operand("For which ways of coming in; empty for all.")
    priorities: list[TicketPriority] | None = operand("For which priorities; empty for all.")
    is_active: bool | None = operand("Whether it is used.")


@given("Whether a person is given tickets. What is not given stays as it is.")
class StaffDutySaveInput:
    staff_id: strawberry.ID = required("The person; everybody may say of himself whether he is present.")
    is_present: bool | None = operand("Whether tickets are given to the person.")
    capacity: int | None = operand("How many unfinished tickets at most; 20 at first.")
    skills: list[str] | None = operand("The categories that the person knows, by code; all of them.")
    team_codes: list[str] | None = operand("The teams that the person is of; all of them.")


@kind("What saving a rule of assignment did.")
class AssignmentRulePayload:
    rule: AssignmentRule | None = field("The rule; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What saving a duty did.")
class StaffDutyPayload:
    duty: StaffDuty | None = field("The duty; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of who is given tickets.")
class AssignmentMutations:
    assignment_rule_save: AssignmentRulePayload = field(
        "Makes or changes a rule of assignment. It counts for tickets that are given from then on.",
        arguments={"input": argument(AssignmentRuleSaveInput, "The rule."), "expected_version": VERSION},
    )
    staff_duty_save: StaffDutyPayload = field(
        "Says whether a person is given tickets, how many, of which teams and categories.",
        arguments={"input": argument(StaffDutySaveInput, "The duty."), "expected_version": VERSION},
    )


@kind("Questions about who is given tickets.")
class AssignmentQueries:
    assignment_rules: list[AssignmentRule] = field("All rules of assignment, in the order in which they are tried.")
    assignment_rule: AssignmentRule | None = field("One rule.", arguments={"code": argument(str, "The code.")})
    staff_duties: list[StaffDuty] = field("Everybody who can be given tickets.")
    staff_duty: StaffDuty | None = field(
        "Whether one person is given tickets.", arguments={"username": argument(str, "The name to sign in with.")}
    )
