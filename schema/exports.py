"""Lists that leave the house as files."""

from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required


@given("A list that is about to be copied out.")
class ExportStartInput:
    type_name: str = required("The type of its rows.")
    fields: list[str] = required("The fields of each row; 1 to 100 names.")
    filtered_by: list[str] | None = operand("The names of the fields that it is filtered by; never their values.")


@kind("What noting an export did.")
class ExportPayload:
    is_started: bool | None = field("True if it was noted; null if nothing was.")
    user_errors: list[UserError] = user_errors()


@kind("Exports.")
class ExportMutations:
    export_start: ExportPayload = field(
        "Notes in the audit log that a list is copied out, before its first page is asked for. Pages do so by "
        "themselves; whoever copies lists over the API does the same.",
        arguments={"input": argument(ExportStartInput, "The list.")},
    )
