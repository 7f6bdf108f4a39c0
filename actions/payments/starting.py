"""A member wants to pay in online: noted, and put on its way to the provider."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from uuid import UUID

from asyncpg import Connection, Record
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries

from actions import recharging
from actions.once import Written
from actions.payments.settling import ENTRYPOINT
from actions.recording import record
from rules.payments import MOST_OPEN, OPEN_FOR, number_of
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

PROVIDERS = (
    "SELECT id, code, is_active FROM payment_provider WHERE code = $1 OR ($1 IS NULL AND is_active) ORDER BY code"
)
OPEN = "SELECT count(*) FROM payment WHERE member_id = $1 AND status IN ('NEW', 'PENDING') AND expires_at > $2"
ADD = """
    INSERT INTO payment (number, member_id, provider_id, amount, actor, staff_id, at, expires_at, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to pay in how much (minor units), where; the only provider there is unless one is named."""

    member: UUID
    amount: int
    provider: str | None
    at: datetime
    currency: str


async def start(connection: Connection, by: Viewer, asked: Asked) -> Written:
    """The provider is asked once this is committed, by the worker. Raises Refused as a recharge of that amount would,
    and: no such provider, several to choose from, too many payments under way."""
    provider = await _provider(connection, asked.provider)
    await recharging.check_recharge(connection, asked.member, asked.amount, asked.at, asked.currency)
    if await connection.fetchval(OPEN, asked.member, asked.at) >= MOST_OPEN:
        message = "{most} payments are under way already. Pay one of them, or wait until they end."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("amount",), Detail(str(MOST_OPEN)), most=MOST_OPEN)
    number, staff = number_of(asked.at, token_hex(8)), by.staff_id and UUID(by.staff_id)
    payment = await connection.fetchval(
        ADD, number, asked.member, provider["id"], asked.amount, by.name, staff, asked.at, asked.at + OPEN_FOR
    )
    await Queries(AsyncpgDriver(connection)).enqueue(ENTRYPOINT, str(payment).encode())
    told = {"number": number, "amount": asked.amount, "member": asked.member, "provider": provider["code"]}
    await record(connection, by.name, "payment.started", "Payment", payment, told, staff)
    return {"payment": payment, "member": asked.member}


async def _provider(connection: Connection, code: str | None) -> Record:
    found = await connection.fetch(PROVIDERS, code)
    if len(found) > 1:
        known = ", ".join(row["code"] for row in found)
        message = "There are several payment providers: {known}. Name one."
        raise Refused(ErrorCode.REQUIRED, message, ("providerCode",), known=known)
    if not found:
        message = "No payment provider is set up." if code is None else "There is no payment provider '{code}'."
        raise Refused(ErrorCode.NOT_FOUND, message, ("providerCode",), code=(code or "")[:80])
    if not found[0]["is_active"]:
        message = "The payment provider '{code}' is switched off."
        raise Refused(ErrorCode.STATE, message, ("providerCode",), code=found[0]["code"])
    return found[0]
