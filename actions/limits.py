"""How many points a person may book by hand, by role: at once, and in a day."""

from datetime import datetime, tzinfo

from asyncpg import Connection

from actions.policies import policy
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('memberdesk points by ' || $1, 0))"
BOOKED = """
    SELECT coalesce(sum(abs(entry.delta)), 0)::bigint
    FROM ledger_transaction posted JOIN ledger_entry entry ON entry.transaction_id = posted.id
    WHERE posted.actor = $1 AND posted.operation = ANY($2) AND posted.idempotency_key IS NOT NULL AND posted.at >= $3
      AND entry.balance_after IS NOT NULL
"""
BY_HAND = ("points.earned", "points.adjusted")


async def check(connection: Connection, by: Viewer, points: int, name: str, at: datetime, zone: tzinfo) -> None:
    """Raises Refused if none of the roles of `by` may book that many. Call it before anything is locked."""
    given = (await policy(connection, "LIMITS"))["roles"]
    if not given:
        return
    at_once, per_day = (_widest([given.get(role, {}).get(part) for role in by.roles]) for part in ("atOnce", "perDay"))
    if at_once is not None and points > at_once:
        message = "Your role may book at most {limit:,} points at once."
        raise Refused(ErrorCode.LIMIT_REACHED, message, (name,), Detail(str(at_once)), limit=at_once)
    if per_day is None:
        return
    await connection.execute(ALONE, by.name)
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    left = per_day - await connection.fetchval(BOOKED, by.name, list(BY_HAND), midnight)
    if points > left:
        message = "Your role may book at most {limit:,} points a day; {left:,} are left today."
        raise Refused(ErrorCode.LIMIT_REACHED, message, (name,), Detail(str(per_day)), limit=per_day, left=max(left, 0))


def _widest(limits: list[int | None]) -> int | None:
    """Of several roles the one that allows most; a role without a limit has none."""
    return None if not limits or None in limits else max(limit for limit in limits if limit is not None)
