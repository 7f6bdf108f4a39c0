"""Lets staff in by password: each try is counted before it is looked at."""

from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID

from asyncpg import Connection, Record

from actions import attempts, passwords
from actions.recording import record
from actions.sessions import hash_of
from models.access import PASSWORD
from rules.attempts import Counted
from rules.refusals import ErrorCode, Refused
from rules.sessions import STEP_LASTS

LONGEST_NAME = 254
WRONG = "The username or the password is wrong. Both are needed exactly as you were given them."
NOBODY = "sign-in"
Tries = tuple[Counted, Counted]
STEP = "INSERT INTO pending_sign_in (token_hash, staff_id, method, expires_at) VALUES ($1, $2, $3, $4)"
STEPPING = """
    SELECT staff.id, staff.username, staff.name, step.method FROM pending_sign_in step
    JOIN staff ON staff.id = step.staff_id AND staff.is_active
    WHERE step.token_hash = $1 AND step.ended_at IS NULL AND step.expires_at > $2
"""
END_STEP = "UPDATE pending_sign_in SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL RETURNING id"


async def begin(connection: Connection, tries: Tries, at: datetime) -> None:
    """Counts the try; commit it before the password is looked at. Raises Refused while one has to wait."""
    await attempts.begin(connection, tries, at)


async def stored(connection: Connection, username: str) -> Record | None:
    """Who is called so, with the password's hash."""
    return await connection.fetchrow(PASSWORD, username.strip()[:LONGEST_NAME])


async def check(found: Record | None, password: str) -> None:
    """Raises Refused with the same words, after the same work, for an unknown name and a wrong password."""
    kept = found["password_hash"] if found and found["is_active"] else None
    if not await passwords.matches(kept, password):
        raise Refused(ErrorCode.FORBIDDEN, WRONG, ("password",))


async def refused(connection: Connection, found: Record | None, address: str) -> None:
    """The audit log tells of the try; of a name that nobody has only that there was one: it may be a password."""
    staff: UUID | None = found and found["id"]
    await record(connection, NOBODY, "staff.sign_in_refused", "Staff", staff, {"address": address[:64]}, staff)


async def forgive(connection: Connection, tries: Tries) -> None:
    """It was right: the person's count begins anew, that of the place loses this try."""
    person, place = tries
    await attempts.forgive(connection, [person])
    await attempts.give_back(connection, [place])


async def step(connection: Connection, person: Record, method: str, at: datetime) -> str:
    """The token of what stands between the first proof and the code: it lets nobody in by itself."""
    token = token_urlsafe(32)
    await connection.execute(STEP, hash_of(token), person["id"], method, at + STEP_LASTS)
    return token


async def stepping(connection: Connection, token: str, at: datetime) -> Record | None:
    """Who is between the proof and the code: id, username, name, method; None if it took too long."""
    return await connection.fetchrow(STEPPING, hash_of(token), at)


async def end_step(connection: Connection, token: str, at: datetime) -> None:
    """Raises Refused if somebody else went on with it at the same moment."""
    if await connection.fetchval(END_STEP, hash_of(token), at) is None:
        raise Refused(ErrorCode.EXPIRED, "Signing in took too long. Begin again.", ("code",))


async def sweep(connection: Connection, at: datetime) -> None:
    """Steps that were not finished, and tries that are too old to count."""
    await connection.execute("DELETE FROM pending_sign_in WHERE expires_at < $1", at)
    await connection.execute("DELETE FROM single_sign_on WHERE expires_at < $1", at)
    await attempts.forget(connection, at)
