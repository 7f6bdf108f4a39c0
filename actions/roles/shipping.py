"""Ships the roles that a new installation starts with, and takes over what ships later."""

import asyncpg

from actions.once import Written
from actions.roles.editing import Edit
from actions.roles.keeping import make
from actions.roles.saving import found, replace
from rules.granting import Draft, changes, taken_over
from rules.refusals import ErrorCode, Refused
from rules.roles import grants_of, shipped


def shipped_draft(code: str) -> Draft:
    """A role as it ships."""
    role = shipped()[code]
    return Draft(code, role["name"], role["description"], grants_of(code, role))


def check_ships(code: str) -> None:
    if code not in shipped():
        message = "The role {code} does not ship, so there is nothing to compare it with."
        raise Refused(ErrorCode.INVALID, message, ("code",), code=code[:80])


async def take_over(edit: Edit, code: str, parts: list[str] | None, expected: int | None) -> Written:
    """Gives parts of a role the form in which they ship; all that differ if none are named. Raises as `save` does."""
    check_ships(code)
    kept, ships = (await found(edit, code, ("code",))).draft, shipped_draft(code)
    differ = changes(kept, ships)
    unknown = next((part for part in parts or () if part not in differ), None)
    if unknown is not None:
        message = "{part} of the role is as it ships. Compare again."
        raise Refused(ErrorCode.INVALID, message, ("parts",), part=unknown[:80])
    wanted = taken_over(kept, ships, differ if parts is None else dict.fromkeys(parts))
    return await replace(edit, "roleShippedApply", wanted, expected)


async def ship(connection: asyncpg.Connection) -> list[str]:
    """Adds the shipped roles that are not there yet; edited ones are left alone. Returns the codes added."""
    async with connection.transaction():
        return [code for code in shipped() if await _add(connection, code)]


async def _add(connection: asyncpg.Connection, code: str) -> bool:
    if await connection.fetchval("SELECT EXISTS (SELECT FROM role WHERE code = $1)", code):
        return False
    await make(connection, shipped_draft(code), is_shipped=True)
    return True
