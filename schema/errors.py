"""Why a mutation changed nothing: errors for people, with what a program can do something with."""

from rules.refusals import ErrorCode
from schema.fields import abstract, field, kind, words

words(
    ErrorCode,
    "What kind of refusal it is; the message has the words.",
    INVALID="A value cannot be used.",
    REQUIRED="Something that must be given is missing.",
    NOT_FOUND="What was named is not there, or may not be seen.",
    DUPLICATE="It is there already.",
    CONFLICT="Somebody else changed it in between; read it again.",
    FORBIDDEN="The caller's roles do not allow it.",
    APPROVAL_REQUIRED="Another person has to approve it first.",
    INSUFFICIENT_BALANCE="There is not enough of what it takes.",
    LIMIT_REACHED="A limit would be passed.",
    OUT_OF_STOCK="Nothing is left of it.",
    EXPIRED="Its time is over.",
    NOT_STARTED="Its time has not come.",
    NOT_ELIGIBLE="A condition is not met.",
    STATE="The state that it is in does not allow it.",
    IDEMPOTENCY_MISMATCH="The key was used before with another input.",
    PIN_REQUIRED="The member's PIN is needed, or was wrong.",
)


@abstract("Why nothing was changed.")
class UserError:
    code: ErrorCode = field("What kind of refusal it is.")
    message: str = field("What is wrong and what would have to change, for the person who asked.")
    path: list[str] = field("Leads to the argument that it is about; empty if it is about the whole.")


@kind("A value that cannot be used.")
class ValidationError(UserError):
    limit: str | None = field("The bound that was passed, if it is one.")


@kind("The caller may not do this.", name="PermissionError")
class PermissionRefusal(UserError):
    missing: list[str] = field("The permissions that would be needed.")


@kind("Somebody else changed it in between.")
class ConflictError(UserError):
    current_version: int | None = field("The version that it has now.")


@kind("A rule of the program does not allow it.")
class RuleError(UserError):
    rule: str | None = field("The rule that decided.")


KINDS = [ValidationError, PermissionRefusal, ConflictError, RuleError]
"Every kind, for the schema: none is the type of a field."


def user_errors() -> list[UserError]:
    """The field of every payload."""
    return field("Why nothing was changed; empty if it was.")
