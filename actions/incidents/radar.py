"""The rules of the radar: how many members within how long make an incident."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asyncpg import Connection

from actions import saving
from actions.once import Written
from rules.incidents import check_radar
from rules.viewer import Viewer

RULE = saving.Kind(
    "radar_rule", "RadarRule", "radar_rule.saved", "radarRuleSave",
    {"least_members": 5, "minutes": 30, "calm_minutes": 60, "is_active": True},
)  # fmt: skip


async def set_rule(
    connection: Connection, by: Viewer, code: str, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """Raises Refused for numbers that make no sense, or if it was changed since."""
    kept = await saving.before(connection, RULE, code)
    wanted = saving.merged(RULE, kept, given)
    check_radar(wanted)
    saved = await saving.save(connection, by, RULE, kept, wanted | {"code": code}, expected)
    return {"rule": saved.key, "changeSet": await saving.keep(connection, by, RULE, code, saved.steps, at)}
