"""Ends what time ends: coupons that are over, and reservations."""

from datetime import datetime

from asyncpg import Connection

from actions.coupons.guessing import forget
from actions.recording import record

ACTOR = "timetable"
BATCH = 1_000

EXPIRE = """
    UPDATE coupon SET status = 'EXPIRED', reserved_for = NULL, reserved_until = NULL, version = version + 1
    WHERE id IN (SELECT id FROM coupon WHERE status IN ('ISSUED', 'RESERVED') AND valid_until <= $1
                 ORDER BY valid_until LIMIT $2 FOR UPDATE SKIP LOCKED)
"""
FREE = """
    UPDATE coupon SET status = 'ISSUED', reserved_for = NULL, reserved_until = NULL, version = version + 1
    WHERE id IN (SELECT id FROM coupon WHERE status = 'RESERVED' AND reserved_until <= $1
                 ORDER BY reserved_until LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


async def end(connection: Connection, at: datetime) -> bool:
    """One batch in the caller's transaction; says whether there may be more. Safe to run twice and at once.

    A coupon that somebody is about to use is left for the next time.
    """
    expired = await _changed(connection, EXPIRE, at)
    freed = await _changed(connection, FREE, at)
    if expired:
        await record(connection, ACTOR, "coupon.expired", "Coupon", None, {"count": expired})
    if freed:
        await record(connection, ACTOR, "coupon.released", "Coupon", None, {"count": freed})
    await forget(connection, at)
    return max(expired, freed) == BATCH


async def _changed(connection: Connection, statement: str, at: datetime) -> int:
    return int((await connection.execute(statement, at, BATCH)).rpartition(" ")[2])
