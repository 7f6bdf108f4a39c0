"""Looks at all members with the rules: one statement for each batch finds the changes and writes them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import jobs
from actions.jobs import Step, Work
from actions.once import Written
from actions.tiers import benefits
from actions.tiers.ladder import Ladder, load
from models.tiering import LADDER, ways
from rules.money import CURRENCY_DIGITS
from rules.tiers import BenefitOccasion, TierChangeKind
from rules.viewer import Viewer

KIND = "tiers.evaluate"
BATCH = 20_000
"Members of one transaction: long enough to be fast, short enough that an order of one of them hardly waits."
FIRST = UUID(int=0)

TOTAL = "SELECT count(*) FROM member"
IS_ANY_DUE = "SELECT EXISTS (SELECT FROM member WHERE tier_expires_at <= $1 AND status = ANY($2))"
LAST = "SELECT id FROM member WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2"
REST = "SELECT count(*), max(id::text)::uuid AS last FROM member WHERE id > $1"
SWEEP = """
    WITH RECURSIVE {ways}, last AS (
        SELECT DISTINCT ON (member_id) member_id, to_id, expires_at, was_id, was_ends,
               max(at) FILTER (WHERE kind <> 'KEEP') OVER (PARTITION BY member_id) AS since
        FROM change ORDER BY member_id, round DESC
    ), moved AS (
        UPDATE member m SET tier_id = last.to_id, tier_expires_at = last.expires_at,
            tier_since = coalesce(last.since, m.tier_since)
        FROM last WHERE m.id = last.member_id AND m.tier_id IS NOT DISTINCT FROM last.was_id
            AND m.tier_expires_at IS NOT DISTINCT FROM last.was_ends
        RETURNING m.id
    ), made AS (
        SELECT change.*, uuidv7() AS key FROM change JOIN moved ON moved.id = change.member_id
    ), noted AS (
        INSERT INTO tier_change (id, member_id, kind, from_tier_id, to_tier_id, reason, actor, at)
        SELECT key, member_id, kind, from_id, to_id, reason, $5, at FROM made ORDER BY member_id, round
    ), told AS (
        INSERT INTO member_notice (member_id, kind, key, body, due_at)
        SELECT member_id, CASE kind WHEN 'UPGRADE' THEN 'tier.upgraded' ELSE 'tier.downgraded' END, 'tier:' || key,
               jsonb_build_object('reason', reason, 'until', expires_at, 'from', own.code, 'to', target.code), at
        FROM made LEFT JOIN tier own ON own.id = from_id LEFT JOIN tier target ON target.id = to_id
        WHERE kind <> 'KEEP' AND made.status = 'ACTIVE'
    )
    SELECT kind, count(*) AS changes,
           array_agg((member_id, to_id, at)) FILTER (
               WHERE kind = 'UPGRADE' AND made.status = 'ACTIVE' AND to_id = ANY($6)) AS climbed
    FROM made GROUP BY kind
"""


async def ask(connection: Connection, by: Viewer | None, at: datetime) -> Written:
    """A job that looks at every member. One that waits or runs already stands for this one too."""
    total = await connection.fetchval(TOTAL)
    return {"job": await jobs.ask(connection, by, KIND, {}, at, total=total, is_alone=True)}


async def ask_if_due(connection: Connection, at: datetime) -> None:
    """For the timetable: only if the validity of some member's tier ended."""
    ladder = await load(connection)
    if await connection.fetchval(IS_ANY_DUE, at, list(ladder.treatments)):
        await ask(connection, None, at)


async def step(connection: Connection, work: Work) -> Step:
    """The next members by key, as they are now. Two that happen at once do not undo each other: whoever changed
    a member's tier meanwhile looked at it with the same rules."""
    after = UUID(work.state.get("after", str(FIRST)))
    last, members = await _reach(connection, after)
    if last is None:
        return Step(0, work.state, is_last=True)
    ladder = await load(connection)
    figures = await sweep(connection, ladder, after, last, work)
    total = max(work.total or 0, work.done + members)
    return Step(members, {"after": str(last)}, members < BATCH, total=total, figures=figures)


async def sweep(connection: Connection, ladder: Ladder, after: UUID, last: UUID, work: Work) -> dict[str, int]:
    """How many changes of each kind, of members whose keys lie above `after` up to `last`."""
    digits = CURRENCY_DIGITS[work.program.currency]
    chosen = ways(LADDER, "m.id > $1 AND m.id <= $2", "$3::timestamptz", "$4::text", digits)
    rows = await connection.fetch(
        SWEEP.format(ways=chosen), after, last, work.at, str(work.program.zone), work.actor, list(ladder.giving)
    )
    given = sum([await _give(connection, row["climbed"] or (), work) for row in rows])
    found = {row["kind"].lower(): row["changes"] for row in rows}
    return found | ({"benefits": given} if given else {})


async def _reach(connection: Connection, after: UUID) -> tuple[UUID | None, int]:
    """The last key of the next batch, and how many members it has."""
    last = await connection.fetchval(LAST, after, BATCH - 1)
    if last is not None:
        return last, BATCH
    rest: Record = await connection.fetchrow(REST, after)
    return rest["last"], rest["count"]


async def _give(connection: Connection, climbed: Sequence[tuple[UUID, UUID, datetime]], work: Work) -> int:
    given = 0
    for member, tier, at in climbed:
        key = f"{TierChangeKind.UPGRADE}:{at.astimezone(work.program.zone).year}"
        given += await benefits.grant(connection, member, tier, BenefitOccasion.UPGRADE, key, at, work.actor)
    return given
