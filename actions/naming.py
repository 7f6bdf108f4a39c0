"""Finds rows by the codes that people use, and says which field a duplicate is in."""

from typing import Any
from uuid import UUID

from asyncpg import Connection, UniqueViolationError

from rules.permissions import Sensitivity
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

SOURCE = "SELECT id FROM dictionary_item WHERE dictionary = 'source' AND code = $1 AND is_active"
CARD_KIND = "SELECT id FROM dictionary_item WHERE dictionary = 'card_kind' AND code = $1 AND is_active"
STORE = "SELECT id FROM store WHERE code = $1 AND is_active"
TIER = "SELECT id FROM tier WHERE code = $1 AND is_active"
UNIQUE = {
    "member_phone_once": ("phone", "phone", Sensitivity.CONTACT),
    "member_email_once": ("email", "email", Sensitivity.CONTACT),
    "member_external_reference": ("external_reference", "externalReference", Sensitivity.INTERNAL),
}
"The column, the field and its class, by the index that keeps it unique."


async def named(connection: Connection, question: str, code: str | None, path: tuple[str, ...]) -> UUID | None:
    """The key of what a code names; None without a code. Raises Refused if there is no such thing."""
    if code is None:
        return None
    found = await connection.fetchval(question, code)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}', or it is not used any more.", path, code=code)
    return found


async def duplicate(
    connection: Connection, by: Viewer, violation: UniqueViolationError, file: dict[str, Any]
) -> Refused:
    """Names the other member only to those who could find him by this field anyway."""
    column, name, sensitivity = UNIQUE[violation.constraint_name]
    path = ("input", name)
    sees = by.access.facets("Member", name, sensitivity).may_filter and by.access.scopes("Member") is None
    if not sees:
        return Refused(ErrorCode.DUPLICATE, "This {name} cannot be used for this member.", path, name=name)
    other = await connection.fetchval(
        f"SELECT member_no FROM member WHERE {column} = $1 AND status NOT IN ('MERGED', 'ERASED')", file[column]
    )
    message = "Member {other} has this {name}. Open that file, or merge the two."
    return Refused(ErrorCode.DUPLICATE, message, path, name=name, other=other)
