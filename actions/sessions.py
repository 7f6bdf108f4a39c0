"""Lets staff in by password, and out again."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

import asyncpg
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from actions.recording import record
from models.access import PASSWORD
from rules.refusals import ErrorCode, Refused

LASTS = timedelta(hours=12)
HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody has this password")
"Checked for unknown names, so that they take as long as known ones."
WRONG = "The username or the password is wrong. Both are needed exactly as you were given them."


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was just begun. The token is known here only; the table has its hash."""

    token: str
    csrf_token: str
    expires_at: datetime


async def sign_in(
    connection: asyncpg.Connection, username: str, password: str, user_agent: str, address: str
) -> Session:
    """Begins a session. Raises Refused with the same words for an unknown name and a wrong password."""
    found = await connection.fetchrow(PASSWORD, username.strip()[:64])
    stored = found["password_hash"] if found and found["is_active"] and found["password_hash"] else None
    if not await asyncio.to_thread(_matches, stored or NOBODY, password) or stored is None:
        raise Refused(ErrorCode.FORBIDDEN, WRONG, ("password",))
    session = Session(token_urlsafe(32), token_urlsafe(24), datetime.now(UTC) + LASTS)
    await connection.execute(
        "INSERT INTO staff_session (token_hash, staff_id, csrf_token, user_agent, address, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        hash_of(session.token),
        found["id"],
        session.csrf_token,
        user_agent[:300],
        address[:64],
        session.expires_at,
    )
    await record(connection, found["username"], "staff.signed_in", "Staff", found["id"], staff_id=found["id"])
    return session


async def sign_out(connection: asyncpg.Connection, token: str) -> None:
    """Ends the session at once, everywhere."""
    ended = await connection.fetchrow(
        "UPDATE staff_session SET ended_at = now() FROM staff"
        " WHERE token_hash = $1 AND ended_at IS NULL AND staff.id = staff_id RETURNING staff.id, staff.username",
        hash_of(token),
    )
    if ended:
        await record(connection, ended["username"], "staff.signed_out", "Staff", ended["id"], staff_id=ended["id"])


def hash_of(token: str) -> bytes:
    """Tokens are random and long, so a plain hash keeps them."""
    return sha256(token.encode()).digest()


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
