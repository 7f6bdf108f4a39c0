"""Points whose time has come: pending lots move to the account of what can be spent."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import jobs, tiers
from actions.expiry import ACTOR
from actions.jobs import Step, Work

KIND = "points.mature"
BATCH = 5_000
IS_ANY_DUE = """
    SELECT EXISTS (SELECT FROM points_lot lot JOIN ledger_account account ON account.id = lot.account_id
                   WHERE lot.remaining > 0 AND lot.available_at <= $1 AND account.bucket = 'PENDING')
"""
DUE = """
    SELECT pending.id AS pending, member.points_account_id AS available
    FROM ledger_account pending JOIN member ON member.id = pending.member_id
    WHERE pending.asset = 'POINTS' AND pending.bucket = 'PENDING' AND pending.balance > 0
      AND EXISTS (SELECT FROM points_lot lot
                  WHERE lot.account_id = pending.id AND lot.remaining > 0 AND lot.available_at <= $1)
    ORDER BY pending.id LIMIT $2
"""
DECIDE = "SELECT EXISTS (SELECT FROM tier WHERE points_threshold IS NOT NULL)"
LOCK = "SELECT FROM ledger_account WHERE id = ANY($1) ORDER BY id FOR UPDATE"
MOVE = """
    WITH pair AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS pair (pending, available)
    ), due AS (
        SELECT lot.id, pair.pending, pair.available, lot.remaining,
               sum(lot.remaining) OVER (PARTITION BY pair.pending ORDER BY lot.id)::bigint AS until,
               greatest(- account.balance, 0) AS debt
        FROM points_lot lot JOIN pair ON pair.pending = lot.account_id
        JOIN ledger_account account ON account.id = pair.available
        WHERE lot.remaining > 0 AND lot.available_at <= $3
    ), total AS MATERIALIZED (
        SELECT pending, available, sum(remaining)::bigint AS points, count(*) AS lots, uuidv7() AS posted,
               uuidv7() AS entry
        FROM due GROUP BY pending, available
    ), moved AS (
        UPDATE ledger_account account SET balance = account.balance + change.delta,
            total_in = account.total_in + greatest(change.delta, 0),
            total_out = account.total_out - least(change.delta, 0)
        FROM (SELECT pending AS id, - points AS delta FROM total UNION ALL SELECT available, points FROM total) change
        WHERE account.id = change.id RETURNING account.id, account.balance
    ), why AS (
        INSERT INTO ledger_transaction (id, operation, actor, reason, source, at)
        SELECT posted, 'points.matured', $4, 'Available now', 'pending', $3 FROM total
    ), told AS (
        INSERT INTO outbox_event (kind, subject_type, subject_id, transaction_id, body, at)
        SELECT 'ledger.posted', 'LedgerTransaction', posted, posted,
               '{"operation": "points.matured", "source": "pending"}', $3 FROM total
    ), entries AS (
        INSERT INTO ledger_entry (id, transaction_id, account_id, kind, delta, balance_after, at)
        SELECT side.id, side.posted, side.account, side.kind, side.delta, moved.balance, $3
        FROM (SELECT uuidv7() AS id, posted, pending AS account, 'RELEASE' AS kind, - points AS delta FROM total
              UNION ALL SELECT entry, posted, available, 'EARN', points FROM total) side
        JOIN moved ON moved.id = side.account
    ), paid AS (
        SELECT due.id, due.available, total.entry,
               least(due.remaining, greatest(due.debt - (due.until - due.remaining), 0)) AS owed
        FROM due JOIN total ON total.pending = due.pending
    ), kept AS (
        UPDATE points_lot lot SET account_id = paid.available, remaining = lot.remaining - paid.owed
        FROM paid WHERE lot.id = paid.id
    ), used AS (
        INSERT INTO lot_use (lot_id, entry_id, amount) SELECT id, entry, owed FROM paid WHERE owed > 0
    )
    SELECT coalesce(sum(lots), 0)::bigint AS lots, coalesce(sum(points), 0)::bigint AS points FROM total
"""
"""Available points pay a debt first."""


async def ask(connection: Connection, at: datetime) -> UUID | None:
    """A job that makes available what is due; None if nothing is."""
    if not await connection.fetchval(IS_ANY_DUE, at):
        return None
    return await jobs.ask(connection, None, KIND, {}, at, is_alone=True)


async def step(connection: Connection, work: Work) -> Step:
    """The next members with points that can be spent from now on."""
    lots, points, members = await mature(connection, work.at)
    if members and await connection.fetchval(DECIDE):
        await tiers.ask(connection, None, work.at)
    return Step(lots, {}, members < BATCH, total=work.done + lots, figures={"points": points, "members": members})


async def mature(connection: Connection, at: datetime) -> tuple[int, int, int]:
    """One batch. How many lots, points and members."""
    pairs = await connection.fetch(DUE, at, BATCH)
    pending, available = [row["pending"] for row in pairs], [row["available"] for row in pairs]
    await connection.execute(LOCK, [*pending, *available])
    found = await connection.fetchrow(MOVE, pending, available, at, ACTOR)
    return found["lots"], found["points"], len(pairs)
