"""Begins and ends looking with the eyes of another, on the session of whoever looks."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from asyncpg import Connection

from actions.once import Written
from actions.recording import record
from models.access import OF_STAFF, ROLES
from rules.callers import access_of
from rules.members import check_reason
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer
from rules.viewing import MINUTES, check_stand_in

OVER = """
    WITH over AS (
        UPDATE view_as SET ended_at = until
        WHERE ended_at IS NULL AND until <= clock_timestamp() AND ($1::uuid IS NULL OR session_id = $1)
        RETURNING staff_id, as_staff_id, as_role_id, until
    )
    SELECT over.staff_id, staff.name, over.until, coalesce(other.username, role.code) AS other
    FROM over JOIN staff ON staff.id = over.staff_id LEFT JOIN staff other ON other.id = over.as_staff_id
    LEFT JOIN role ON role.id = over.as_role_id ORDER BY over.until
"""
BEGIN = f"""
    INSERT INTO view_as (session_id, staff_id, as_staff_id, as_role_id, reason, at, until)
    SELECT $1, $2, $3, (SELECT id FROM role WHERE code = $4), $5, now.at, now.at + interval '{MINUTES} minutes'
    FROM (SELECT clock_timestamp() AS at) now
    ON CONFLICT (session_id) WHERE ended_at IS NULL DO NOTHING RETURNING until
"""
END = """
    UPDATE view_as SET ended_at = clock_timestamp()
    WHERE session_id = $1 AND ended_at IS NULL AND until > clock_timestamp() RETURNING id
"""


async def begin(connection: Connection, by: Viewer, username: str | None, role: str | None, reason: str) -> Written:
    """Raises Refused: no browser, nobody or both named, no reason, looking already, more than one's own roles show."""
    check_reason(reason)
    if by.session_id is None or by.staff_id is None:
        raise Refused(ErrorCode.STATE, "Viewing as somebody else takes a signed-in browser.")
    if (username is None) == (role is None):
        raise Refused(ErrorCode.INVALID, "Name one person or one role.", ("username",))
    other = await _person(connection, by, username) if username is not None else await _role(connection, by, role or "")
    session, own = UUID(by.session_id), UUID(by.staff_id)
    await run_out(connection, session)
    as_staff = UUID(other["staff_id"]) if "staff_id" in other else None
    until = await connection.fetchval(BEGIN, session, own, as_staff, role, reason.strip())
    if until is None:
        raise Refused(ErrorCode.STATE, "You are viewing as somebody else already. End that first.")
    changes = {"as": username or role, "reason": reason.strip(), "until": until}
    await record(connection, by.name, "view_as.started", "Staff", as_staff or own, changes, own)
    return {"name": other["name"], "until": until}


async def run_out(connection: Connection, session: UUID | None) -> None:
    """Ends what has lasted its time; of one session, or of all."""
    for row in await connection.fetch(OVER, session):
        own, changes = row["staff_id"], {"as": row["other"], "until": row["until"]}
        await record(connection, row["name"], "view_as.expired", "Staff", own, changes, own)


async def expire(connection: Connection, _at: datetime) -> None:
    """What the clock does."""
    await run_out(connection, None)


async def end(connection: Connection, by: Viewer) -> Written:
    """Raises Refused if nobody is looking."""
    ended = by.session_id and await connection.fetchval(END, UUID(by.session_id))
    if not ended or (by.staff_id is None and by.acting is None):
        raise Refused(ErrorCode.STATE, "You are not viewing as anybody else.")
    name, own = (by.acting.name, by.acting.staff_id) if by.acting else (by.name, by.staff_id)
    changes = {"as": by.name if by.acting else None}
    await record(connection, name, "view_as.ended", "Staff", UUID(own), changes, UUID(own))
    return {}


async def _person(connection: Connection, by: Viewer, username: str) -> dict[str, Any]:
    found = await connection.fetchval(OF_STAFF, username)
    if found is None:
        message = "There is nobody called '{username}' who works here."
        raise Refused(ErrorCode.NOT_FOUND, message, ("username",), username=username)
    row = orjson.loads(found)
    if row["staff_id"] == by.staff_id:
        raise Refused(ErrorCode.INVALID, "That is you.", ("username",))
    check_stand_in(by.access, access_of(row["roles"] or ()), row["name"], is_role=False)
    return row


async def _role(connection: Connection, by: Viewer, code: str) -> dict[str, Any]:
    found = await connection.fetchval(ROLES, [code])
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no role '{code}'.", ("roleCode",), code=code)
    check_stand_in(by.access, access_of(orjson.loads(found)), code, is_role=True)
    return {"name": code}
