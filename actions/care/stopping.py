"""Ends series by themselves: a return, a complaint, an order, no wish to be contacted, a file that is not active."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.contacting import release
from rules.care import CareStop

REASONS = """
    SELECT r.id, CASE
        WHEN m.status <> 'ACTIVE' OR m.archived_at IS NOT NULL THEN 'MEMBER'
        WHEN EXISTS (SELECT FROM contact_refusal c WHERE c.member_id = m.id AND c.channel = 'ALL') THEN 'OPT_OUT'
        WHEN 'RETURN' = ANY(s.stops) AND EXISTS (SELECT FROM order_return b JOIN orders o ON o.id = b.order_id
            WHERE o.member_id = m.id AND b.at > r.began_at AND b.at <= $1) THEN 'RETURN'
        WHEN 'COMPLAINT' = ANY(s.stops) AND (
            EXISTS (SELECT FROM ticket t WHERE t.member_id = m.id AND t.opened_at > r.began_at AND t.opened_at <= $1)
            OR EXISTS (SELECT FROM interaction i WHERE i.member_id = m.id AND i.kind = 'COMPLAINT'
                AND i.at > r.began_at AND i.at <= $1)) THEN 'COMPLAINT'
        WHEN 'ORDER' = ANY(s.stops) AND EXISTS (SELECT FROM orders o WHERE o.member_id = m.id
            AND o.at > r.began_at AND o.at <= $1 AND o.status <> 'CANCELLED') THEN 'ORDER' END AS reason
    FROM care_run r JOIN care_series s ON s.id = r.series_id JOIN member m ON m.id = r.member_id
    WHERE r.status = 'RUNNING' AND ($2::uuid IS NULL OR r.id = $2)
"""
STOP = f"""
    UPDATE care_run SET status = 'STOPPED', reason = found.reason, ended_at = $1
    FROM ({REASONS}) found WHERE care_run.id = found.id AND found.reason IS NOT NULL AND care_run.status = 'RUNNING'
    RETURNING care_run.id
"""
END = """
    UPDATE care_run SET status = 'STOPPED', reason = $2, ended_at = $3 WHERE id = $1 AND status = 'RUNNING' RETURNING id
"""
DROP = """
    UPDATE care_task SET status = 'STOPPED', done_at = $2, version = care_task.version + 1
    WHERE run_id = ANY($1) AND status IN ('WAITING', 'PLANNED') RETURNING contact_id
"""
UNWANTED = """
    UPDATE care_task t SET status = 'SKIPPED', done_at = $1, version = version + 1
    WHERE t.status IN ('WAITING', 'PLANNED') AND ($2::uuid IS NULL OR t.run_id = $2)
      AND EXISTS (SELECT FROM contact_refusal c WHERE c.member_id = t.member_id AND c.channel = t.channel)
    RETURNING contact_id
"""
FINISH = """
    UPDATE care_run SET status = 'FINISHED', ended_at = $1 WHERE status = 'RUNNING' AND NOT EXISTS (
        SELECT FROM care_task t WHERE t.run_id = care_run.id AND t.status IN ('WAITING', 'PLANNED', 'CALLING'))
"""


async def stop(connection: Connection, at: datetime, run: UUID | None = None) -> int:
    """Ends what is to end by now: all series, or one. Steps over a channel that a member does not want are skipped.

    Returns how many were stopped before their end.
    """
    stopped = [row["id"] for row in await connection.fetch(STOP, at, run)]
    await _drop(connection, stopped, at)
    for row in await connection.fetch(UNWANTED, at, run):
        await _free(connection, row["contact_id"], at)
    if run is None:
        await connection.execute(FINISH, at)
    return len(stopped)


async def end(connection: Connection, run: UUID, reason: CareStop, at: datetime) -> None:
    """By what was said on a call."""
    if await connection.fetchval(END, run, reason, at):
        await _drop(connection, [run], at)


async def _drop(connection: Connection, runs: list[UUID], at: datetime) -> None:
    for row in await connection.fetch(DROP, runs, at) if runs else ():
        await _free(connection, row["contact_id"], at)


async def _free(connection: Connection, contact: UUID | None, at: datetime) -> None:
    if contact is not None:
        await release(connection, contact, at)
