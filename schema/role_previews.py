"""Questions about roles: what an edit would do, what can be granted, what must stay true."""

import strawberry

from rules.comparing import FieldChange
from rules.examples import Expectation
from rules.permissions import Sensitivity
from schema.fields import argument, field, kind, words
from schema.roles import RoleSaveInput
from schema.scalars import JSON

words(
    FieldChange,
    "What becomes of a field for somebody.",
    READS="The value is shown from then on.",
    RECOGNIZES="The masked value is shown from then on.",
    MASKED="The value is masked from then on.",
    LOSES="The field is hidden from then on.",
    FILTERS="Rows can be found by it from then on.",
    FILTERS_NO_MORE="Rows cannot be found by it any more.",
    WRITES="It can be changed from then on.",
    WRITES_NO_MORE="It cannot be changed any more.",
)


@kind("What becomes of one field, and for how many.")
class RoleFieldChange:
    type_name: str = field("The type.")
    field_name: str = field("The field.", name="field")
    change: FieldChange = field("What becomes of it.")
    people: int = field("How many people it happens to, over all the roles that each has.")
    programs: int = field("How many programs it happens to.")


@kind("A permission that is gained or lost, and by how many.")
class RolePermissionChange:
    permission: str = field("The permission.")
    is_gained: bool = field("True if it is gained, false if it is lost.")
    people: int = field("How many people it happens to, over all the roles that each has.")
    programs: int = field("How many programs it happens to.")


@kind("What becomes of a value that is always set when somebody writes.")
class RoleForcedChange:
    mutation: str = field("The mutation.")
    argument: str = field("The argument.")
    before: JSON | None = field("What it was set to; null if it could be chosen.")
    after: JSON | None = field("What it is set to from then on; null if it can be chosen.")
    people: int = field("How many people it happens to, over all the roles that each has.")
    programs: int = field("How many programs it happens to.")


@kind("How many rows of a type somebody sees before and after.")
class RoleRowsChange:
    type_name: str = field("The type.")
    person: str | None = field("Whose rows were counted; null if nobody has the role.")
    before: int = field("Rows before; counted up to 100,000.")
    after: int = field("Rows after; counted up to 100,000.")


@kind("A saved view of which its readers lose something.")
class RoleViewChange:
    code: str = field("The view's code.")
    name: str = field("The view's name.")
    lost: list[str] = field("Columns and filters that are lost.")
    people: int = field("How many people lose them.")


@kind("What saving a role would do.")
class RolePreview:
    people: int = field("How many people have the role.")
    programs: int = field("How many programs have the role.")
    fields: list[RoleFieldChange] = field("What becomes of each field.")
    permissions: list[RolePermissionChange] = field("Permissions that are gained or lost.")
    forced: list[RoleForcedChange] = field("Values that are set otherwise when somebody writes, or not any more.")
    rows: list[RoleRowsChange] = field("Rows of the types whose scope changes.")
    views: list[RoleViewChange] = field("Saved views that lose something for those who have them.")
    refusals: list[str] = field("Why it could not be saved as it is, examples that would not hold among them.")


@kind("A part of a role that is not as it ships.")
class RoleDifference:
    part: str = field("Which part; `roleShippedApply` takes these.")
    now: JSON | None = field("How it is.")
    ships: JSON | None = field("How this version ships it.")


@kind("A role beside the form in which this version ships it.")
class RoleComparison:
    differences: list[RoleDifference] = field("What differs.")


@kind("A row scope that has a name.")
class GrantableScope:
    name: str = field("OWN_STORE, OWN_UNIT, ASSIGNED or OWN_MEMBER.")
    where: JSON = field("The scope in the filter language.")


@kind("A field that can be granted.")
class GrantableField:
    name: str = field("The field.")
    description: str = field("What it is.")
    sensitivity: Sensitivity = field("Its class.")


@kind("A type that can be granted.")
class GrantableType:
    name: str = field("The type.")
    description: str = field("What it is.")
    scopes: list[GrantableScope] = field("The named row scopes that it can have.")
    fields: list[GrantableField] = field("Its fields.")


@kind("A permission, in words.")
class GrantablePermission:
    name: str = field("The permission.")
    noun: str = field("What it is about.")
    description: str = field("What it lets people do.")


@kind("An argument of a mutation that a role can always set to one value.")
class ForcibleArgument:
    mutation: str = field("The mutation.")
    argument: str = field("The argument, with dots into inputs.")
    permission: str = field("What the mutation needs.")
    type_name: str = field("What it takes, such as `String` or `ID`.")
    description: str = field("What it is.")


@kind("All that a role can be given.")
class AccessCatalog:
    types: list[GrantableType] = field("The types.")
    permissions: list[GrantablePermission] = field("The permissions, grouped by what they are about.")
    arguments: list[ForcibleArgument] = field("The arguments of mutations that can always be set to one value.")


@kind("What a role or a person sees or may do, and must go on to: an edit of roles that breaks it is refused.")
class AccessExample:
    id: strawberry.ID = field("The example.")
    role_code: str | None = field("The role that it is of.")
    username: str | None = field("The person that it is of.")
    type_name: str | None = field("The type that it is about.")
    field_name: str | None = field("The field that it is about.", name="field")
    row: str | None = field("The row that it is about, by its id or number.")
    permission: str | None = field("The permission that it is about.")
    expects: Expectation = field("What must stay true.")


@kind("What can be asked about roles.")
class RoleQuestions:
    role_preview: RolePreview = field(
        "What saving a role would do to those who have it; nothing is changed.",
        arguments={"input": argument(RoleSaveInput, "The role as it would be saved.")},
    )
    role_compare: RoleComparison = field(
        "A role beside the form in which this version ships it.", arguments={"code": argument(str, "The code.")}
    )
    access_catalog: AccessCatalog = field("All that a role can be given.")
    access_examples: list[AccessExample] = field("What must stay true when roles are edited.")
