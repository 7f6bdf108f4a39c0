"""Gives what tiers give for birthdays, so many days ahead: once for each member and birthday."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import jobs
from actions.jobs import Step, Work
from actions.once import Written
from actions.tiers.benefits import grant
from actions.treating import allowed
from rules.birthdays import coming
from rules.members import MemberStatus
from rules.standing import Matter
from rules.tiers import BenefitOccasion
from rules.viewer import Viewer

KIND = "benefits.birthday"
BATCH = 200
"Members of one transaction: an order of one of them waits for the others."
FIRST = UUID(int=0)
APART = timedelta(days=270)
"Who is given a new date of birth gets nothing again before that: a benefit is ahead of its day by 60 days at most."
AHEAD = """
    SELECT max(b.days_ahead) FROM benefit b JOIN tier_benefit tb ON tb.benefit_id = b.id
    WHERE b.is_active AND b.occasion = 'BIRTHDAY'
"""
DUE = """
    SELECT m.id, m.tier_id, m.status, min(coming.day) AS day
    FROM unnest($1::int[], $2::date[]) AS coming (mark, day)
    JOIN member m ON extract(month FROM m.birthday) * 100 + extract(day FROM m.birthday) = coming.mark
    JOIN tier_benefit tb ON tb.tier_id = m.tier_id
    JOIN benefit b ON b.id = tb.benefit_id AND b.is_active AND b.occasion = 'BIRTHDAY'
        AND coming.day <= $3::date + b.days_ahead
    WHERE m.status = ANY($4) AND m.id > $5 AND ($6::uuid[] IS NULL OR m.id = ANY($6))
      AND NOT EXISTS (
          SELECT FROM benefit_grant g WHERE g.member_id = m.id AND g.key LIKE 'BIRTHDAY:%'
          AND (g.benefit_id = b.id AND g.key = 'BIRTHDAY:' || extract(year FROM coming.day)
               OR g.key <> 'BIRTHDAY:' || extract(year FROM coming.day) AND g.at > $7
               OR g.tier_id <> m.tier_id AND g.key = 'BIRTHDAY:' || extract(year FROM coming.day)))
    GROUP BY m.id ORDER BY m.id LIMIT $8
"""
"""Who got something of another tier for the same birthday has had his share."""
LOCK = "SELECT id FROM member WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
NOTICE = """
    INSERT INTO member_notice (member_id, kind, key, body, due_at)
    VALUES ($1, 'benefit.birthday', 'benefit.birthday:' || $1::uuid || ':' || extract(year FROM $2::date),
            jsonb_build_object('birthday', $2::date, 'benefits', $3::int), $4)
    ON CONFLICT (key) DO NOTHING
"""


async def ask(connection: Connection, by: Viewer | None, at: datetime) -> Written:
    """A job that gives what is due. One that waits or runs already stands for this one too."""
    return {"job": await jobs.ask(connection, by, KIND, {}, at, is_alone=True)}


async def ask_if_due(connection: Connection, at: datetime, zone: ZoneInfo) -> UUID | None:
    """For the timetable: only if something is to be given."""
    if not await _due(connection, at, zone, FIRST, None, 1):
        return None
    return (await ask(connection, None, at))["job"]


async def step(connection: Connection, work: Work) -> Step:
    """The next members by key. They are looked at again once nobody else can change them or give to them."""
    at, zone, after = work.at, work.program.zone, UUID(work.state.get("after", str(FIRST)))
    found = [row["id"] for row in await _due(connection, at, zone, after, None, BATCH)]
    if not found:
        return Step(0, work.state, is_last=True)
    await connection.execute(LOCK, found)
    given = served = 0
    for row in await _due(connection, at, zone, after, found, BATCH):
        got = await _give(connection, row, work)
        given, served = given + got, served + bool(got)
    figures = {"benefits": given, "members": served}
    total = work.done + len(found)
    return Step(len(found), {"after": str(found[-1])}, len(found) < BATCH, total=total, figures=figures)


async def _give(connection: Connection, row: Record, work: Work) -> int:
    day: date = row["day"]
    key, left = f"{BenefitOccasion.BIRTHDAY}:{day.year}", (day - _today(work.at, work.program.zone)).days
    occasion = BenefitOccasion.BIRTHDAY
    given = await grant(connection, row["id"], row["tier_id"], occasion, key, work.at, work.actor, left)
    if given and row["status"] == MemberStatus.ACTIVE:
        await connection.execute(NOTICE, row["id"], day, given, work.at)
    return given


async def _due(
    connection: Connection, at: datetime, zone: ZoneInfo, after: UUID, members: Sequence[UUID] | None, most: int
) -> list[Record]:
    """Members with a birthday for which a benefit of their tier is due and was not given."""
    ahead = await connection.fetchval(AHEAD)
    if ahead is None:
        return []
    today = _today(at, zone)
    marks, days = zip(*coming(today, ahead), strict=True)
    statuses = await allowed(connection, Matter.BENEFITS)
    return await connection.fetch(DUE, marks, days, today, statuses, after, members, at - APART, most)


def _today(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
