"""Makes a member with everything that a member has: number, accounts, wallet, figures, tier, and how he joined."""

from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from rules.check_digits import luhn_digit
from rules.joining import JoiningWay

NUMBER = "SELECT nextval('member_number')"
IS_TAKEN = "SELECT EXISTS (SELECT FROM member WHERE member_no = $1)"
LOWEST_TIER = """
    SELECT id FROM tier WHERE is_active AND coalesce(growth_threshold, 0) = 0 AND coalesce(spend_threshold, 0) = 0
        AND coalesce(order_count_threshold, 0) = 0 AND coalesce(points_threshold, 0) = 0
    ORDER BY rank LIMIT 1
"""
MAKE = """
    WITH self AS (SELECT uuidv7() AS id),
    account AS (
        INSERT INTO ledger_account (asset, member_id)
        SELECT asset, self.id FROM self, unnest(ARRAY['POINTS', 'GROWTH', 'PRINCIPAL', 'BONUS']) AS asset
        RETURNING id, asset
    ),
    figures AS (INSERT INTO member_metrics (member_id) SELECT id FROM self),
    wallet AS (
        INSERT INTO wallet (member_id, principal_account_id, bonus_account_id)
        SELECT self.id, principal.id, bonus.id FROM self, account principal, account bonus
        WHERE principal.asset = 'PRINCIPAL' AND bonus.asset = 'BONUS'
    ),
    given AS (SELECT * FROM jsonb_populate_record(NULL::member, $1::text::jsonb)),
    level AS (SELECT id, validity_months FROM tier WHERE id = $2)
    INSERT INTO member (
        id, member_no, name, latin_name, phone, email, birthday, gender, is_anonymous, source_id, home_store_id,
        referrer_id, external_reference, joined_at, custom, points_account_id, growth_account_id,
        tier_id, tier_floor_id, tier_since, tier_expires_at
    )
    SELECT self.id, $4, given.name, given.latin_name, given.phone, given.email, given.birthday, given.gender,
        coalesce(given.is_anonymous, false), given.source_id, given.home_store_id, given.referrer_id,
        given.external_reference, $5::timestamptz, coalesce(given.custom, '{}'), points.id, growth.id,
        level.id, $3, CASE WHEN level.id IS NOT NULL THEN $5::timestamptz END,
        $5::timestamptz + make_interval(months => level.validity_months)
    FROM self CROSS JOIN given CROSS JOIN account points CROSS JOIN account growth LEFT JOIN level ON true
    WHERE points.asset = 'POINTS' AND growth.asset = 'GROWTH'
    RETURNING id
"""
MOVED = """
    INSERT INTO tier_change (member_id, kind, to_tier_id, order_id, reason, actor, at)
    VALUES ($1, 'JOIN', $2, $3, $4, $5, $6)
"""
JOINED = """
    INSERT INTO joining (member_id, way, policy_id, order_id, card_id, fee, activity, charter_version, actor, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """How somebody became a member. `fee` is in minor units."""

    way: JoiningWay
    reason: str
    actor: str
    at: datetime
    policy: UUID | None = None
    order: UUID | None = None
    card: UUID | None = None
    fee: int | None = None
    activity: str | None = None
    charter_version: str | None = None


async def enroll(
    connection: Connection, file: dict[str, Any], tier: UUID | None, floor: UUID | None, joined: Joined
) -> tuple[UUID, str]:
    """The key and the number of the new member. `file` has values by column. Raises UniqueViolationError."""
    number = await next_number(connection)
    member = await connection.fetchval(MAKE, _json(file), tier, floor, number, joined.at)
    if tier is not None:
        await connection.execute(MOVED, member, tier, joined.order, joined.reason, joined.actor, joined.at)
    await connection.execute(
        JOINED, member, joined.way, joined.policy, joined.order, joined.card, joined.fee, joined.activity,
        joined.charter_version, joined.actor, joined.at,
    )  # fmt: skip
    return member, number


async def next_number(connection: Connection) -> str:
    """A member number that nobody has: eight digits from a sequence and a check digit."""
    while True:
        digits = f"{await connection.fetchval(NUMBER):08}"
        number = f"M-{digits}{luhn_digit(digits)}"
        if not await connection.fetchval(IS_TAKEN, number):
            return number


async def lowest_tier(connection: Connection) -> UUID | None:
    """The tier that needs nothing, if there is one."""
    return await connection.fetchval(LOWEST_TIER)


def _json(file: dict[str, Any]) -> str:
    return dumps(file, default=str)
