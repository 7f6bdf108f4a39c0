"""Changes that were made, and what one would do before it is made."""

import strawberry

from schema.changes import ChangeSet, ChangeSetWhere
from schema.errors import ErrorCode
from schema.fields import argument, field, kind
from schema.paging import Connection, root_page, where
from schema.scalars import JSON


@kind("One value that a mutation would change.")
class ChangedValue:
    kind: str = field("The type of what would be changed.")
    subject: str = field("What it is called; empty if it has no name.")
    before: str | None = field("What it is; null if it is empty, or you may not read it in full.")
    after: str | None = field("What it would be; null if it would be empty, or you may not read it in full.")
    is_hidden: bool = field("True if you may not read this value in full.")
    field: str = field("Which of its values.")


@kind("Why a mutation would be refused.")
class ChangeRefusal:
    code: ErrorCode = field("The kind of refusal.")
    message: str = field("What is wrong, and what would have to change.")
    path: list[str] = field("The way to the argument that it is about; empty if it is about none.")


@kind("What a mutation would do if it were called now: it is tried and taken back.")
class ChangePreview:
    changes: list[ChangedValue] = field("The values that would change.")
    waits_for: str | None = field("The policy for which another person would have to approve it; null if none.")
    refusals: list[ChangeRefusal] = field("Why it would be refused; empty if it would not be.")


@kind("Questions about changes.")
class ChangeQueries:
    change_preview: ChangePreview = field(
        "What a mutation would do now, without doing it. Needs changes.preview, and the right to call the mutation. "
        "What takes or tells a secret cannot be tried.",
        arguments={
            "mutation": argument(str, "The mutation's name, such as pointsAdjust."),
            "arguments": argument(JSON, "Its arguments by name, as they would be sent as variables."),
        },
    )
    change_set: ChangeSet | None = field("One change.", arguments={"id": argument(strawberry.ID, "The id.")})
    change_sets: Connection[ChangeSet] = field(
        "Changes that can be or were taken back, newest first.",
        arguments=root_page(where=where(ChangeSetWhere | None)),
    )
