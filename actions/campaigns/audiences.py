"""Whom a campaign is for, kept as a segment that nobody changes afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from rules.refusals import ErrorCode, Refused

LONGEST = 48
"Of a campaign's code, so that a number fits behind it."
FOUND = "SELECT id FROM segment WHERE code = $1"
SAME = 'SELECT id FROM segment WHERE id = $1 AND "where" = $2::text::jsonb'
ADD = """
    INSERT INTO segment (code, name, "where", member_count, counted_at)
    VALUES ($1, $2, $3::text::jsonb, $4, $5) ON CONFLICT (code) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Audience:
    """A segment by its code, or a filter with a statement (and its parameters) that selects whom it means.

    Neither is everybody.
    """

    code: str | None = None
    where: Mapping[str, Any] | None = None
    members: tuple[str, Sequence[Any]] = ("", ())


async def kept(
    connection: Connection, audience: Audience, now: UUID | None, code: str, name: str, at: datetime
) -> UUID | None:
    """The key of the segment. `now` is the audience so far. Raises Refused: no such segment, or both given."""
    if audience.where is None:
        return await _named(connection, audience.code)
    if audience.code is not None:
        message = "Name a segment, or say conditions: not both."
        raise Refused(ErrorCode.INVALID, message, ("input", "audienceWhere"))
    where = dumps(audience.where, sort_keys=True, default=str)
    if now is not None and await connection.fetchval(SAME, now, where):
        return now
    statement, values = audience.members
    members = await connection.fetchval(f"SELECT count(*) FROM ({statement}) AS found", *values)
    return await _added(connection, f"{code[:LONGEST]}-audience", name, where, members, at)


async def _named(connection: Connection, code: str | None) -> UUID | None:
    if code is None:
        return None
    found = await connection.fetchval(FOUND, code)
    if found is None:
        message = "There is no segment '{code}'."
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "audienceCode"), code=code[:80])
    return found


async def _added(connection: Connection, stem: str, name: str, where: str, members: int, at: datetime) -> UUID:
    """A new one each time: what was approved, and what an undone edit goes back to, stays what it was."""
    for number in count(1):
        code = stem if number == 1 else f"{stem}-{number}"
        added = await connection.fetchval(ADD, code, name, where, members, at)
        if added is not None:
            return added
    raise AssertionError("unreachable")
