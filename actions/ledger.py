"""The book: posts transactions whose entries sum to zero, and moves the balances with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from rules.ledger import Asset, Bucket
from rules.points import PointsEntryKind

OUTSIDE = {
    Asset.POINTS: "points:issued",
    Asset.GROWTH: "growth:issued",
    Asset.PRINCIPAL: "principal:paid",
    Asset.BONUS: "bonus:given",
}
"The other side of what members get and give, for each asset."
MAKE_OUTSIDE = (
    "INSERT INTO ledger_account (asset, bucket, code) VALUES ($1, 'OUTSIDE', $2) ON CONFLICT (code) DO NOTHING"
)
FIND_OUTSIDE = "SELECT id FROM ledger_account WHERE code = $1"
LOCK = "SELECT id, balance FROM ledger_account WHERE id = ANY($1) AND bucket <> 'OUTSIDE' ORDER BY id FOR UPDATE"
FIND_ACCOUNT = "SELECT id FROM ledger_account WHERE (member_id, asset, bucket) = ($1, $2, $3)"
MAKE_ACCOUNT = """
    INSERT INTO ledger_account (member_id, asset, bucket) VALUES ($1, $2, $3)
    ON CONFLICT (member_id, asset, bucket) WHERE member_id IS NOT NULL DO NOTHING
"""
POSTED = """
    WITH side AS (
        SELECT * FROM unnest(
            $12::uuid[], $13::text[], $14::bigint[], $15::uuid[], $16::timestamptz[], $17::bigint[]
        ) WITH ORDINALITY AS side (account_id, kind, delta, reverses_id, expires_at, order_line_id, place)
    ), moved AS (
        UPDATE ledger_account account SET balance = account.balance + sum.delta,
            total_in = account.total_in + sum.came, total_out = account.total_out + sum.went
        FROM (SELECT account_id, sum(delta) AS delta,
                     coalesce(sum(delta) FILTER (WHERE delta > 0 AND kind <> 'RELEASE'), 0) AS came,
                     coalesce(-sum(delta) FILTER (WHERE delta < 0 OR kind = 'RELEASE'), 0) AS went
              FROM side GROUP BY account_id) sum
        WHERE account.id = sum.account_id AND account.bucket <> 'OUTSIDE'
        RETURNING account.id, account.balance
    ), why AS (
        INSERT INTO ledger_transaction
            (operation, actor, idempotency_key, reason, source, order_id, ticket_id, reverses_id, campaign_id,
             earning_rule_id, at, identity)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $18) RETURNING id
    ), told AS (
        INSERT INTO outbox_event (kind, subject_type, subject_id, transaction_id, body, at)
        SELECT 'ledger.posted', 'LedgerTransaction', id, id,
               jsonb_build_object('operation', $1::text, 'source', $5::text), $11
        FROM why
    ), posted AS (
        INSERT INTO ledger_entry
            (transaction_id, account_id, kind, delta, balance_after, reverses_id, expires_at, order_line_id, at)
        SELECT why.id, side.account_id, side.kind, side.delta,
               moved.balance - coalesce(sum(side.delta) OVER later, 0),
               side.reverses_id, side.expires_at, side.order_line_id, $11
        FROM why, side LEFT JOIN moved ON moved.id = side.account_id
        WINDOW later AS (PARTITION BY side.account_id ORDER BY side.place
                         ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
        ORDER BY side.place
        RETURNING *
    )
"""
"""Points that come back from a hold were never gone: RELEASE lowers what went instead of raising what came."""


POST = POSTED + "SELECT id FROM posted ORDER BY id"
"""Keys ascend within a session, so that their order is that of the sides."""
POST_LOTS = (
    POSTED
    + """
    , lot AS (
        INSERT INTO points_lot (account_id, entry_id, granted, remaining, available_at, expires_at)
        SELECT placed.account_id, placed.id, placed.delta, greatest(0, least(placed.delta, placed.balance_after)),
               given.available_at, placed.expires_at
        FROM (SELECT posted.*, row_number() OVER (ORDER BY id) AS place FROM posted) placed
        JOIN unnest($19::timestamptz[]) WITH ORDINALITY AS given (available_at, place) ON given.place = placed.place
        ORDER BY placed.place
        RETURNING id, entry_id, granted - remaining AS owed
    ), owed AS (INSERT INTO lot_use (lot_id, entry_id, amount) SELECT id, entry_id, owed FROM lot WHERE owed > 0)
    SELECT id FROM posted ORDER BY id
"""
)
"""On an account in debt, the part of a credit that pays the debt is used at once."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a transaction says of itself. `key` is unique among those of the caller `identity`, whatever the name."""

    operation: str
    actor: str
    reason: str
    source: str
    at: datetime
    key: str | None = None
    order_id: UUID | None = None
    ticket_id: UUID | None = None
    reverses_id: UUID | None = None
    campaign_id: UUID | None = None
    earning_rule_id: UUID | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One entry: by how much an account changes."""

    account_id: UUID
    kind: PointsEntryKind
    delta: int
    reverses_id: UUID | None = None
    expires_at: datetime | None = None
    order_line_id: int | None = None


async def outside(connection: Connection, asset: Asset) -> UUID:
    """The account of the outside for an asset; made at its first use."""
    code = OUTSIDE[asset]
    found = await connection.fetchval(FIND_OUTSIDE, code)
    if found is None:
        await connection.execute(MAKE_OUTSIDE, asset, code)
        found = await connection.fetchval(FIND_OUTSIDE, code)
    return found


async def account(connection: Connection, member: UUID, asset: Asset, bucket: Bucket) -> UUID:
    """A member's account; made at its first use. Those that every member has are made with the member."""
    found = await connection.fetchval(FIND_ACCOUNT, member, asset, bucket)
    if found is None:
        await connection.execute(MAKE_ACCOUNT, member, asset, bucket)
        found = await connection.fetchval(FIND_ACCOUNT, member, asset, bucket)
    return found


async def locked(connection: Connection, accounts: Iterable[UUID]) -> dict[UUID, int]:
    """Balances of accounts that nobody else can change until the transaction ends; locked in the order of their ids."""
    return {row["id"]: row["balance"] for row in await connection.fetch(LOCK, list(accounts))}


async def post(
    connection: Connection, why: Why, sides: Sequence[Side], available_at: Sequence[datetime] = ()
) -> list[UUID]:
    """The keys of the entries, in the order of the sides. Lock the accounts first if there are several of members.

    For each moment of `available_at` the side in the same place, a credit of points, becomes a lot. The outbox learns
    of the transaction in the same statement.
    """
    rows = await connection.fetch(
        POST_LOTS if available_at else POST,
        why.operation, why.actor, why.key, why.reason, why.source, why.order_id, why.ticket_id, why.reverses_id,
        why.campaign_id, why.earning_rule_id, why.at,
        [side.account_id for side in sides],
        [side.kind for side in sides],
        [side.delta for side in sides],
        [side.reverses_id for side in sides],
        [side.expires_at for side in sides],
        [side.order_line_id for side in sides],
        why.identity,
        *([list(available_at)] if available_at else []),
    )  # fmt: skip
    return [row["id"] for row in rows]
