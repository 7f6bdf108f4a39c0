"""How rules of assignment and duties are read and saved, and why somebody has a ticket."""

from actions import duty
from actions.once import Written
from models.assigning import AssignmentRule, StaffDuty, TicketAssignment
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.saving import columns_of

MOST = 50


def _texts(column: str) -> Computed:
    return Computed(lambda row: f"to_json({row.col(column)})")


def _username(row: Row) -> str:
    return f"(SELECT s.username FROM staff s WHERE s.id = {row.col('staff_id')})"


def _open(row: Row) -> str:
    return (
        f"(SELECT count(*) FROM ticket o WHERE o.assignee_id = {row.col('staff_id')}"
        " AND o.status IN ('NEW', 'OPEN', 'PENDING_CUSTOMER', 'PENDING_INTERNAL'))"
    )


def _teams(row: Row) -> str:
    return (
        "(SELECT coalesce(json_agg(team.code ORDER BY team.code), '[]') FROM team_member m"
        f" JOIN team ON team.id = m.team_id WHERE m.staff_id = {row.col('staff_id')})"
    )


ENTITIES = [
    Entity(
        "AssignmentRule",
        AssignmentRule,
        "asr",
        fields={name: _texts(name) for name in ("categories", "channels", "priorities")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "StaffDuty",
        StaffDuty,
        "dut",
        fields={
            "skills": _texts("skills"),
            "openTickets": Computed(_open),
            "teamCodes": Computed(_teams),
            "username": Computed(_username),
        },
        filters={
            "username": Text(_username, exact=True),
        },
    ),
    Entity(
        "TicketAssignment",
        TicketAssignment,
        fields={"rule": Computed(lambda row: row.one("AnyAssignmentRule", "rule_id").col("name"))},
    ),
    Entity("AnyAssignmentRule", AssignmentRule, is_inner=True),
]
OF_TICKET = Many("TicketAssignment", lambda one, ticket: f"{one.col('ticket_id')} = {ticket.key}", "at", MOST)


async def _save_rule(call: Call) -> Written:
    given = columns_of(call.given["input"], call.currency)
    if (team := call.found.get("input.teamCode")) is not None:
        given["team_id"] = team
    return await duty.save_rule(call.connection, call.by, given, call.given.get("expectedVersion"), call.at)


async def _save_duty(call: Call) -> Written:
    given = {name: value for name, value in call.given["input"].items() if name != "staffId"}
    expected = call.given.get("expectedVersion")
    return await duty.save_duty(call.connection, call.by, call.found["input.staffId"], given, expected)


QUERIES = {
    "assignmentRules": Many("AssignmentRule", order="position"),
    "assignmentRule": Lookup("AssignmentRule"),
    "staffDuties": Many("StaffDuty", order="id"),
    "staffDuty": Lookup("StaffDuty"),
}
MUTATIONS = {
    "assignmentRuleSave": Verb(
        _save_rule,
        duty.EDIT,
        {"input.teamCode": "Team.code"},
        {"rule": "AssignmentRule", "changeSet": "ChangeSet"},
    ),
    "staffDutySave": Verb(_save_duty, "assignment.attend", {"input.staffId": "Staff"}, {"duty": "StaffDuty"}),
}
