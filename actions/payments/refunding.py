"""Pays an online payment back: out of the wallet at once, to where it came from by the worker."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries

from actions import points, recharging, wallets
from actions.once import Written
from actions.payments.settling import ENTRYPOINT
from actions.recording import record
from rules.members import check_reason
from rules.payments import check_refundable
from rules.viewer import Viewer

FOUND = "SELECT * FROM payment WHERE id = $1 FOR NO KEY UPDATE"
EARNED = """
    SELECT entry.id FROM ledger_entry entry
    JOIN ledger_account account ON account.id = entry.account_id
    JOIN ledger_transaction posted ON posted.id = entry.transaction_id
    WHERE account.member_id = $1 AND account.asset = 'POINTS' AND account.bucket IN ('AVAILABLE', 'PENDING')
      AND posted.at = $2 AND posted.source = $3 AND entry.kind = 'EARN' AND entry.delta > 0
      AND NOT EXISTS (SELECT FROM ledger_entry back WHERE back.reverses_id = entry.id)
    ORDER BY entry.id
"""
REFUNDING = """
    UPDATE payment SET status = 'REFUNDING', refund_number = number || 'R', refund_reason = $2, refund_asked_at = $3,
        due_at = $3, tries = 0, problem = ''
    WHERE id = $1
"""


async def refund(
    connection: Connection, by: Viewer, payment: UUID, reason: str, at: datetime, currency: str
) -> Written:
    """The whole of it, with what was given on top, in money and points.

    Raises Refused: not paid, or paid back already; the money or the points were used since.
    """
    check_reason(reason)
    found = await connection.fetchrow(FOUND, payment)
    check_refundable(found["number"], found["status"])
    entry = None
    if found["entry_id"] is not None:
        entry = (await recharging.take_back(connection, by, found["entry_id"], reason, at, currency))["entry"]
        await _take_points(connection, by, found, reason, at)
    await connection.execute(REFUNDING, payment, reason, at)
    await Queries(AsyncpgDriver(connection)).enqueue(ENTRYPOINT, str(payment).encode())
    told = {"number": found["number"], "amount": found["amount"], "reason": reason}
    await record(
        connection, by.name, "payment.refund_asked", "Payment", payment, told, by.staff_id and UUID(by.staff_id)
    )
    return {"payment": payment, "member": found["member_id"], "entry": entry}


async def _take_points(connection: Connection, by: Viewer, payment: Record, reason: str, at: datetime) -> None:
    """What was earned in the moment of the booking by paying in."""
    for row in await connection.fetch(EARNED, payment["member_id"], payment["booked_at"], wallets.SOURCE):
        await points.reverse(connection, by, row["id"], reason, at)
