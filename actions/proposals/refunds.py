"""Points of an order that were taken back twice."""

from asyncpg import Connection

from actions.orders.sold import sold_lines
from actions.program import Programs
from actions.proposals.claims import Claim
from rules.explaining import tells
from rules.goodwill import GoodwillAsset
from rules.proposals import Proposal, ProposalKind, due_of

TAKEN = """
    WITH mine AS (SELECT id FROM ledger_account WHERE member_id = $1 AND asset = 'POINTS'),
    back AS (
        SELECT orders.id, orders.number FROM orders
        WHERE orders.member_id = $1 AND EXISTS (
            SELECT FROM order_return back WHERE back.order_id = orders.id AND back.at BETWEEN $2 AND $3)
    )
    SELECT back.id, back.number, array_agg(entry.id ORDER BY entry.id) AS entries, -sum(entry.delta)::bigint AS taken
    FROM back JOIN ledger_transaction why ON why.order_id = back.id AND why.operation = 'order.earned'
    JOIN ledger_entry earned ON earned.transaction_id = why.id AND earned.account_id IN (SELECT id FROM mine)
    JOIN ledger_entry entry ON entry.reverses_id = earned.id AND entry.account_id IN (SELECT id FROM mine)
    GROUP BY back.id, back.number
"""
DEBTS = """
    SELECT -coalesce(sum(entry.delta), 0)::bigint FROM ledger_entry entry
    JOIN ledger_transaction why ON why.id = entry.transaction_id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE why.order_id = $1 AND why.operation = 'order.returned' AND entry.reverses_id IS NULL
        AND account.member_id = $2 AND account.asset = 'POINTS'
"""


async def refunded_twice(connection: Connection, _: Programs, claim: Claim) -> list[Proposal]:
    found = []
    for row in await connection.fetch(TAKEN, claim.member, claim.since, claim.opened_at):
        due = due_of(await sold_lines(connection, row["id"]))
        taken = row["taken"] + await connection.fetchval(DEBTS, row["id"], claim.member)
        if taken <= due:
            continue
        message = "For what came back of order {number}, {due:,} points had to go, and {taken:,} were taken."
        said = tells(message, number=row["number"], due=due, taken=taken)
        reason = tells("Points of order {number} that were taken twice", number=row["number"])
        evidence = [tells("{count} entries took points of it back.", count=len(row["entries"]))]
        found.append(
            Proposal(
                ProposalKind.DOUBLE_REFUND, str(row["id"]), GoodwillAsset.POINTS, taken - due, said, reason, evidence,
                row["id"], row["number"], tuple(row["entries"]),
            )
        )  # fmt: skip
    return found
