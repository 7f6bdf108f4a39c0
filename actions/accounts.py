"""What somebody of the staff sets for himself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import passwords, sessions, totp
from actions.recording import record
from rules.refusals import ErrorCode, Refused
from rules.staff import check_name

LOCALES = ("en", "zh-CN")
PERSON = """
    SELECT username, name, email, locale, is_demo, password_hash IS NOT NULL AS has_password FROM staff WHERE id = $1
"""
EDIT = "UPDATE staff SET name = $2, locale = $3, version = version + 1 WHERE id = $1"


async def told(connection: Connection, staff: UUID, this: bytes, at: datetime) -> dict[str, Any]:
    """person, sessions (newest first) and totp (is_on, is_required, codes_left)."""
    return {
        "person": await connection.fetchrow(PERSON, staff),
        "sessions": await sessions.live(connection, staff, this, at),
        "totp": await totp.state(connection, staff),
    }


async def edit(connection: Connection, staff: UUID, name: str, locale: str) -> None:
    """An empty language is that of the browser. Raises Refused for an unusable name or language."""
    if locale and locale not in LOCALES:
        raise Refused(ErrorCode.INVALID, "There is no such language here.", ("locale",))
    before = await connection.fetchrow("SELECT username, name, locale FROM staff WHERE id = $1 FOR UPDATE", staff)
    after = {"name": check_name(name), "locale": locale or None}
    changes = {field: [before[field], value] for field, value in after.items() if before[field] != value}
    if changes:
        await connection.execute(EDIT, staff, after["name"], after["locale"])
        await record(connection, before["username"], "staff.updated", "Staff", staff, changes, staff)


async def check_password(connection: Connection, staff: UUID, given: str, at: datetime) -> None:
    """Before something that keeps others out. Raises Refused for a wrong one (counted); nothing for who has none."""
    kept = await connection.fetchval("SELECT password_hash FROM staff WHERE id = $1", staff)
    if kept is not None:
        await passwords.check(connection, staff, kept, given, at)
