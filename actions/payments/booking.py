"""Money came: it is believed only if everything fits, and booked exactly once however often it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import recharging
from actions.payments.providers import Account
from actions.recording import record
from rules.money import to_major
from rules.payments import UNBOOKED, UNPAID, PaymentStatus
from rules.permissions import Access
from rules.refusals import Refused
from rules.viewer import Viewer

BY = Viewer("CLOCK", "payments", (), Access(()), "")
FOUND = "SELECT * FROM payment WHERE number = $1 AND provider_id = $2 FOR NO KEY UPDATE"
PAID = """
    UPDATE payment SET status = 'PAID', paid_at = $2, provider_number = $3, notice = $4::text::jsonb, due_at = $5,
        problem = $6, code = NULL, ended_at = NULL
    WHERE id = $1
"""
BOOKED = "UPDATE payment SET booked_at = $2, entry_id = $3, problem = '', due_at = NULL WHERE id = $1"
UNBELIEVED = "UPDATE payment SET problem = $2 WHERE id = $1"
TROUBLE = "UPDATE payment_provider SET problem = $2 WHERE id = $1"
KEPT = ("transaction_id", "out_trade_no", "mchid", "appid", "trade_type", "trade_state", "success_time", "bank_type")
"Of what the provider says; who paid is none of our business."
WAITING = "It waits to be booked."


@dataclass(frozen=True, slots=True)
class Paid:
    """What a provider says that was paid, in minor units."""

    number: str
    provider_number: str
    amount: int
    currency: str
    merchant_id: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Until:
    """The moment, and what the program counts by."""

    at: datetime
    currency: str
    zone: ZoneInfo


async def tell(connection: Connection, account: Account, paid: Paid, now: Until) -> bool:
    """Whether the money is known and stands in the wallet, or will. What does not fit is kept for staff, and books
    nothing. The same told again changes nothing."""
    payment = await connection.fetchrow(FOUND, paid.number, account.id)
    if payment is None:
        await _trouble(connection, account, f"{paid.number}: paid, and not known here.", paid)
        return False
    wrong = _wrong(payment, account, paid, now.currency)
    if wrong:
        await _unbelieved(connection, payment, wrong, paid)
        return False
    if payment["status"] in UNPAID:
        kept = dumps({name: paid.said[name] for name in KEPT if name in paid.said})
        number = paid.provider_number
        await connection.execute(PAID, payment["id"], now.at, number, kept, now.at + UNBOOKED, WAITING)
        told = {"amount": paid.amount, "provider_number": number, "was": payment["status"]}
        await record(connection, BY.name, "payment.paid", "Payment", payment["id"], told)
    elif payment["status"] != PaymentStatus.PAID or payment["entry_id"] is not None:
        return True
    await _book(connection, payment, now)
    return True


async def _book(connection: Connection, payment: Record, now: Until) -> None:
    """In a savepoint: what the wallet refuses (it is frozen, or full) stays paid, and is tried again."""
    try:
        async with connection.transaction():
            written = await recharging.recharge(
                connection, BY, payment["member_id"], payment["amount"], None, now.at, now.currency, now.zone,
                payment["number"],
            )  # fmt: skip
    except Refused as refused:
        await connection.execute(UNBELIEVED, payment["id"], f"Paid, and not booked: {refused.message}"[:500])
        return
    await connection.execute(BOOKED, payment["id"], now.at, written["entry"])


def _wrong(payment: Record, account: Account, paid: Paid, currency: str) -> str:
    if paid.merchant_id != account.merchant_id:
        return f"The provider says that another merchant was paid: {paid.merchant_id}."
    if (paid.amount, paid.currency) != (payment["amount"], currency):
        said = (
            f"{paid.amount / 100:.2f} {paid.currency}" if paid.currency != currency else to_major(paid.amount, currency)
        )
        return f"The provider says that {said} was paid."
    known = payment["provider_number"]
    if known is not None and known != paid.provider_number:
        return f"The provider says that it was paid twice: {known} and {paid.provider_number}."
    return ""


async def _unbelieved(connection: Connection, payment: Record, wrong: str, paid: Paid) -> None:
    if payment["problem"] == wrong[:500]:
        return
    await connection.execute(UNBELIEVED, payment["id"], wrong[:500])
    told = {"reason": wrong, "provider_number": paid.provider_number}
    await record(connection, BY.name, "payment.refused", "Payment", payment["id"], told)


async def _trouble(connection: Connection, account: Account, wrong: str, paid: Paid) -> None:
    """Noted with the provider, since there is no payment to note it with."""
    known: UUID | None = await connection.fetchval(
        "SELECT id FROM payment_provider WHERE id = $1 AND problem <> $2 FOR NO KEY UPDATE", account.id, wrong[:500]
    )
    if known is None:
        return
    await connection.execute(TROUBLE, account.id, wrong[:500])
    told = {"reason": wrong, "amount": paid.amount, "provider_number": paid.provider_number}
    await record(connection, BY.name, "payment.refused", "PaymentProvider", account.id, told)
