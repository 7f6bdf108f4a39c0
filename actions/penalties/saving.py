"""Rules of penalties are saved as data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asyncpg import Connection

from actions import saving
from actions.once import Written
from rules.penalties import PenaltyTrigger, check_rule
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KIND = saving.Kind(
    "penalty_rule",
    "PenaltyRule",
    "penalty_rule.saved",
    "penaltyRuleSave",
    {
        "trigger": PenaltyTrigger.BY_HAND, "tiers": [], "points": 0, "growth": 0, "freezes": False, "returns": None,
        "days": None, "once_in_days": 30, "is_active": True,
    },
)  # fmt: skip
UNKNOWN = "SELECT code FROM unnest($1::text[]) AS code WHERE code NOT IN (SELECT code FROM tier) LIMIT 1"


async def save(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """`given` are columns; those that are missing stay, or have their default. Raises Refused by `check_rule`."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_rule(wanted)
    unknown = await connection.fetchval(UNKNOWN, wanted["tiers"])
    if unknown is not None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}'.", ("input", "tiers"), code=unknown)
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"rule": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}
