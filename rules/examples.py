"""Examples of what somebody sees or may do: whether they hold, and what they say when they do not."""

from dataclasses import dataclass
from enum import StrEnum

from rules.permissions import Facets, ReadLevel
from rules.refusals import ErrorCode, Refused

Path = tuple[str, ...]


class Expectation(StrEnum):
    """What an example says of a field, a row or a permission."""

    READABLE = "READABLE"
    MASKED = "MASKED"
    HIDDEN = "HIDDEN"
    FILTERABLE = "FILTERABLE"
    NOT_FILTERABLE = "NOT_FILTERABLE"
    WRITABLE = "WRITABLE"
    NOT_WRITABLE = "NOT_WRITABLE"
    ALLOWED = "ALLOWED"
    NOT_ALLOWED = "NOT_ALLOWED"
    ROW_VISIBLE = "ROW_VISIBLE"
    ROW_HIDDEN = "ROW_HIDDEN"


OF_ROWS = {Expectation.ROW_VISIBLE, Expectation.ROW_HIDDEN}
OF_PERMISSIONS = {Expectation.ALLOWED, Expectation.NOT_ALLOWED}
LEVELS = {
    ReadLevel.NONE: Expectation.HIDDEN, ReadLevel.MASKED: Expectation.MASKED, ReadLevel.FULL: Expectation.READABLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """`who` is a role's code or a person's username; exactly one of `type_name` and `permission` is given."""

    who: str
    is_role: bool
    expects: Expectation
    type_name: str | None = None
    field: str | None = None
    row: str | None = None
    permission: str | None = None

    @property
    def what(self) -> str:
        """`Member.phone of M-0000042`, `members.edit`."""
        named = ".".join(part for part in (self.type_name, self.field) if part) or str(self.permission)
        return f"{named} ({self.row})" if self.row else named


def check_example(example: Example) -> None:
    """Raises Refused for an example that says nothing."""
    kind, expects = ("input", "expects"), example.expects
    if (example.type_name is None) == (example.permission is None):
        raise Refused(ErrorCode.INVALID, "An example is about a type or about a permission.", ("input", "typeName"))
    if (example.permission is not None) != (expects in OF_PERMISSIONS):
        raise Refused(ErrorCode.INVALID, "A permission is allowed or not allowed; a type is not.", kind)
    if expects in OF_ROWS and (example.row is None or example.field is not None):
        raise Refused(ErrorCode.REQUIRED, "Say which row is visible or hidden, and no field.", ("input", "row"))
    if example.type_name is not None and expects not in OF_ROWS and example.field is None:
        raise Refused(ErrorCode.REQUIRED, "Say which field is meant.", ("input", "field"))


def of_field(expects: Expectation, facets: Facets) -> Expectation:
    """What is true of a field, in the terms of what is expected."""
    if expects in (Expectation.FILTERABLE, Expectation.NOT_FILTERABLE):
        return Expectation.FILTERABLE if facets.may_filter else Expectation.NOT_FILTERABLE
    if expects in (Expectation.WRITABLE, Expectation.NOT_WRITABLE):
        return Expectation.WRITABLE if facets.write else Expectation.NOT_WRITABLE
    return LEVELS[facets.read]


def check_holds(example: Example, found: Expectation, path: Path) -> None:
    if found is not example.expects:
        message = "An example would not hold: for {who}, {what} has to be {expected}, and would be {found}."
        raise Refused(
            ErrorCode.STATE, message, path, who=example.who, what=example.what, expected=example.expects, found=found
        )
