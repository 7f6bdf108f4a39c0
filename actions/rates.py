"""Points that callers have left this minute, shared by all processes."""

from collections.abc import Mapping

from asyncpg import Connection

SETTLE = """
    INSERT INTO rate_bucket AS kept (caller, capacity, level, at)
    SELECT caller, capacity, capacity - used, clock_timestamp()
    FROM unnest($1::text[], $2::float8[], $3::float8[]) AS said(caller, capacity, used) ORDER BY caller
    ON CONFLICT (caller) DO UPDATE SET
        capacity = EXCLUDED.capacity, at = EXCLUDED.at,
        level = EXCLUDED.level - EXCLUDED.capacity + least(EXCLUDED.capacity, kept.level * EXCLUDED.capacity
            / kept.capacity + extract(epoch FROM EXCLUDED.at - kept.at) * EXCLUDED.capacity / 60)
    RETURNING caller, level
"""
FORGET = "DELETE FROM rate_bucket WHERE at < now() - interval '10 minutes'"


async def settle(connection: Connection, used: Mapping[str, tuple[int, float]]) -> dict[str, float]:
    """Takes from each caller's bucket (its capacity, points used) and tells what is left; less than nothing is a debt.

    One statement for all of them. Buckets that nobody used are full and forgotten.
    """
    callers = sorted(used)
    sizes, points = [float(used[name][0]) for name in callers], [float(used[name][1]) for name in callers]
    rows = await connection.fetch(SETTLE, callers, sizes, points)
    await connection.execute(FORGET)
    return {row["caller"]: row["level"] for row in rows}
