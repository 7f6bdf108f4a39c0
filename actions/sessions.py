"""Sessions of staff: begun after a proof, renewed, used, ended."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

import asyncpg
from argon2 import PasswordHasher

from actions.recording import record
from rules.sessions import IDLE, LASTS, RENEWED_OVERLAP

HASHER = PasswordHasher()
BEGIN = """
    INSERT INTO staff_session
        (token_hash, staff_id, csrf_token, user_agent, address, created_at, last_used_at, expires_at, method)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
"""
END = """
    UPDATE staff_session SET ended_at = $2 FROM staff
    WHERE token_hash = $1 AND ended_at IS NULL AND staff.id = staff_id RETURNING staff.id, staff.username
"""
END_OTHERS = """
    UPDATE staff_session SET ended_at = $2
    WHERE staff_id = $1 AND ended_at IS NULL
        AND ($3::bytea IS NULL OR token_hash <> $3 AND previous_hash IS DISTINCT FROM $3)
    RETURNING id
"""
END_ONE = "UPDATE staff_session SET ended_at = $3 WHERE id = $1 AND staff_id = $2 AND ended_at IS NULL RETURNING id"
LIVE = """
    SELECT id, user_agent, address, method, created_at, last_used_at, expires_at,
           token_hash = $2 OR coalesce(previous_hash = $2, false) AS is_this
    FROM staff_session WHERE staff_id = $1 AND ended_at IS NULL AND expires_at > $3 AND last_used_at > $3 - $4::interval
    ORDER BY last_used_at DESC
"""
TOUCH = """
    UPDATE staff_session SET last_used_at = now() WHERE token_hash = $1 AND last_used_at < now() - interval '1 minute'
"""
RENEW = """
    UPDATE staff_session
    SET previous_hash = token_hash, previous_until = $3::timestamptz + $4, token_hash = $2, is_to_renew = false
    WHERE token_hash = $1 AND is_to_renew AND ended_at IS NULL RETURNING expires_at
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was just begun or renewed. The token is known here only; the table has its hash."""

    token: str = field(repr=False)
    expires_at: datetime


async def begin(
    connection: asyncpg.Connection, person: asyncpg.Record, method: str, user_agent: str, address: str, at: datetime
) -> Session:
    """`person` has id and username; `method` says how it was proven who it is."""
    session = Session(token_urlsafe(32), at + LASTS)
    hashed, csrf = hash_of(session.token), token_urlsafe(24)
    await connection.execute(
        BEGIN, hashed, person["id"], csrf, user_agent[:300], address[:64], at, session.expires_at, method
    )
    changes = {"by": method}
    await record(connection, person["username"], "staff.signed_in", "Staff", person["id"], changes, person["id"])
    return session


async def sign_out(connection: asyncpg.Connection, token: str, at: datetime) -> None:
    """Ends the session at once, everywhere."""
    ended = await connection.fetchrow(END, hash_of(token), at)
    if ended:
        await record(connection, ended["username"], "staff.signed_out", "Staff", ended["id"], staff_id=ended["id"])


async def end_sessions(connection: asyncpg.Connection, staff: UUID, at: datetime, but: bytes | None = None) -> int:
    """Ends the sessions of somebody; `but` is the hash of the token of one that stays. Whoever asks records it."""
    return len(await connection.fetch(END_OTHERS, staff, at, but))


async def end_own(connection: asyncpg.Connection, staff: UUID, at: datetime, this: bytes, one: UUID | None) -> None:
    """One of the person's own sessions, or all but this."""
    if one is not None:
        ended = len(await connection.fetch(END_ONE, one, staff, at))
    else:
        ended = await end_sessions(connection, staff, at, but=this)
    if ended:
        username = await connection.fetchval("SELECT username FROM staff WHERE id = $1", staff)
        await record(connection, username, "staff.sessions_ended", "Staff", staff, {"sessions": ended}, staff)


async def live(connection: asyncpg.Connection, staff: UUID, this: bytes, at: datetime) -> list[asyncpg.Record]:
    return await connection.fetch(LIVE, staff, this, at, IDLE)


async def touch(connection: asyncpg.Connection, token: str) -> None:
    """It was used just now; written at most once a minute."""
    await connection.execute(TOUCH, hash_of(token))


async def renew(connection: asyncpg.Connection, token: str, at: datetime) -> Session | None:
    """Another token for a session that is to have one, because rights changed; None if somebody was faster."""
    fresh = token_urlsafe(32)
    expires = await connection.fetchval(RENEW, hash_of(token), hash_of(fresh), at, RENEWED_OVERLAP)
    return Session(fresh, expires) if expires else None


def hash_of(token: str) -> bytes:
    """Tokens are random and long, so a plain hash keeps them."""
    return sha256(token.encode()).digest()
