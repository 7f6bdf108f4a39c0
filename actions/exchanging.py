"""Exchanges a reward that a member does not have yet for another one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions import rewards
from actions.earning import earners
from actions.once import Written
from rules.refusals import check_version
from rules.rewards import FulfilmentStatus, check_exchange
from rules.viewer import Viewer


async def exchange(
    connection: Connection,
    by: Viewer,
    redemption: UUID,
    given: Mapping[str, Any],
    at: datetime,
    currency: str,
    zone: ZoneInfo,
    key: str,
) -> Written:
    """Calls the first off and takes the other, all or nothing; what was paid pays for it as far as it goes.

    `given` has `rewardCode`, `quantity`, `reason`, `pin` and `expectedVersion`. Gives `redemption`, the new one.
    Raises Refused: handed over or called off already, changed since, whatever the other reward cannot be had for.
    """
    whose = await connection.fetchval("SELECT member_id FROM reward_redemption WHERE id = $1", redemption)
    owner = (await earners(connection, [whose]))[whose]
    found = await connection.fetchrow(rewards.TAKEN, redemption)
    check_version(found["version"], given.get("expectedVersion"))
    check_exchange(FulfilmentStatus(found["status"]), given["reason"])
    await rewards.call_off(connection, by, owner, found, at, currency)
    await connection.execute(rewards.MOVE, redemption, FulfilmentStatus.CANCELLED, at, given["reason"].strip())
    taking = rewards.Taking(
        whose,
        given.get("quantity", 1),
        at,
        currency,
        zone,
        given.get("pin"),
        key,
        from_wallet=found["wallet_entry_id"] is not None,
        instead=found,
    )
    return await rewards.redeem(connection, by, given["rewardCode"], taking)
