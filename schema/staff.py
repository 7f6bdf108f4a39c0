"""The people who work here, and what each role may see."""

from enum import StrEnum

from rules.permissions import Sensitivity
from schema.bounds import Limit
from schema.fields import field, kind, words
from schema.forcing import ForcedValue
from schema.names import Member, OrganizationUnit, Store
from schema.paging import Node
from schema.scalars import JSON, DateTime
from schema.viewing import ViewingAs


class ReadLevel(StrEnum):
    NONE = "NONE"
    MASKED = "MASKED"
    FULL = "FULL"


words(
    ReadLevel,
    "How much of a field's value is shown.",
    NONE="The field is not in the schema.",
    MASKED="A text is shown in part; other values are null.",
    FULL="The value is shown.",
)
words(
    Sensitivity,
    "How delicate a field is. Roles are granted classes; single fields can be refined.",
    PUBLIC="Says nothing about a person's life.",
    CONTACT="Names a person, or reaches one.",
    IDENTITY="Describes a person: birthday, gender, household.",
    FINANCIAL="Money, or what is as good as money.",
    INTERNAL="Notes and figures that only the company should read.",
)


@kind("What a role may do with one field of one type. `filter` also covers sorting, searching and grouping.")
class FieldGrant:
    type_name: str = field("The type.")
    sensitivity: Sensitivity = field("The field's class.")
    read: ReadLevel = field("How much of the value is shown.")
    filter: bool = field("Whether rows may be found, sorted or grouped by it.")
    write: bool = field("Whether it may be changed.")
    field: str = field("The field.")


@kind("What a role may do with the fields of one sensitivity class.")
class ClassGrant:
    sensitivity: Sensitivity = field("The class.")
    read: ReadLevel = field("How much of the values is shown.")
    filter: bool = field("Whether rows may be found, sorted or grouped by them.")
    write: bool = field("Whether they may be changed.")


@kind("A type that a role sees.")
class TypeGrant:
    type_name: str = field("The type.")
    where: JSON | None = field("Which rows of it, in the filter language with `$viewer.*`; null is every row.")


@kind("A set of rights that people are given.")
class Role(Node):
    code: str = field("The role's code.")
    name: str = field("The role's name.")
    description: str = field("What the role is for.")
    grants: list[FieldGrant] = field("What the role may do with each field of the types that it sees.")
    classes: list[ClassGrant] = field("What the role may do with whole classes of fields.")
    types: list[TypeGrant] = field("The types that the role sees, each with its rows.")
    refinements: list[FieldGrant] = field("The fields that differ from their class.")
    permissions: list[str] = field("The verbs that the role may use.")
    limits: list[Limit] = field("How much the role may ask, where it differs from what is usual.")
    forced: list[ForcedValue] = field("Values that are always set when people with the role write.")
    requires_totp: bool = field("Whether people with the role need sign-in codes beside the password.")
    is_shipped: bool = field("True if the role came with the installation.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    staff_count: int = field("How many people have the role.")


@kind("A person who works here.")
class Staff(Node):
    username: str = field("What the person signs in with.")
    name: str = field("The person's name.")
    email: str | None = field("The person's address at work.", Sensitivity.INTERNAL)
    roles: list[Role] = field("What the person may do.")
    is_active: bool = field("False if the person can no longer sign in.")
    store: Store | None = field("The store where the person works.")
    unit: OrganizationUnit | None = field("The unit where the person works.")
    locale: str | None = field("The language of mails and messages; null if the person's browser decides.")
    is_invited: bool = field("True if the person has not chosen a password yet.", Sensitivity.INTERNAL)
    has_totp: bool = field("Whether the person signs in with codes beside the password.", Sensitivity.INTERNAL)
    last_signed_in_at: DateTime | None = field("When the person last signed in.", Sensitivity.INTERNAL)
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("Who is asking: staff, an API client, or a member through a member token (then `member` is the member).")
class Viewer:
    kind: str = field("STAFF, CLIENT or MEMBER.")
    name: str = field("The name of the person or program.")
    roles: list[str] = field("Codes of the roles.")
    permissions: list[str] = field("The verbs that may be used.")
    limits: list[Limit] = field("How much may be asked at once, and in a minute.")
    schema_fingerprint: str = field("Changes when the caller's schema changes; answers carry it as a header.")
    viewing_as: ViewingAs | None = field("Whose eyes the caller looks with; null for those who look with their own.")
    member: Member | None = field("The member that the token belongs to.", about="Member")
