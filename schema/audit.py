"""The audit trail."""

import strawberry

from rules.permissions import Sensitivity
from schema.fields import field, given, kind, operand
from schema.filters import AND, NOT, OR, DateTimeFilter, StringFilter
from schema.paging import Node
from schema.scalars import JSON, DateTime

INTERNAL = Sensitivity.INTERNAL


@kind("Something that somebody did.")
class AuditEvent(Node):
    at: DateTime = field("When.", INTERNAL)
    actor: str = field("Who.", INTERNAL)
    action: str = field("What, e.g. import.finished.", INTERNAL)
    subject_type: str = field("The type of what it was done to.", INTERNAL)
    subject_id: strawberry.ID | None = field("The id of what it was done to.", INTERNAL)
    changes: JSON | None = field("Before and after, or the figures of it.", INTERNAL)


@given("Conditions on audit events.")
class AuditEventWhere:
    and_: list["AuditEventWhere"] | None = operand(AND, "and")
    or_: list["AuditEventWhere"] | None = operand(OR, "or")
    not_: "AuditEventWhere | None" = operand(NOT, "not")
    action: StringFilter | None = operand("What was done.")
    actor: StringFilter | None = operand("Who did it.")
    subject_type: StringFilter | None = operand("The type of what it was done to.")
    at: DateTimeFilter | None = operand("When.")
