"""Why somebody may see or do something, or not."""

from rules.permissions import Decider
from schema.fields import field, kind, words
from schema.members.words import FieldVisibility

words(
    Decider,
    "What of a role's grants decides about a field.",
    EVERYTHING="The role may do everything.",
    TYPE="The role does not see the type.",
    REFERENCE="Who sees a row can refer to it.",
    FIELD="A grant of this field.",
    CLASS="The grant of the field's sensitivity class.",
    ANYBODY="Nothing: whoever reaches the field reads it.",
    PERMISSION="A permission, which the role has or not.",
)


@kind("What one role says of a field or a mutation.")
class AccessReason:
    role_code: str = field("The role's code; empty for what no role decides.")
    visibility: FieldVisibility = field("How much the role shows.")
    decided_by: Decider = field("What of its grants decides.")
    said: str = field("The same in words.")


@kind("Whether something may be seen or done, and why: by what execution goes by.")
class AccessDecision:
    allowed: bool = field("Whether it may be asked for; a masked field may.")
    visibility: FieldVisibility = field("How much of the value is shown; HIDDEN for what may not be done.")
    trace: list[str] = field("Why, step by step, in the reader's language.")
    reasons: list[AccessReason] = field("What each role says; the weakest limit counts.")
    missing: list[str] = field("What would have to be granted: a type, a field or a permission.")
    can_filter: bool = field("Whether rows may be found, sorted and grouped by it.")
    can_write: bool = field("Whether it may be changed.")
    can_grant: list[str] = field("Some of those who can grant it, for those who may see who works here.")
    permission: str | None = field("The permission that it takes, if it takes one.")
    roles: list[str] = field("The roles that have this permission, for those who see roles.")
