"""Policies of joining: saved as data, with their levels."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import saving
from actions.changes import Step
from actions.once import Written
from actions.recording import record
from rules.joining import JoiningTrigger, Level, check_levels, check_policy
from rules.money import to_major
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KIND = saving.Kind(
    "joining_policy",
    "JoiningPolicy",
    "joining_policy.saved",
    "joiningPolicySave",
    {"period_days": None, "fee": None, "conditions": {}, "valid_from": None, "valid_until": None, "is_active": True},
)
LEVELS = """
    SELECT level.least, level.most, tier.code FROM joining_level level JOIN tier ON tier.id = level.tier_id
    WHERE level.policy_id = $1 ORDER BY level.least
"""
TIER = "SELECT id FROM tier WHERE code = $1"
CLEAR = "DELETE FROM joining_level WHERE policy_id = $1"
ADD = "INSERT INTO joining_level (policy_id, least, most, tier_id) VALUES ($1, $2, $3, $4)"
RENEW = "UPDATE joining_policy SET version = version + 1 WHERE id = $1"
"A policy of which only levels changed has a new version too."
LOCK = "SELECT FROM joining_policy WHERE id = $1 FOR UPDATE"


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """Amounts in minor units, and the code of the tier that they give."""

    least: int
    most: int | None
    tier: str


async def save(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    levels: Sequence[GivenLevel] | None,
    expected: int | None,
    currency: str,
    at: datetime,
) -> Written:
    """`given` are columns; those that are missing stay, or have their default; so do levels that are None."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_policy(wanted, currency)
    before = await _levels(connection, kept.get("id"))
    after = before if levels is None else sorted(levels, key=lambda level: level.least)
    read = await _read(connection, after if levels is None else levels)
    check_levels(read, JoiningTrigger(wanted["trigger"]))
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    key, steps = saved.key, saved.steps
    if after != before:
        await _replace(connection, key, read)
        if not steps:
            await connection.execute(RENEW, key)
        if "id" in kept:
            steps = (_step(key, before, after, is_alone=not steps), *steps)
        told = {"levels": [_told(before, currency), _told(after, currency)]}
        await record(connection, by.name, "joining_policy.levels_saved", KIND.type_name, key, told, _staff(by))
    return {"policy": key, "changeSet": await saving.keep(connection, by, KIND, given["code"], steps, at)}


async def set_levels_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if the levels were changed since, or a tier is gone."""
    key = UUID(step["policy"])
    await connection.execute(LOCK, key)
    before = await _levels(connection, key)
    if [list(astuple(level)) for level in before] != step["after"]:
        raise Refused(ErrorCode.CONFLICT, "The levels were changed since.", ("id",))
    after = [GivenLevel(*level) for level in step["before"]]
    await _replace(connection, key, await _read(connection, after))
    if step["isAlone"]:
        await connection.execute(RENEW, key)
    told = {"levels": len(after)}
    await record(connection, by.name, "joining_policy.restored", KIND.type_name, key, told, _staff(by))
    return _step(key, before, after, is_alone=step["isAlone"])


def _step(key: UUID, before: Sequence[GivenLevel], after: Sequence[GivenLevel], *, is_alone: bool) -> Step:
    """`is_alone` if no column was changed with the levels: then taking them back renews the version too."""
    told = {name: [astuple(level) for level in levels] for name, levels in (("before", before), ("after", after))}
    return {"undo": "joining_policy.levels", "policy": key, "isAlone": is_alone} | told


async def _levels(connection: Connection, policy: UUID | None) -> list[GivenLevel]:
    return [GivenLevel(*row) for row in await connection.fetch(LEVELS, policy)] if policy else []


async def _read(connection: Connection, levels: Sequence[GivenLevel]) -> list[Level]:
    read = []
    for place, level in enumerate(levels):
        tier = await connection.fetchval(TIER, level.tier)
        if tier is None:
            path = ("input", "levels", str(place), "tierCode")
            raise Refused(ErrorCode.NOT_FOUND, "There is no tier '{code}'.", path, code=level.tier)
        read.append(Level(level.least, level.most, tier))
    return read


async def _replace(connection: Connection, policy: UUID, levels: Sequence[Level]) -> None:
    await connection.execute(CLEAR, policy)
    await connection.executemany(ADD, [(policy, level.least, level.most, level.tier) for level in levels])


def _told(levels: Sequence[GivenLevel], currency: str) -> list[str]:
    return [f"{to_major(level.least, currency)}–{_end(level.most, currency)}: {level.tier}" for level in levels]


def _staff(by: Viewer) -> UUID | None:
    return UUID(by.staff_id) if by.staff_id else None


def _end(most: int | None, currency: str) -> str:
    return "" if most is None else str(to_major(most, currency))
