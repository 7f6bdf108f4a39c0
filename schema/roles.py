"""Mutations of roles: what they may see and do, and who has them."""

import strawberry

from rules.examples import Expectation
from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.bounds import LimitInput
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.forcing import ForcedValueInput
from schema.scalars import JSON
from schema.staff import ReadLevel, Role, Staff


@given("What a role may do with one field of one type.")
class FieldGrantInput:
    type_name: str = required("The type.")
    field: str = required("The field.")
    read: ReadLevel = required("How much of the value is shown.")
    filter: bool = required("Whether rows may be found, sorted or grouped by it; only where it is read in full.")
    write: bool = required("Whether it may be changed.")


@given("What a role may do with the fields of one sensitivity class.")
class ClassGrantInput:
    sensitivity: Sensitivity = required("The class.")
    read: ReadLevel = required("How much of the values is shown.")
    filter: bool = defaulted("Whether rows may be found, sorted or grouped by them; only where read in full.", False)
    write: bool = defaulted("Whether they may be changed.", False)


@given("A type that a role sees.")
class TypeGrantInput:
    type_name: str = required("The type.")
    where: JSON | None = operand(
        "Which rows of it, in the filter language; `$viewer.id`, `$viewer.store`, `$viewer.unit` and `$viewer.member` "
        "stand for whoever looks. Null is every row."
    )


@given("A role to make or to change, by its code. What is not given stays; a list that is given replaces all of it.")
class RoleSaveInput:
    code: str = required("The role's code; a new one makes a role.")
    name: str = required("What people read.")
    description: str | None = operand("What the role is for.")
    classes: list[ClassGrantInput] | None = operand("What it may do by class; a class that is not named is hidden.")
    types: list[TypeGrantInput] | None = operand("The types that it sees.")
    grants: list[FieldGrantInput] | None = operand("The fields that differ from their class.")
    permissions: list[str] | None = operand("The verbs that it may use.")
    limits: list[LimitInput] | None = operand("How much it may ask, where it differs from what is usual.")
    forced: list[ForcedValueInput] | None = operand("Values that are always set when it writes.")


words(
    Expectation,
    "What an example says must stay true.",
    READABLE="The value of the field is shown.",
    MASKED="The field is there, and its value is masked.",
    HIDDEN="The field is not there.",
    FILTERABLE="Rows can be found by the field.",
    NOT_FILTERABLE="Rows cannot be found by the field.",
    WRITABLE="The field can be changed.",
    NOT_WRITABLE="The field cannot be changed.",
    ALLOWED="The permission is there.",
    NOT_ALLOWED="The permission is not there.",
    ROW_VISIBLE="The row is seen.",
    ROW_HIDDEN="The row is not seen.",
)


@given("An example that must stay true, of a role or a person, about a field, a row or a permission.")
class AccessExampleSaveInput:
    role_code: str | None = operand("The role that it is of.")
    username: str | None = operand("The person that it is of.")
    type_name: str | None = operand("The type that it is about.")
    field: str | None = operand("The field that it is about.")
    row: str | None = operand("The row that it is about, by its id or number, such as `M-0000042`.")
    permission: str | None = operand("The permission that it is about.")
    expects: Expectation = required("What must stay true.")


@kind("What became of an example.")
class AccessExamplePayload:
    id: strawberry.ID | None = field("The example; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a role.")
class RolePayload:
    role: Role | None = field("The role; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What deleting a role did.")
class RoleDeletePayload:
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a person's roles.")
class StaffRolesPayload:
    staff: Staff | None = field("The person; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of roles.")
class RoleMutations:
    role_save: RolePayload = field(
        "Makes or changes a role. Whoever has it feels it within a second. Nobody gives what he does not have.",
        arguments={"input": argument(RoleSaveInput, "The role."), "expected_version": VERSION},
    )
    role_grants_set: RolePayload = field(
        "Sets what a role may do with some fields; all others stay as they are.",
        arguments={
            "role_code": argument(str, "The role."),
            "grants": argument(list[FieldGrantInput], "The fields, of types that the role sees."),
        },
    )
    role_delete: RoleDeletePayload = field(
        "Deletes a role that nobody has.",
        arguments={"code": argument(str, "The role."), "expected_version": VERSION},
    )
    role_shipped_apply: RolePayload = field(
        "Gives a role that ships the form in which this version ships it, whole or in parts.",
        arguments={
            "code": argument(str, "The role."),
            "parts": argument(list[str] | None, "What to take over, as `roleCompare` names it; null is all of it."),
            "expected_version": VERSION,
        },
    )
    access_example_save: AccessExamplePayload = field(
        "Keeps an example that holds now and must stay true.",
        arguments={"input": argument(AccessExampleSaveInput, "The example.")},
    )
    access_example_remove: AccessExamplePayload = field(
        "Takes an example away.", arguments={"id": argument(strawberry.ID, "The example.")}
    )
    staff_roles_set: StaffRolesPayload = field(
        "Gives a person these roles and no others.",
        arguments={
            "id": argument(strawberry.ID, "The person."),
            "role_codes": argument(list[str], "Codes of the roles."),
            "expected_version": VERSION,
        },
    )
