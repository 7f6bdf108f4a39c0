"""Points whose time is over: whole batches of members in one statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import jobs, ledger
from actions.imports.bulk import relax
from actions.jobs import Step, Work
from actions.treating import treatment
from rules.ledger import Asset
from rules.standing import DECIDED, Matter, Treatment

ACTOR = "timetable"
KIND = "points.expire"
BATCH = 20_000
"Lots of one transaction, at least: long enough to be fast, short enough that a member of it hardly waits."
TABLES = ("ledger_account", "ledger_transaction", "ledger_entry", "points_lot", "lot_use", "outbox_event")
TOTAL = "SELECT count(*) FROM points_lot WHERE remaining > 0 AND expires_at <= $1"
DUE = """
    SELECT count(*) AS lots, array_agg(DISTINCT account_id) AS accounts FROM (
        SELECT account_id FROM points_lot lot WHERE remaining > 0 AND expires_at <= $1 {unless}
        ORDER BY expires_at LIMIT $2) due
"""
UNLESS = """
    AND NOT EXISTS (SELECT FROM ledger_account account JOIN member ON member.id = account.member_id
                    WHERE account.id = lot.account_id AND member.status = ANY($3))
"""
LOCK = "SELECT count(*) FROM (SELECT FROM ledger_account WHERE id = ANY($1) ORDER BY id FOR UPDATE) locked"
"Whoever changes a lot holds its account; the statement after this one sees what they did."
EXPIRE = """
    WITH due AS (
        SELECT id, account_id, remaining FROM points_lot
        WHERE account_id = ANY($1) AND remaining > 0 AND expires_at <= $2
    ), total AS MATERIALIZED (
        SELECT account_id, sum(remaining)::bigint AS points, uuidv7() AS posted, uuidv7() AS entry
        FROM due GROUP BY account_id
    ), emptied AS (
        UPDATE points_lot lot SET remaining = 0 FROM due WHERE lot.id = due.id RETURNING lot.id
    ), moved AS (
        UPDATE ledger_account account
        SET balance = account.balance - total.points, total_out = account.total_out + total.points
        FROM total WHERE account.id = total.account_id RETURNING account.id, account.balance
    ), why AS (
        INSERT INTO ledger_transaction (id, operation, actor, reason, source, at)
        SELECT posted, 'points.expired', $3, 'Expired', 'expiry', $2 FROM total ORDER BY account_id
    ), told AS (
        INSERT INTO outbox_event (kind, subject_type, subject_id, transaction_id, body, at)
        SELECT 'ledger.posted', 'LedgerTransaction', posted, posted,
               '{"operation": "points.expired", "source": "expiry"}', $2 FROM total
    ), own AS (
        INSERT INTO ledger_entry (id, transaction_id, account_id, kind, delta, balance_after, at)
        SELECT total.entry, total.posted, total.account_id, 'EXPIRE', - total.points, moved.balance, $2
        FROM total JOIN moved ON moved.id = total.account_id
        UNION ALL
        SELECT uuidv7(), posted, $4, 'EXPIRE', points, NULL, $2 FROM total
    ), used AS (
        INSERT INTO lot_use (lot_id, entry_id, amount)
        SELECT due.id, total.entry, due.remaining FROM due JOIN total ON total.account_id = due.account_id
    )
    SELECT (SELECT count(*) FROM due) AS lots, (SELECT coalesce(sum(points), 0)::bigint FROM total) AS points
"""


async def expire(connection: Connection, at: datetime, accounts: Sequence[UUID]) -> tuple[int, int]:
    """Takes what is left of the lots of these accounts that expired by `at`; a transaction each. Lots and points."""
    issued = await ledger.outside(connection, Asset.POINTS)
    await connection.execute(LOCK, list(accounts))
    found = await connection.fetchrow(EXPIRE, list(accounts), at, ACTOR, issued)
    return found["lots"], found["points"]


async def ask(connection: Connection, at: datetime) -> UUID | None:
    """A job that expires what is due; None if nothing is. One that waits or runs already stands for this one too."""
    total = await connection.fetchval(TOTAL, at)
    return await jobs.ask(connection, None, KIND, {}, at, total=total, is_alone=True) if total else None


async def step(connection: Connection, work: Work) -> Step:
    """The next lots that are due now. What a killed batch began is not there, so that the next one finds it again."""
    due = await _due(connection, work.at)
    if not due["lots"]:
        return Step(0, {}, is_last=True)
    await relax(connection, TABLES)
    lots, points = await expire(connection, work.at, due["accounts"])
    figures = {"points": points, "members": len(due["accounts"])}
    return Step(lots, {}, due["lots"] < BATCH, total=max(work.total or 0, work.done + lots), figures=figures)


async def _due(connection: Connection, at: datetime) -> Record:
    """Without the points of those whose status stops the clock."""
    stopped = [s for s in DECIDED if await treatment(connection, s, Matter.EXPIRE_POINTS) is not Treatment.ALLOW]
    if not stopped:
        return await connection.fetchrow(DUE.format(unless=""), at, BATCH)
    return await connection.fetchrow(DUE.format(unless=UNLESS), at, BATCH, stopped)
