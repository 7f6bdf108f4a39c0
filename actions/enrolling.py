"""Makes a member with everything that a member has: number, accounts, wallet, figures, tier, and how he joined."""

from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions.tiers.evaluating import join
from rules.check_digits import luhn_digit
from rules.joining import JoiningWay

NUMBER = "SELECT nextval('member_number')"
IS_TAKEN = "SELECT EXISTS (SELECT FROM member WHERE member_no = $1)"
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
    given AS (SELECT * FROM jsonb_populate_record(NULL::member, $1::text::jsonb))
    INSERT INTO member (
        id, member_no, name, latin_name, phone, email, birthday, gender, is_anonymous, source_id, home_store_id,
        referrer_id, external_reference, joined_at, custom, points_account_id, growth_account_id,
        tier_floor_id
    )
    SELECT self.id, $3, given.name, given.latin_name, given.phone, given.email, given.birthday, given.gender,
        coalesce(given.is_anonymous, false), given.source_id, given.home_store_id, given.referrer_id,
        given.external_reference, $4, coalesce(given.custom, '{}'), points.id, growth.id, $2
    FROM self CROSS JOIN given CROSS JOIN account points CROSS JOIN account growth
    WHERE points.asset = 'POINTS' AND growth.asset = 'GROWTH'
    RETURNING id
"""
JOINED = """
    INSERT INTO joining (member_id, way, policy_id, order_id, card_id, fee, activity, charter_version, actor, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """How somebody became a member. `fee` is in minor units."""

    way: JoiningWay
    actor: str
    at: datetime
    policy: UUID | None = None
    order: UUID | None = None
    card: UUID | None = None
    fee: int | None = None
    activity: str | None = None
    charter_version: str | None = None


async def enroll(
    connection: Connection,
    file: dict[str, Any],
    joined: Joined,
    zone: ZoneInfo,
    tier: UUID | None = None,
    floor: UUID | None = None,
) -> tuple[UUID, str]:
    """The key and the number of the new member. `file` has values by column. Raises UniqueViolationError.

    Without a tier the member starts with the highest that asks for nothing; the rules never go below the floor.
    """
    number = await next_number(connection)
    member = await connection.fetchval(MAKE, dumps(file, default=str), floor, number, joined.at)
    await join(connection, member, joined.at, zone, joined.actor, tier or floor)
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
