"""Asks providers about the payments that are due, one after the other; never with a transaction open."""

import logging
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from actions import payments
from actions.payments import Taken
from actions.payments.booking import Paid, Until
from rules.payments import UNBOOKED, PaymentStatus
from rules.secrecy import CannotOpen

WHEN = "* * * * *"
CLOSED = "CLOSED"
"Nobody can pay it any more."
PAID_BEFORE = ("ORDERPAID", "ORDER_PAID")
log = logging.getLogger("memberdesk.jobs")


class Unreached(Exception):
    """Nobody knows what the provider would say: it is asked again."""


class Declined(Exception):
    """The provider says no, and why."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code


class Payer(Protocol):
    """Speaks with providers. All but Unreached is certain."""

    @property
    def secret(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def zone(self) -> ZoneInfo: ...

    async def open(self, taken: Taken) -> str: ...
    async def paid(self, taken: Taken) -> Paid | None: ...
    async def close(self, taken: Taken) -> None: ...
    async def refund(self, taken: Taken) -> bool: ...


async def settle(url: str, payer: Payer | None, one: UUID | None = None) -> int:
    """Everything that is due, or this one if it is. Returns how many were asked about."""
    if payer is None:
        return 0
    connection = await asyncpg.connect(url)
    try:
        asked = 0
        while (taken := await _taken(connection, payer, one)) is not None:
            await _ask(connection, payer, taken)
            asked += 1
            if one is not None:
                break
        return asked
    finally:
        await connection.close()


async def _taken(connection: asyncpg.Connection, payer: Payer, one: UUID | None) -> Taken | None:
    try:
        async with connection.transaction():
            return await payments.take(connection, payer.secret, datetime.now(UTC), one)
    except CannotOpen as error:
        log.error("%s", error)
        return None


async def _ask(connection: asyncpg.Connection, payer: Payer, taken: Taken) -> None:
    """What goes wrong is kept beside the payment, and it is asked about again."""
    is_new = taken.status == PaymentStatus.NEW and datetime.now(UTC) < taken.expires_at
    step = _open if is_new else _refund if taken.status == PaymentStatus.REFUNDING else _look
    try:
        await step(connection, payer, taken)
    except (Unreached, Declined, ValueError) as error:
        log.warning("payment %s: %s", taken.number, error)
        now = datetime.now(UTC)
        async with connection.transaction():
            await payments.put_off(connection, taken, now + UNBOOKED if taken.tries > 10 else None, str(error))


async def _open(connection: asyncpg.Connection, payer: Payer, taken: Taken) -> None:
    try:
        code = await payer.open(taken)
    except Declined as declined:
        if declined.code in PAID_BEFORE:
            await _look(connection, payer, taken)
            return
        async with connection.transaction():
            await payments.failed(connection, taken.id, str(declined), datetime.now(UTC))
    else:
        async with connection.transaction():
            await payments.opened(connection, taken.id, code, datetime.now(UTC))


async def _look(connection: asyncpg.Connection, payer: Payer, taken: Taken) -> None:
    """Whether it is paid; what nobody paid in time is closed first, so that nobody pays it afterwards."""
    is_over = False
    try:
        paid = await payer.paid(taken)
    except Declined as declined:
        if declined.code != CLOSED:
            raise
        paid, is_over = None, True
    if paid is not None:
        async with connection.transaction():
            await payments.tell(connection, taken.account, paid, Until(datetime.now(UTC), payer.currency, payer.zone))
        return
    if not is_over and datetime.now(UTC) >= taken.expires_at:
        await payer.close(taken)
        is_over = True
    if is_over:
        async with connection.transaction():
            await payments.ended(connection, taken.id, datetime.now(UTC))


async def _refund(connection: asyncpg.Connection, payer: Payer, taken: Taken) -> None:
    if await payer.refund(taken):
        async with connection.transaction():
            await payments.refunded(connection, taken.id, datetime.now(UTC))
