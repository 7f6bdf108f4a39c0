"""Two callers side by side."""

from schema.fields import field, given, kind, operand
from schema.members.words import FieldVisibility


@given("Somebody whose rights are compared.", one_of=True)
class AccessOf:
    me: bool | None = operand("True for the caller.")
    username: str | None = operand("What a person signs in with.")
    role_code: str | None = operand("The code of a role; its scopes mean the caller's own store and unit.")


@kind("A field of which one may do more than the other.")
class FieldDifference:
    type_name: str = field("The type.")
    one: FieldVisibility = field("How much of it the one sees.")
    other: FieldVisibility = field("How much of it the other sees.")
    one_filters: bool = field("Whether the one may filter by it.")
    other_filters: bool = field("Whether the other may filter by it.")
    one_writes: bool = field("Whether the one may change it.")
    other_writes: bool = field("Whether the other may change it.")
    field: str = field("The field.")


@kind("A type of which one of both sees a part of the rows only.")
class RowDifference:
    type_name: str = field("The type.")
    one: int = field("How many rows the one sees; counted up to 100,000.")
    other: int = field("How many rows the other sees; counted up to 100,000.")


@kind("Something that one may do and the other may not.")
class RightDifference:
    name: str = field("The permission, or the mutation.")
    one: bool = field("Whether the one may.")
    other: bool = field("Whether the other may.")


@kind("What differs between two callers; what both may alike is left out.")
class AccessComparison:
    one: str = field("The name of the one.")
    other: str = field("The name of the other.")
    fields: list[FieldDifference] = field("Fields.")
    rows: list[RowDifference] = field("Rows.")
    permissions: list[RightDifference] = field("Permissions.")
    mutations: list[RightDifference] = field("Changes that can be made; a button stands for each.")
