"""Sells a prepaid card: whoever buys it joins with it, and what is paid in beside the fee is stored value."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions import members
from actions.joining import Entrance
from actions.once import Written
from actions.recharging import recharge
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

PAYS_IN = "wallet.recharge"


async def sell(
    connection: Connection,
    by: Viewer,
    given: dict[str, Any],
    entrance: Entrance,
    referrer: UUID | None,
    load: int,
    at: datetime,
    zone: ZoneInfo,
    currency: str,
    key: str | None,
) -> Written:
    """`load` is in minor units; the rules of recharge give on top. All or nothing.

    Raises Refused: no key, the caller may not recharge, whatever stands in the way of joining or of paying in.
    """
    if key is None:
        message = "Money is paid in: send an idempotency key, so that a retry pays once."
        raise Refused(ErrorCode.REQUIRED, message, ("idempotencyKey",))
    by.access.check(PAYS_IN, ("joining", "load"))
    written = await members.register(connection, by, given, entrance, referrer, at, zone)
    await recharge(connection, by, written["member"], load, None, at, currency, zone, key)
    return written
