"""Looks at one member with the rules of the program: at an order, after an act, when a person gives the rules back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.tiers import benefits
from actions.tiers.ladder import Ladder, load
from models.tiering import BOUGHT
from rules.members import MemberStatus
from rules.money import CURRENCY_DIGITS
from rules.standing import Treatment
from rules.tiers import (
    Basis,
    Bought,
    Decision,
    Facts,
    Standing,
    TierChangeKind,
    TierMode,
    decide,
    ends_after,
    highest,
    months_before,
)

SUBJECT = """
    SELECT m.id, m.status, m.tier_id, m.tier_mode, m.tier_floor_id, m.tier_cap_id, m.tier_expires_at,
           m.growth_account_id, m.points_account_id, growth.balance AS growth, points.balance AS points
    FROM member m JOIN ledger_account growth ON growth.id = m.growth_account_id
    JOIN ledger_account points ON points.id = m.points_account_id
    WHERE m.id = $1 FOR NO KEY UPDATE OF m
"""
SINCE = "SELECT coalesce(sum(delta), 0)::bigint FROM ledger_entry WHERE account_id = $1 AND at >= $2"
MOVE = """
    WITH given AS (
        SELECT $1::uuid AS member, $2::uuid AS before, $3::uuid AS after, $4::timestamptz AS until, $5::text AS kind,
               $6::timestamptz AS at, $7::uuid AS order_id, $8::text AS reason, $9::text AS actor, $10::text AS notice
    ), moved AS (
        UPDATE member SET tier_id = given.after, tier_expires_at = given.until,
            tier_since = CASE WHEN given.kind = 'KEEP' THEN member.tier_since ELSE given.at END
        FROM given WHERE member.id = given.member RETURNING member.status
    ), change AS (
        INSERT INTO tier_change (member_id, kind, from_tier_id, to_tier_id, order_id, reason, actor, at)
        SELECT member, kind, before, after, order_id, reason, actor, at FROM given, moved RETURNING id
    )
    INSERT INTO member_notice (member_id, kind, key, body, due_at)
    SELECT member, notice, 'tier:' || change.id, jsonb_build_object('reason', reason, 'until', until,
               'from', (SELECT code FROM tier WHERE id = before), 'to', (SELECT code FROM tier WHERE id = after)), at
    FROM given, moved, change WHERE notice IS NOT NULL AND moved.status = 'ACTIVE'
