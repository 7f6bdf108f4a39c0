"""Gives what a tier gives by itself to whoever climbs to it, once for each benefit and calendar year."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import coupons, points
from actions.tiers.ladder import Ladder
from rules.members import MemberStatus
from rules.permissions import Access
from rules.refusals import ErrorCode, Refused
from rules.tiers import BenefitOccasion, Decision
from rules.viewer import Viewer

NOBODY = Access(())
OF_TIER = """
    SELECT b.id, b.name, b.points, b.points_valid_days, t.code AS template
    FROM tier_benefit tb JOIN benefit b ON b.id = tb.benefit_id LEFT JOIN coupon_template t ON t.id = b.template_id
    WHERE tb.tier_id = $1 AND b.is_active AND b.occasion = $2 AND b.days_ahead >= $3 ORDER BY tb.position, b.id
"""
ONE = """
    SELECT b.id, b.name, b.points, b.points_valid_days, b.is_active, t.code AS template
    FROM benefit b LEFT JOIN coupon_template t ON t.id = b.template_id WHERE b.id = $1
"""
CLAIM = """
    INSERT INTO benefit_grant (member_id, benefit_id, tier_id, key, at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (member_id, benefit_id, key) DO NOTHING RETURNING id
"""
GIVEN = "UPDATE benefit_grant SET coupon_id = $2, entry_id = $3 WHERE id = $1"
STATUS = "SELECT status FROM member WHERE id = $1"


async def give(
    connection: Connection, member: UUID, ladder: Ladder, decision: Decision, zone: ZoneInfo, actor: str
) -> None:
    """After a climb. A member who is frozen gets nothing. One benefit that cannot be given stops no other."""
    tier = ladder.key(decision.after)
    if tier in ladder.giving and await connection.fetchval(STATUS, member) == MemberStatus.ACTIVE:
        key = f"{BenefitOccasion.UPGRADE}:{decision.at.astimezone(zone).year}"
        await grant(connection, member, tier, BenefitOccasion.UPGRADE, key, decision.at, actor)


async def grant(
    connection: Connection,
    member: UUID,
    tier: UUID,
    occasion: BenefitOccasion,
    key: str,
    at: datetime,
    actor: str,
    days: int = 0,
) -> int:
    """How many benefits of the tier were given; `key` names the occasion, each of which gives once.

    `days` is how far ahead the occasion lies: what is given later than that waits.
    """
    given = 0
    for benefit in await connection.fetch(OF_TIER, tier, occasion, days):
        try:
            async with connection.transaction():
                given += await _grant(connection, member, tier, benefit, key, at, actor)
        except Refused:
            continue
    return given


async def exchange(
    connection: Connection, member: UUID, tier: UUID | None, benefit: UUID, key: str, at: datetime, actor: str
) -> None:
    """Gives one benefit for what the member paid. Raises Refused: switched off, or what it gives cannot be given."""
    found = await connection.fetchrow(ONE, benefit)
    if not found["is_active"]:
        message = "The benefit {name} is switched off."
        raise Refused(ErrorCode.STATE, message, ("rewardCode",), name=found["name"])
    await _grant(connection, member, tier, found, key, at, actor)


async def _grant(
    connection: Connection, member: UUID, tier: UUID | None, benefit: Record, key: str, at: datetime, actor: str
) -> bool:
    claim = await connection.fetchval(CLAIM, member, benefit["id"], tier, key, at)
    if claim is None:
        return False
    by = Viewer(kind="CLIENT", name=actor, roles=(), access=NOBODY, fingerprint="")
    coupon = entry = None
    if benefit["template"]:
        coupon = (await coupons.issue(connection, by, benefit["template"], member, at, f"benefit:{claim}"))["coupon"]
    if benefit["points"]:
        ends = at + timedelta(days=benefit["points_valid_days"]) if benefit["points_valid_days"] else None
        entry = (await points.earn(connection, by, member, benefit["points"], benefit["name"], at, ends))["entry"]
    await connection.execute(GIVEN, claim, coupon, entry)
    return True
