"""Tells members ahead that points will expire: once for each day of expiry and each number of days ahead."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import jobs
from actions.jobs import Step, Work
from actions.policies import policy

KIND = "points.remind"
BATCH = 20_000
FIRST = UUID(int=0)
MEMBERS = "SELECT id FROM member WHERE id > $1 ORDER BY id LIMIT $2"
REMIND = """
    INSERT INTO member_notice (member_id, kind, key, body, due_at)
    SELECT member.id, 'points.expiring', format('points.expiring:%s:%s:%s', member.id, due.day, ahead.days),
           jsonb_build_object('points', due.points, 'expiresAt', due.expires_at, 'daysAhead', ahead.days), $3
    FROM member
    JOIN LATERAL (
        SELECT (expires_at AT TIME ZONE $4)::date AS day, min(expires_at) AS expires_at,
               sum(remaining)::bigint AS points
        FROM points_lot lot WHERE lot.account_id = member.points_account_id AND lot.remaining > 0
            AND lot.expires_at > $3 AND lot.expires_at <= $3 + make_interval(days => $5)
        GROUP BY 1) due ON true
    CROSS JOIN LATERAL (
        SELECT min(days) AS days FROM unnest($6::int[]) AS days
        WHERE due.expires_at <= $3 + make_interval(days => days)) ahead
    WHERE member.id > $1 AND member.id <= $2 AND member.status = 'ACTIVE'
    ON CONFLICT (key) DO NOTHING RETURNING id
"""
"""Of several numbers of days that are reached, the smallest one speaks."""


async def ask(connection: Connection, at: datetime) -> UUID:
    """A job that looks at every member. One that waits or runs already stands for this one too."""
    return await jobs.ask(connection, None, KIND, {}, at, is_alone=True)


async def step(connection: Connection, work: Work) -> Step:
    """The next members by key."""
    after = UUID(work.state.get("after", str(FIRST)))
    members = [row["id"] for row in await connection.fetch(MEMBERS, after, BATCH)]
    ahead = (await policy(connection, "POINTS_EXPIRY"))["daysAhead"]
    if not members or not ahead:
        return Step(0, {}, is_last=True)
    given = (after, members[-1], work.at, str(work.program.zone), max(ahead), ahead)
    told = len(await connection.fetch(REMIND, *given))
    total = work.done + len(members)
    return Step(len(members), {"after": str(members[-1])}, len(members) < BATCH, total=total, figures={"notices": told})
