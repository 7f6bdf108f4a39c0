"""The book: posts transactions whose entries sum to zero, and moves the balances with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from rules.ledger import Asset
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
POST = """
    WITH side AS (
        SELECT * FROM unnest($10::uuid[], $11::text[], $12::bigint[], $13::uuid[], $14::timestamptz[])
            WITH ORDINALITY AS side (account_id, kind, delta, reverses_id, expires_at, place)
    ), moved AS (
        UPDATE ledger_account account SET balance = account.balance + sum.delta,
            total_in = account.total_in + sum.came, total_out = account.total_out + sum.went
        FROM (SELECT account_id, sum(delta) AS delta, sum(greatest(delta, 0)) AS came, -sum(least(delta, 0)) AS went
              FROM side GROUP BY account_id) sum
        WHERE account.id = sum.account_id AND account.bucket <> 'OUTSIDE'
        RETURNING account.id, account.balance
    ), why AS (
        INSERT INTO ledger_transaction
            (operation, actor, idempotency_key, reason, source, order_id, ticket_id, reverses_id, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
    )
    INSERT INTO ledger_entry (transaction_id, account_id, kind, delta, balance_after, reverses_id, expires_at, at)
    SELECT why.id, side.account_id, side.kind, side.delta, moved.balance, side.reverses_id, side.expires_at, $9
    FROM why, side LEFT JOIN moved ON moved.id = side.account_id ORDER BY side.place
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Why:
    """What a transaction says of itself."""

    operation: str
    actor: str
    reason: str
    source: str
    at: datetime
    key: str | None = None
    order_id: UUID | None = None
    ticket_id: UUID | None = None
    reverses_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One entry: by how much an account changes."""

    account_id: UUID
    kind: PointsEntryKind
    delta: int
    reverses_id: UUID | None = None
    expires_at: datetime | None = None


async def outside(connection: Connection, asset: Asset) -> UUID:
    """The account of the outside for an asset; made at its first use."""
    code = OUTSIDE[asset]
    found = await connection.fetchval(FIND_OUTSIDE, code)
    if found is None:
        await connection.execute(MAKE_OUTSIDE, asset, code)
        found = await connection.fetchval(FIND_OUTSIDE, code)
    return found


async def locked(connection: Connection, accounts: Iterable[UUID]) -> dict[UUID, int]:
    """Balances of accounts that nobody else can change until the transaction ends; locked in the order of their ids."""
    return {row["id"]: row["balance"] for row in await connection.fetch(LOCK, list(accounts))}


async def post(connection: Connection, why: Why, sides: Sequence[Side]) -> list[UUID]:
    """The keys of the entries, in the order of the sides. Lock the accounts first if there are several of members."""
    rows = await connection.fetch(
        POST,
        why.operation, why.actor, why.key, why.reason, why.source, why.order_id, why.ticket_id, why.reverses_id, why.at,
        [side.account_id for side in sides],
        [side.kind for side in sides],
        [side.delta for side in sides],
        [side.reverses_id for side in sides],
        [side.expires_at for side in sides],
    )  # fmt: skip
    return [row["id"] for row in rows]
