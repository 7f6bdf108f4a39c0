"""Settings of the program, and what its rules said before."""

from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind
from schema.paging import Node
from schema.scalars import JSON, DateTime


@kind("A setting of the program.")
class Policy(Node):
    code: str = field("What it is about.")
    value: JSON = field("All its parts; those that were never set have their defaults.")
    updated_at: DateTime = field("When it was last saved.")
    version: int = field("Counts the edits, 0 as shipped; send it back as expectedVersion.")
    versions: list["RuleVersion"] = field("What it said and since when, newest first.", Sensitivity.INTERNAL)


@kind("What a rule of the program said from a moment on.")
class RuleVersion:
    body: JSON = field("All its parts.")
    at: DateTime = field("Since when.")


@kind("What saving a setting did.")
class PolicyPayload:
    policy: Policy | None = field("The setting; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about the settings.")
class PolicyQueries:
    policies: list[Policy] = field("All settings of the program, by code.")
    policy: Policy | None = field("One setting.", arguments={"code": argument(str, "The code.")})


@kind("Changes of the settings.")
class PolicyMutations:
    policy_save: PolicyPayload = field(
        "Saves a setting of the program. Parts that are not given get their default.",
        arguments={
            "code": argument(str, "Which setting."),
            "value": argument(JSON, "Its parts."),
            "expected_version": VERSION,
        },
    )
