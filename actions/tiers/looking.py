"""Lets verbs that change points or growth value look at the member's tier, without knowing how."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions.points import Rise
from actions.tiers.evaluating import evaluate
from rules.viewer import Viewer


def rising(connection: Connection, by: Viewer, at: datetime, zone: ZoneInfo, currency: str) -> Rise:
    """The caller has locked the member."""

    async def rise(member: UUID) -> object:
        return await evaluate(connection, member, at, zone, currency, by.name)

    return rise
