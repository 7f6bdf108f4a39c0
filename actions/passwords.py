"""Passwords of staff: compared, changed by who knows the old one, set by who has a link."""

import asyncio
from datetime import datetime
from uuid import UUID

from argon2.exceptions import InvalidHashError, VerificationError
from asyncpg import Connection, Record

from actions import attempts, links
from actions.mail import Post
from actions.recording import record
from actions.sessions import HASHER, end_sessions
from rules.attempts import BY_ACCOUNT, Counted
from rules.links import LinkPurpose, worn_out
from rules.passwords import LONGEST, check_new_password
from rules.refusals import ErrorCode, Refused
from rules.sessions import by_name

NOBODY = HASHER.hash("nobody has this password")
"Checked for unknown names, so that they take as long as known ones."
PERSON = "SELECT id, username, name, email, locale, password_hash, is_active FROM staff WHERE id = $1 FOR UPDATE"
SET = "UPDATE staff SET password_hash = $2, password_changed_at = $3 WHERE id = $1"


async def matches(stored: str | None, password: str) -> bool:
    """Takes as long whether or not there is a password to compare with."""
    return await asyncio.to_thread(_matches, stored or NOBODY, password[: LONGEST + 1]) and stored is not None


async def hashed(password: str) -> str:
    return await asyncio.to_thread(HASHER.hash, password)


async def change(
    connection: Connection, staff: UUID, current: str, new: str, session: bytes, at: datetime, post: Post
) -> None:
    """Ends every session but this one. Raises Refused: a wrong current password (counted), an unusable new one."""
    person = await connection.fetchrow(PERSON, staff)
    check_new_password(new, told_of(person))
    await check(connection, staff, person["password_hash"], current, at)
    await connection.execute(SET, staff, await hashed(new), at)
    await end_sessions(connection, staff, at, but=session)
    await record(connection, person["username"], "staff.password_changed", "Staff", staff, {}, staff)
    await tell(connection, post, person, "password", at)


async def check(connection: Connection, staff: UUID, kept: str | None, given: str, at: datetime) -> None:
    """Raises Refused if this is not the password; counted, also if the transaction is undone."""

    async def is_theirs() -> bool:
        return await matches(kept, given)

    wrong = Refused(ErrorCode.FORBIDDEN, "This is not your current password.", ("current",))
    await attempts.tried(connection, [Counted("password change", str(staff), BY_ACCOUNT)], at, is_theirs, wrong)


async def set_by_link(
    connection: Connection, purpose: LinkPurpose, token: str, new: str, at: datetime, post: Post
) -> str:
    """Uses the link up and ends every session; returns the username. Raises Refused: a worn-out link, an unusable
    password (then the link stays)."""
    person = await connection.fetchrow(PERSON, await links.whose(connection, purpose, token, at))
    if person is None or not person["is_active"]:
        raise worn_out()
    check_new_password(new, told_of(person))
    await links.use(connection, purpose, token, at)
    await connection.execute(SET, person["id"], await hashed(new), at)
    await end_sessions(connection, person["id"], at)
    await attempts.forgive(connection, [by_name(person["username"])])
    changes = {"by": "invite" if purpose is LinkPurpose.STAFF_INVITE else "recovery"}
    await record(connection, person["username"], "staff.password_set", "Staff", person["id"], changes, person["id"])
    if purpose is LinkPurpose.STAFF_RECOVERY:
        await tell(connection, post, person, "password", at)
    return person["username"]


async def tell(connection: Connection, post: Post, person: Record, what: str, at: datetime) -> None:
    """The person is told of a change that lets somebody in, or keeps somebody out."""
    if person["email"]:
        values = {"username": person["username"], "what": what, "at": at.isoformat()}
        await post.send(connection, "staff_changed", person["email"], person["locale"], at, values=values)


def told_of(person: Record) -> list[str]:
    """What others know of the person."""
    return [person["username"], person["name"], person["email"] or ""]


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
