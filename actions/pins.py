"""A member's PIN: asked for at each spending, if the member has set one."""

import asyncio
from uuid import UUID

from argon2.exceptions import VerificationError
from asyncpg import Connection

from actions.sessions import HASHER
from rules.refusals import ErrorCode, Refused

KEPT = "SELECT pin_hash FROM member_secret WHERE member_id = $1"


async def check(connection: Connection, member: UUID, pin: str | None) -> None:
    """Raises Refused if the member has a PIN and this is not it."""
    kept = await connection.fetchval(KEPT, member)
    if kept is None:
        return
    if pin is None:
        raise Refused(ErrorCode.PIN_REQUIRED, "This member has set a PIN. Ask for it.", ("pin",))
    try:
        await asyncio.to_thread(HASHER.verify, kept, pin)
    except VerificationError:
        raise Refused(ErrorCode.PIN_REQUIRED, "The PIN is wrong.", ("pin",)) from None