"""
NOTICES = {TierChangeKind.UPGRADE: "tier.upgraded", TierChangeKind.DOWNGRADE: "tier.downgraded"}
JOINED = "Joined"


async def evaluate(
    connection: Connection,
    member: UUID,
    at: datetime,
    zone: ZoneInfo,
    currency: str,
    actor: str,
    order: UUID | None = None,
    ladder: Ladder | None = None,
) -> list[Decision]:
    """What the rules changed, in order: ends of validity up to `at`, then a climb; writes tier, history, notices.

    Call it last in a verb, after spend and growth are written. It locks the member's row (again). `ladder` spares
    reading the tiers; it may be older than the member, whose tier it then does not know, and is read afresh.
    """
    ladder = ladder or await load(connection)
    subject = await connection.fetchrow(SUBJECT, member)
    if not _knows(ladder, subject):
        ladder = await load(connection)
    if subject["status"] not in ladder.treatments:
        return []
    standing, made = standing_of(subject, ladder), []
    while (decision := await _decision(connection, subject, standing, ladder, at, zone, currency)) is not None:
        is_climb = decision.kind is TierChangeKind.UPGRADE
        await move(connection, member, decision, ladder, actor, order if is_climb else None)
        made.append(decision)
        standing = replace(standing, tier=decision.after, ends=decision.expires_at)
        if is_climb:
            await benefits.give(connection, member, ladder, decision, zone, actor)
            break
    return made


async def join(
    connection: Connection, member: UUID, at: datetime, zone: ZoneInfo, actor: str, tier: UUID | None = None
) -> UUID | None:
    """The tier that a new member starts with: the given one, otherwise the highest that asks for nothing."""
    ladder = await load(connection)
    rule = ladder.rules[tier] if tier else highest(ladder.tiers, Facts())
    if rule is not None:
        ends = ends_after(rule, at, zone)
        key = ladder.key(rule)
        await connection.execute(MOVE, member, None, key, ends, TierChangeKind.JOIN, at, None, JOINED, actor, None)
    return ladder.key(rule)


async def _decision(
    connection: Connection,
    subject: Record,
    standing: Standing,
    ladder: Ladder,
    at: datetime,
    zone: ZoneInfo,
    currency: str,
) -> Decision | None:
    if standing.is_left_alone:
        return None
    facts = await _facts(connection, subject, ladder, standing.review(at), at)
    return decide(ladder.tiers, standing, facts, at, zone, CURRENCY_DIGITS[currency])


async def move(
    connection: Connection, member: UUID, decision: Decision, ladder: Ladder, actor: str, order: UUID | None = None
) -> None:
    """Writes a decision: the member's tier, its history, and the member's notice."""
    notice = NOTICES.get(_direction(decision))
    await connection.execute(
        MOVE, member, ladder.key(decision.before), ladder.key(decision.after), decision.expires_at, decision.kind,
        decision.at, order, decision.reason, actor, notice,
    )  # fmt: skip


def _direction(decision: Decision) -> TierChangeKind:
    before, after = (-1 if tier is None else tier.rank for tier in (decision.before, decision.after))
    if before == after:
        return TierChangeKind.KEEP
    return TierChangeKind.UPGRADE if after > before else TierChangeKind.DOWNGRADE


async def facts_at(connection: Connection, member: UUID, ladder: Ladder, at: datetime) -> Facts:
    """What the member has now."""
    return await _facts(connection, await connection.fetchrow(SUBJECT, member), ladder, None, at)


async def _facts(connection: Connection, subject: Record, ladder: Ladder, end: datetime | None, at: datetime) -> Facts:
    """Before an end that passed, which was another time than now; or at `at` with what happened at that moment."""
    until = end or at
    bought = await bought_until(connection, subject["id"], ladder, until, is_over=end is not None)
    growth, points = subject["growth"], subject["points"]
    if end is not None:
        growth -= await connection.fetchval(SINCE, subject["growth_account_id"], end)
        points -= await connection.fetchval(SINCE, subject["points_account_id"], end)
    return Facts(growth, points, bought)


async def bought_until(
    connection: Connection, member: UUID, ladder: Ladder, until: datetime, *, is_over: bool
) -> dict[Basis, Bought]:
    """By the basis of tiers; what happened at the moment itself counts unless it `is_over`."""
    starts = [months_before(until, months) for _, months, _ in ladder.bases]
    stores = [None if keys is None else f"{{{','.join(map(str, keys))}}}" for _, _, keys in ladder.bases]
    rows = await connection.fetch(BOUGHT, member, starts, until, not is_over, stores)
    return {ladder.bases[row["place"] - 1][0]: Bought(row["spend"], row["orders"]) for row in rows}


def standing_of(subject: Record, ladder: Ladder) -> Standing:
    tier, floor, cap = (ladder.rules.get(subject[name]) for name in ("tier_id", "tier_floor_id", "tier_cap_id"))
    upgrade, downgrade = ladder.treatments.get(MemberStatus(subject["status"]), (Treatment.IGNORE, Treatment.IGNORE))
    mode = TierMode(subject["tier_mode"])
    return Standing(tier, subject["tier_expires_at"], mode, floor, cap, upgrade, downgrade)


def _knows(ladder: Ladder, subject: Record) -> bool:
    named = {subject["tier_id"], subject["tier_floor_id"], subject["tier_cap_id"]} - {None}
    return named <= ladder.rules.keys()
