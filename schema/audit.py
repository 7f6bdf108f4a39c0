"""The audit trail."""

from enum import StrEnum

import strawberry

from rules.permissions import Sensitivity
from schema.fields import defaulted, field, given, kind, operand, required, words
from schema.filters import AND, NOT, OR, DateTimeFilter, IdFilter, SortDirection, StringFilter
from schema.paging import Node, order_by, root_page, search, where
from schema.scalars import JSON, DateTime

INTERNAL = Sensitivity.INTERNAL


@kind("Something that somebody did.")
class AuditEvent(Node):
    at: DateTime = field("When.", INTERNAL)
    actor: str = field("Who.", INTERNAL)
    action: str = field("What, e.g. import.finished.", INTERNAL)
    subject_type: str = field("The type of what it was done to.", INTERNAL)
    subject_id: strawberry.ID | None = field("The id of what it was done to.", INTERNAL)
    changes: JSON | None = field(
        "Before and after, or the figures of it, with what you may see of the fields themselves.", INTERNAL
    )


class AuditEventOrderField(StrEnum):
    AT = "AT"


words(AuditEventOrderField, "What audit events can be sorted by.", AT="When it was done.")


@given("One step of the order of audit events.")
class AuditEventOrder:
    field: AuditEventOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)


@given("Conditions on audit events.")
class AuditEventWhere:
    and_: list["AuditEventWhere"] | None = operand(AND, "and")
    or_: list["AuditEventWhere"] | None = operand(OR, "or")
    not_: "AuditEventWhere | None" = operand(NOT, "not")
    action: StringFilter | None = operand("What was done.")
    actor: StringFilter | None = operand("Who did it.")
    subject_type: StringFilter | None = operand("The type of what it was done to.")
    subject_id: IdFilter | None = operand("The id of what it was done to.")
    at: DateTimeFilter | None = operand("When.")


LISTED = root_page(
    where=where(AuditEventWhere | None), search=search(), order_by=order_by(list[AuditEventOrder] | None)
)
