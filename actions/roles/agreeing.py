"""Holds that the roles of one person, or of one program, set the same values at writing."""

from collections.abc import Iterable, Mapping

from asyncpg import Connection

from actions.roles.editing import ONE_AT_A_TIME, all_grants
from models.access import HELD_TOGETHER
from rules.forcing import Holder, check_agree
from rules.permissions import Grants


async def check_everybody(connection: Connection, changed: Mapping[str, Grants], path: tuple[str, ...]) -> None:
    """Raises Refused that names who would have roles that differ, once these are as they are to be."""
    grants = {**await all_grants(connection), **changed}
    for code, role in changed.items():
        if role.forced:
            held = await connection.fetch(HELD_TOGETHER, code)
            check_agree((Holder(row["name"], row["roles"]) for row in held), grants, path)


async def check_one(connection: Connection, name: str, codes: Iterable[str], path: tuple[str, ...]) -> None:
    """The same of one who is given these roles. Nobody edits a role meanwhile."""
    await connection.execute(ONE_AT_A_TIME)
    check_agree([Holder(name, sorted(set(codes)))], await all_grants(connection), path)
