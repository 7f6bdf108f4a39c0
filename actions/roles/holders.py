"""Gives people their roles; the last administrator stays one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from actions import changes
from actions.changes import Step
from actions.once import Written
from actions.recording import record, unchanged
from actions.roles.editing import Edit, all_grants, begin
from actions.roles.examples import judge
from rules.forcing import Holder, check_agree
from rules.granting import check_held
from rules.refusals import Detail, ErrorCode, Refused, check_version
from rules.roles import ADMIN

PERSON = "SELECT username, version FROM staff WHERE id = $1 FOR UPDATE"
HELD = """
    SELECT role.code FROM staff_role held JOIN role ON role.id = held.role_id WHERE held.staff_id = $1
    ORDER BY role.code
"""
SET = """
    WITH wanted AS (SELECT id FROM role WHERE code = ANY($2::text[])), gone AS (
        DELETE FROM staff_role WHERE staff_id = $1 AND role_id NOT IN (SELECT id FROM wanted)
    ), edited AS (UPDATE staff SET version = version + 1 WHERE id = $1)
    INSERT INTO staff_role (staff_id, role_id) SELECT $1, id FROM wanted ON CONFLICT (staff_id, role_id) DO NOTHING
"""
ADMINS = """
    SELECT EXISTS (SELECT FROM staff_role held JOIN role ON role.id = held.role_id
                   JOIN staff ON staff.id = held.staff_id
                   WHERE role.code = $1 AND staff.is_active AND staff.id <> $2)
"""


async def set_roles(edit: Edit, staff: UUID, codes: list[str], expected: int | None) -> Written:
    """These roles and no others.

    Raises Refused: no such role, what the giver does not have, the last administrator, an example that would not hold.
    """
    await begin(edit)
    person = await edit.connection.fetchrow(PERSON, staff)
    check_version(person["version"], expected)
    before = await _held(edit, staff)
    after = sorted(set(codes))
    if before == after:
        unchanged()
        return {"staff": staff, "changeSet": None}
    await _give(edit, staff, before, after, ("roleCodes",), "staff.roles_set")
    step = {"undo": "staff.roles", "staff": staff, "before": before, "after": after}
    summary = f"Roles of {person['username']}"
    change = await changes.keep(edit.connection, edit.by, "staffRolesSet", summary, [step], edit.at)
    return {"staff": staff, "changeSet": change}


async def set_roles_again(edit: Edit, step: Step, at: datetime) -> Step:
    """Raises Refused if the roles were changed since, or as `set_roles` does."""
    await begin(edit)
    staff = UUID(step["staff"])
    now = await _held(edit, staff)
    if now != step["after"]:
        raise Refused(ErrorCode.CONFLICT, "The roles were changed since.", ("id",))
    await _give(edit, staff, now, step["before"], ("id",), "staff.roles_restored")
    return {**step, "before": now, "after": step["before"]}


async def _held(edit: Edit, staff: UUID) -> list[str]:
    return [row["code"] for row in await edit.connection.fetch(HELD, staff)]


async def _give(
    edit: Edit, staff: UUID, before: list[str], after: list[str], path: tuple[str, ...], event: str
) -> None:
    grants = await all_grants(edit.connection)
    _check_there(after, grants, path)
    await _check_admin(edit, staff, before, after, path)
    known = edit.known
    check_held(known, edit.by.access, [grants[code] for code in before], [grants[code] for code in after], path)
    name = await edit.connection.fetchval("SELECT name FROM staff WHERE id = $1", staff)
    check_agree([Holder(name, after)], grants, path)
    await edit.connection.execute(SET, staff, after)
    await judge(edit)
    await record(edit.connection, edit.by.name, event, "Staff", staff, {"roles": [before, after]}, edit.staff)


def _check_there(codes: Iterable[str], known: Iterable[str], path: tuple[str, ...]) -> None:
    missing = next((code for code in codes if code not in known), None)
    if missing is not None:
        message = "There is no role '{role}'. Roles: {names}."
        raise Refused(ErrorCode.NOT_FOUND, message, path, role=missing[:80], names=", ".join(sorted(known)))


async def _check_admin(edit: Edit, staff: UUID, before: list[str], after: list[str], path: tuple[str, ...]) -> None:
    """Only an administrator makes one, or unmakes one; the last who can sign in stays one."""
    if (ADMIN in before) == (ADMIN in after):
        return
    if not edit.by.access.is_everything:
        message = "Only an administrator can make somebody an administrator, or take that away."
        raise Refused(ErrorCode.FORBIDDEN, message, path, Detail(missing=(ADMIN,)))
    if ADMIN in before and not await edit.connection.fetchval(ADMINS, ADMIN, staff):
        message = "Nobody who can sign in would be an administrator any more. Make somebody else one first."
        raise Refused(ErrorCode.STATE, message, path)
