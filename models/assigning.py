"""Rules by which tickets are given to people, who is on duty, and why somebody was given a ticket."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.assigning import AssignmentMethod, AssignmentOccasion


class AssignmentRule(Model):
    """Of a team. Lists of conditions, in `position`; an empty one holds for every ticket."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    position = fields.IntField(default=100, db_default=100)
    team = columns.belongs_to("Team")
    method = columns.one_of(
        AssignmentMethod, default=AssignmentMethod.ROUND_ROBIN, db_default=AssignmentMethod.ROUND_ROBIN
    )
    categories: list[str] = ArrayField(element_type="text", default=list)
    channels: list[str] = ArrayField(element_type="text", default=list)
    priorities: list[str] = ArrayField(element_type="text", default=list)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "assignment_rule"
        indexes = [("team_id",), ("position", "code")]


class StaffDuty(Model):
    """Whether a person is there, for how many tickets at a time, and for which categories. `turn` is of the last."""

    id = columns.key()
    staff = columns.part_of("Staff", unique=True)
    is_present = columns.flag(True)
    capacity = fields.IntField(default=20, db_default=20)
    skills: list[str] = ArrayField(element_type="text", default=list)
    turn = columns.counter()
    version = columns.version()

    class Meta:
        table = "staff_duty"


class TicketAssignment(Model):
    """What a rule did with a ticket. Without `staff` nobody had room, and it was taken from who is absent."""

    id = columns.key()
    ticket = columns.part_of("Ticket")
    rule = columns.belongs_to("AssignmentRule")
    team = columns.belongs_to("Team")
    staff = columns.belongs_to("Staff", null=True)
    before = columns.belongs_to("Staff", null=True)
    occasion = columns.one_of(AssignmentOccasion)
    method = columns.one_of(AssignmentMethod)
    present = fields.IntField()
    open_before = fields.IntField(null=True)
    capacity = fields.IntField(null=True)
    at = columns.moment()

    class Meta:
        table = "ticket_assignment"
        indexes = [("ticket_id", "at", "id"), ("rule_id",), ("team_id",), ("staff_id",), ("before_id",)]


RULES = """
    SELECT r.id, r.code, r.team_id, r.method, r.categories, r.channels, r.priorities
    FROM assignment_rule r JOIN team ON team.id = r.team_id AND team.is_active
    WHERE r.is_active ORDER BY r.position, r.code
"""
TICKET = """
    SELECT t.id, t.number, t.status, t.channel, t.priority, t.assignee_id, t.team_id, c.code AS category,
        d.is_present IS FALSE OR s.is_active IS FALSE AS is_absent
    FROM ticket t LEFT JOIN dictionary_item c ON c.id = t.category_id
    LEFT JOIN staff s ON s.id = t.assignee_id LEFT JOIN staff_duty d ON d.staff_id = t.assignee_id
    WHERE t.id = $1 FOR NO KEY UPDATE OF t
"""
PRESENT = """
    SELECT d.staff_id, d.capacity, d.turn, d.skills, (
        SELECT count(*) FROM ticket t WHERE t.assignee_id = d.staff_id
            AND t.status IN ('NEW', 'OPEN', 'PENDING_CUSTOMER', 'PENDING_INTERNAL')) AS open
    FROM team_member m JOIN staff s ON s.id = m.staff_id AND s.is_active
    JOIN staff_duty d ON d.staff_id = s.id AND d.is_present
    WHERE m.team_id = $1
"""
WAITING = """
    SELECT id FROM ticket WHERE assignee_id IS NULL
        AND status IN ('NEW', 'OPEN', 'PENDING_CUSTOMER', 'PENDING_INTERNAL')
    ORDER BY next_due_at, id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
"""
