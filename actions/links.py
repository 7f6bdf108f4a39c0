"""Makes and uses links that let somebody in once."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from asyncpg import Connection

from rules.links import LASTS, LinkPurpose, worn_out

END = "UPDATE single_use_link SET ended_at = $3 WHERE subject_id = $1 AND purpose = $2 AND ended_at IS NULL"
MAKE = """
    INSERT INTO single_use_link (subject_id, purpose, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
"""
LIVE = """
    SELECT subject_id FROM single_use_link
    WHERE token_hash = $1 AND purpose = $2 AND ended_at IS NULL AND expires_at > $3
"""
USE = """
    UPDATE single_use_link SET ended_at = $3
    WHERE token_hash = $1 AND purpose = $2 AND ended_at IS NULL AND expires_at > $3 RETURNING subject_id
"""


async def make(connection: Connection, purpose: LinkPurpose, subject: UUID, at: datetime) -> str:
    """The token of a new link, told here only; an earlier one for the same ends. Lock the subject's row before."""
    await connection.execute(END, subject, purpose, at)
    token = token_urlsafe(32)
    await connection.execute(MAKE, subject, purpose, _hash(token), at, at + LASTS[purpose])
    return token


async def whose(connection: Connection, purpose: LinkPurpose, token: str, at: datetime) -> UUID:
    """Whom the link is for, without using it up. Raises Refused if it is worn out."""
    found = await connection.fetchval(LIVE, _hash(token), purpose, at)
    if found is None:
        raise worn_out()
    return found


async def use(connection: Connection, purpose: LinkPurpose, token: str, at: datetime) -> UUID:
    """Whom the link is for; of two at once one is refused. Raises Refused if it is worn out."""
    found = await connection.fetchval(USE, _hash(token), purpose, at)
    if found is None:
        raise worn_out()
    return found


async def end(connection: Connection, purpose: LinkPurpose, subject: UUID, at: datetime) -> None:
    await connection.execute(END, subject, purpose, at)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
