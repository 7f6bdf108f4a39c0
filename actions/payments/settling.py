"""Payments whose provider has to be asked: taken one at a time, and what became of them written down."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.payments.providers import Account, account_of
from actions.recording import record
from rules.payments import PaymentStatus, ask_again

ENTRYPOINT = "payments"
"Of the queue."
CLAIM = "UPDATE payment SET due_at = $2, tries = tries + 1 WHERE id = $1"
NEXT = """
    SELECT payment.id, number, amount, payment.status, payment.expires_at, provider.code AS provider, tries,
        refund_number, refund_reason
    FROM payment JOIN payment_provider provider ON provider.id = payment.provider_id
    WHERE due_at <= $2 AND ($1::uuid IS NULL OR payment.id = $1)
    ORDER BY due_at, payment.id LIMIT 1 FOR NO KEY UPDATE OF payment SKIP LOCKED
"""
HELD = "SELECT id, number, status FROM payment WHERE id = $1 FOR NO KEY UPDATE"
OPENED = "UPDATE payment SET status = 'PENDING', code = $2, tries = 0, due_at = $3, problem = '' WHERE id = $1"
ENDED = "UPDATE payment SET status = $2, ended_at = $3, due_at = NULL, problem = $4, code = NULL WHERE id = $1"
PUT_OFF = "UPDATE payment SET due_at = coalesce($2, due_at), problem = $3 WHERE id = $1 AND status = $4"
REFUNDED = "UPDATE payment SET status = 'REFUNDED', refunded_at = $2, due_at = NULL, problem = '' WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment that its provider is asked about now, and how to reach it."""

    id: UUID
    number: str
    amount: int
    status: PaymentStatus
    expires_at: datetime
    refund_number: str | None
    refund_reason: str
    tries: int
    account: Account


async def take(connection: Connection, secret: str, at: datetime, one: UUID | None = None) -> Taken | None:
    """The next one that is due (or this one, if it is). Commit before the provider is asked: it is due again by itself,
    so nothing is lost with whoever took it."""
    row = await connection.fetchrow(NEXT, one, at)
    if row is None:
        return None
    await connection.execute(CLAIM, row["id"], ask_again(row["tries"], at))
    account = await account_of(connection, row["provider"], secret)
    if account is None:
        raise LookupError(row["provider"])
    status, given = PaymentStatus(row["status"]), dict(row)
    plain = {name: given[name] for name in Taken.__slots__ if name not in ("status", "account")}
    return Taken(status=status, account=account, **plain)


async def opened(connection: Connection, payment: UUID, code: str, at: datetime) -> None:
    """The provider waits for the money, which comes by `code`."""
    if await _is_still(connection, payment, PaymentStatus.NEW):
        await connection.execute(OPENED, payment, code, ask_again(0, at))
        await record(connection, ENTRYPOINT, "payment.opened", "Payment", payment, {})


async def failed(connection: Connection, payment: UUID, why: str, at: datetime) -> None:
    """The provider does not want it."""
    if await _is_still(connection, payment, PaymentStatus.NEW):
        await connection.execute(ENDED, payment, PaymentStatus.FAILED, at, why[:500])
        await record(connection, ENTRYPOINT, "payment.failed", "Payment", payment, {"reason": why[:500]})


async def ended(connection: Connection, payment: UUID, at: datetime) -> None:
    """Nobody paid in time, and the provider takes the money no more."""
    if await _is_still(connection, payment, PaymentStatus.NEW, PaymentStatus.PENDING):
        await connection.execute(ENDED, payment, PaymentStatus.EXPIRED, at, "")
        await record(connection, ENTRYPOINT, "payment.expired", "Payment", payment, {})


async def refunded(connection: Connection, payment: UUID, at: datetime) -> None:
    """The provider paid it back."""
    if await _is_still(connection, payment, PaymentStatus.REFUNDING):
        await connection.execute(REFUNDED, payment, at)
        await record(connection, ENTRYPOINT, "payment.refunded", "Payment", payment, {})


async def put_off(connection: Connection, taken: Taken, until: datetime | None, problem: str) -> None:
    """Asked again then, or when it would be anyway; `problem` is what staff should know."""
    await connection.execute(PUT_OFF, taken.id, until, problem[:500], taken.status)


async def _is_still(connection: Connection, payment: UUID, *statuses: PaymentStatus) -> bool:
    """Meanwhile a notice may have come."""
    held: Record = await connection.fetchrow(HELD, payment)
    return held["status"] in statuses
