"""A tier that a member paid for climbs at once, for as long as the tier is valid; then the rules decide again."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions.tiers import benefits
from actions.tiers.evaluating import move
from actions.tiers.ladder import load
from rules.refusals import ErrorCode, Refused
from rules.tiers import Decision, TierChangeKind, ends_after

NOW = "SELECT tier_id FROM member WHERE id = $1"


async def climb(
    connection: Connection, member: UUID, code: str, reason: str, at: datetime, zone: ZoneInfo, actor: str
) -> None:
    """The caller has locked the member. Raises Refused unless the tier is above the member's."""
    ladder = await load(connection)
    now = ladder.rules.get(await connection.fetchval(NOW, member))
    new = next((rule for rule in ladder.tiers if rule.code == code), None)
    if new is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no tier '{code}'.", ("rewardCode",), code=code)
    if now is not None and new.rank <= now.rank:
        raise Refused(ErrorCode.NOT_ELIGIBLE, "The member has this tier, or a higher one.", ("member",))
    decision = Decision(TierChangeKind.UPGRADE, now, new, at, ends_after(new, at, zone), "{reason}", {"reason": reason})
    await move(connection, member, decision, ladder, actor)
    await benefits.give(connection, member, ladder, decision, zone, actor)
