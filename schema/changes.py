"""Changes that can be taken back."""

import strawberry

from rules.permissions import Sensitivity
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand
from schema.filters import AND, NOT, OR, DateTimeFilter, IdFilter, StringFilter
from schema.paging import Node
from schema.scalars import DateTime

INTERNAL = Sensitivity.INTERNAL


@kind("A change, and the handle to take it back.")
class ChangeSet(Node):
    summary: str = field("What was changed, without personal data.")
    is_undoable: bool = field("True if it can still be taken back.")
    operation: str = field("The mutation that made it.")
    actor: str = field("Who made it.", INTERNAL)
    at: DateTime = field("When it was made.")
    undone_at: DateTime | None = field("When it was taken back.")
    undoes: "ChangeSet | None" = field("The change that this one took back.")


@given("Conditions on changes.")
class ChangeSetWhere:
    and_: list["ChangeSetWhere"] | None = operand(AND, "and")
    or_: list["ChangeSetWhere"] | None = operand(OR, "or")
    not_: "ChangeSetWhere | None" = operand(NOT, "not")
    id: IdFilter | None = operand("The id.")
    operation: StringFilter | None = operand("The mutation that made it.")
    actor: StringFilter | None = operand("Who made it.")
    at: DateTimeFilter | None = operand("When it was made.")


@kind("What taking a change back did.")
class UndoPayload:
    change_set: ChangeSet | None = field(
        "The change that took it back, which names the one it undid; null if nothing was changed."
    )
    skipped: list[str] = field("What was left alone because it was changed since, each with the reason.")
    user_errors: list[UserError] = user_errors()


@kind("Taking changes back.")
class ChangeMutations:
    change_set_undo: UndoPayload = field(
        "Takes a change back, once. What was changed since is left alone.",
        arguments={"id": argument(strawberry.ID, "The change.")},
    )
