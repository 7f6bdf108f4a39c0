"""Edits people of the staff, ends and resumes their work here, lets them try again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import attempts, links
from actions.inviting import PERSON
from actions.mail import Post
from actions.once import Written
from actions.passwords import tell
from actions.recording import record, unchanged
from actions.sessions import end_sessions
from actions.totp import counted
from rules.links import LinkPurpose
from rules.personal import masked
from rules.refusals import Detail, ErrorCode, Refused, check_version
from rules.roles import ADMIN
from rules.sessions import by_name
from rules.staff import check_email, check_name
from rules.viewer import Viewer

ROW = """
    SELECT id, username, name, email, locale, store_id, unit_id, is_active, is_demo, version FROM staff WHERE id = $1
    FOR UPDATE
"""
EDIT = """
    UPDATE staff SET name = $2, email = $3, locale = $4, store_id = $5, unit_id = $6, version = version + 1
    WHERE id = $1
"""
ADMINS = """
    SELECT staff.id FROM staff_role held JOIN role ON role.id = held.role_id JOIN staff ON staff.id = held.staff_id
    WHERE role.code = $1 AND staff.is_active ORDER BY staff.id FOR UPDATE OF staff
"""
SWITCH = "UPDATE staff SET is_active = $2, version = version + 1 WHERE id = $1"
HOLDS = """
    SELECT EXISTS (SELECT FROM staff_role held JOIN role ON role.id = held.role_id
                   WHERE held.staff_id = $1 AND role.code = $2)
"""


async def update(
    connection: Connection,
    by: Viewer,
    staff: UUID,
    given: Mapping[str, Any],
    found: Mapping[str, UUID],
    expected: int | None,
    at: datetime,
    post: Post,
) -> Written:
    """What is not given stays. Raises Refused: a malformed name or address, changed since, beyond one's reach."""
    await check_reach(connection, by, staff)
    row = await connection.fetchrow(ROW, staff)
    check_version(row["version"], expected)
    fresh = _edited(row, given, found)
    changes = {name: [row[name], value] for name, value in fresh.items() if row[name] != value}
    if not changes:
        unchanged()
        return {"staff": staff}
    await connection.execute(EDIT, staff, *fresh.values())
    if "email" in changes:
        await tell(connection, post, row, "email", at)
        changes["email"] = [masked("email", value) if value else value for value in changes["email"]]
    told = {name.removesuffix("_id"): [value and str(value) for value in pair] for name, pair in changes.items()}
    await record(connection, by.name, "staff.updated", "Staff", staff, told, _staff(by))
    return {"staff": staff}


def _edited(row: Mapping[str, Any], given: Mapping[str, Any], found: Mapping[str, UUID]) -> dict[str, Any]:
    """Every column that can be edited, in the order of the statement."""
    name = check_name(given["name"], ("input", "name")) if given.get("name") is not None else row["name"]
    email = check_email(given["email"], ("input", "email")) if "email" in given else row["email"]
    locale = given["locale"] if "locale" in given else row["locale"]
    store = found.get("input.storeCode") if "storeCode" in given else row["store_id"]
    unit = found.get("input.unitCode") if "unitCode" in given else row["unit_id"]
    return {"name": name, "email": email, "locale": locale, "store_id": store, "unit_id": unit}


async def deactivate(connection: Connection, by: Viewer, staff: UUID, at: datetime) -> Written:
    """Sessions and links end at once. Raises Refused: oneself, the last administrator, not active, out of reach."""
    admins = [row["id"] for row in await connection.fetch(ADMINS, ADMIN)]
    await check_reach(connection, by, staff)
    row = await connection.fetchrow(ROW, staff)
    if not row["is_active"]:
        raise Refused(ErrorCode.STATE, "{name} cannot sign in already.", ("id",), name=row["name"])
    if by.staff_id and UUID(by.staff_id) == staff:
        raise Refused(ErrorCode.STATE, "Nobody ends his own account. Ask somebody else to do it.", ("id",))
    if admins == [staff]:
        message = "{name} is the last administrator who can sign in. Make somebody else one first."
        raise Refused(ErrorCode.STATE, message, ("id",), name=row["name"])
    await connection.execute(SWITCH, staff, False)
    await end_sessions(connection, staff, at)
    for purpose in (LinkPurpose.STAFF_INVITE, LinkPurpose.STAFF_RECOVERY):
        await links.end(connection, purpose, staff, at)
    await record(connection, by.name, "staff.deactivated", "Staff", staff, {"isActive": [True, False]}, _staff(by))
    return {"staff": staff}


async def reactivate(connection: Connection, by: Viewer, staff: UUID) -> Written:
    """Raises Refused if the person can sign in, or is beyond one's reach."""
    await check_reach(connection, by, staff)
    row = await connection.fetchrow(ROW, staff)
    if row["is_active"]:
        raise Refused(ErrorCode.STATE, "{name} can sign in already.", ("id",), name=row["name"])
    await connection.execute(SWITCH, staff, True)
    await record(connection, by.name, "staff.reactivated", "Staff", staff, {"isActive": [False, True]}, _staff(by))
    return {"staff": staff}


async def unlock(connection: Connection, by: Viewer, staff: UUID) -> Written:
    """Whoever had to wait after wrong passwords or codes may try again now."""
    person = await connection.fetchrow(PERSON, staff)
    await attempts.forgive(connection, [by_name(person["username"]), *counted(staff)])
    await record(connection, by.name, "staff.unlocked", "Staff", staff, {}, _staff(by))
    return {"staff": staff}


async def sign_out_everywhere(connection: Connection, by: Viewer, staff: UUID, at: datetime) -> Written:
    ended = await end_sessions(connection, staff, at)
    await record(connection, by.name, "staff.sessions_ended", "Staff", staff, {"sessions": ended}, _staff(by))
    return {"staff": staff}


async def check_reach(connection: Connection, by: Viewer, staff: UUID) -> None:
    """Raises Refused if an administrator's account is changed by somebody who is none: it could be taken over so."""
    if not by.access.is_everything and await connection.fetchval(HOLDS, staff, ADMIN):
        message = "Only an administrator can change the account of an administrator."
        raise Refused(ErrorCode.FORBIDDEN, message, ("id",), Detail(missing=(ADMIN,)))


def _staff(by: Viewer) -> UUID | None:
    return by.staff_id and UUID(by.staff_id)  # type: ignore[return-value]
