"""The one door to members: whoever calls or writes claims the contact here first, and is refused if in doubt."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from rules.contacting import ALL, ContactChannel, ContactPurpose, caps, check_hours, check_reachable, refused_by_limit

LIMITS = (
    "SELECT channel, tiers, per_day, per_week, per_month, quiet_from, quiet_until FROM contact_limit WHERE is_active"
)
ZONE = """
    SELECT coalesce(
        (SELECT c.zone FROM call_team t JOIN business_calendar c ON c.id = t.calendar_id
         WHERE t.is_active AND (t.stores = '{}' OR EXISTS (SELECT FROM store s
             WHERE s.id = m.home_store_id AND s.code = ANY(t.stores)))
         ORDER BY t.stores = '{}', t.position, t.code LIMIT 1),
        (SELECT zone FROM business_calendar WHERE is_default), 'UTC')
"""
"Of the team that calls the member (`m`), else of the default calendar."
FOUND = f"""
    SELECT m.status, m.archived_at, m.phone, m.email, tier.code AS tier, ({ZONE}) AS zone,
        ARRAY(SELECT channel FROM contact_refusal WHERE member_id = m.id) AS refused
    FROM member m LEFT JOIN tier ON tier.id = m.tier_id WHERE m.id = $1
"""
CLAIM = """
    WITH counted AS (
        INSERT INTO contact_count AS kept (member_id, channel, day, on_day, in_week, in_month)
        SELECT $1, said.channel, $2, 1, 1, 1 FROM unnest($3::text[], $4::int[], $5::int[], $6::int[])
            AS said (channel, a_day, a_week, a_month)
        WHERE least(said.a_day, said.a_week, said.a_month) > 0
        ON CONFLICT (member_id, channel) DO UPDATE SET
            day = greatest(kept.day, excluded.day),
            on_day = 1 + CASE WHEN kept.day >= excluded.day THEN kept.on_day ELSE 0 END,
            in_week = 1 + CASE WHEN kept.day >= date_trunc('week', excluded.day)::date THEN kept.in_week ELSE 0 END,
            in_month = 1 + CASE WHEN kept.day >= date_trunc('month', excluded.day)::date THEN kept.in_month ELSE 0 END
        WHERE (kept.day < excluded.day OR kept.on_day < ($4::int[])[array_position($3, kept.channel)])
          AND (kept.day < date_trunc('week', excluded.day)::date
               OR kept.in_week < ($5::int[])[array_position($3, kept.channel)])
          AND (kept.day < date_trunc('month', excluded.day)::date
               OR kept.in_month < ($6::int[])[array_position($3, kept.channel)])
        RETURNING channel)
    INSERT INTO contact (member_id, channel, purpose, about, actor, day, at)
    SELECT $1, $7, $8, $9, $10, $2, $11 FROM counted HAVING count(*) = cardinality($3::text[])
    RETURNING id
"""
"""Counts and claims at once: whoever comes at the same moment waits for the row, and then meets the new count."""
RELEASE = "UPDATE contact SET released_at = $2 WHERE id = $1 AND released_at IS NULL RETURNING member_id, channel, day"
UNCOUNT = """
    UPDATE contact_count SET
        on_day = on_day - CASE WHEN day = $3 THEN 1 ELSE 0 END,
        in_week = in_week - CASE WHEN date_trunc('week', day) = date_trunc('week', $3::date) THEN 1 ELSE 0 END,
        in_month = in_month - CASE WHEN date_trunc('month', day) = date_trunc('month', $3::date) THEN 1 ELSE 0 END
    WHERE member_id = $1 AND channel = ANY($2)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to reach which member how, and what about."""

    member: UUID
    channel: ContactChannel
    purpose: ContactPurpose
    about: str
    actor: str


async def claim(connection: Connection, wish: Wish, at: datetime) -> UUID:
    """The contact, which counts from now on; inside the caller's transaction, so that it is taken back with it.

    Raises Refused: the member is not active, does not want it, has no such address; quiet hours; no limit that covers
    the channel; a limit that is reached. Nothing but a contact in hand allows to call or write.
    """
    member = await connection.fetchrow(FOUND, wish.member)
    check_reachable(member, wish.channel)
    limits = await connection.fetch(LIMITS)
    whole, own = caps(limits, member["tier"], wish.channel)
    local = at.astimezone(ZoneInfo(member["zone"]))
    check_hours(limits, member["tier"], wish.channel, local)
    both = list(zip((ALL, wish.channel.value), (whole, own), strict=True))
    channels = [name for name, _ in both]
    spans = [[getattr(cap, span) for _, cap in both] for span in ("per_day", "per_week", "per_month")]
    said = (wish.channel, wish.purpose, wish.about[:200], wish.actor, at)
    async with connection.transaction():
        claimed = await connection.fetchval(CLAIM, wish.member, local.date(), channels, *spans, *said)
        if claimed is None:
            raise refused_by_limit(wish.channel)
    return claimed


async def release(connection: Connection, contact: UUID, at: datetime) -> None:
    """It did not happen, and no longer counts; once."""
    row = await connection.fetchrow(RELEASE, contact, at)
    if row is not None:
        await connection.execute(UNCOUNT, row["member_id"], [ALL, row["channel"]], row["day"])
