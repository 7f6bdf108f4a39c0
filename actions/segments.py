"""Segments: written down by people, counted by the clock, and left alone while a campaign is meant for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import restoring
from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record, unchanged
from rules.refusals import ErrorCode, Refused, check_version
from rules.saving import check_named
from rules.viewer import Viewer

KEPT = 'SELECT id, code, name, "where"::text, member_count, version FROM segment WHERE code = $1 FOR NO KEY UPDATE'
HELD_BY = """
    SELECT name FROM campaign
    WHERE audience_id = $1 AND status IN ('IN_REVIEW', 'SCHEDULED', 'RUNNING', 'PAUSED') ORDER BY code LIMIT 1
"""
ADD = """
    INSERT INTO segment (code, name, "where", member_count, counted_at)
    VALUES ($1, $2, $3::text::jsonb, $4, $5) ON CONFLICT (code) DO NOTHING RETURNING id
"""
CHANGE = """
    UPDATE segment SET name = $2, "where" = $3::text::jsonb, member_count = $4, counted_at = $5, version = version + 1
    WHERE id = $1 RETURNING version
"""
REMOVE = """
    DELETE FROM segment WHERE id = $1 AND version = 1
        AND NOT EXISTS (SELECT FROM campaign WHERE audience_id = segment.id) RETURNING code
"""


async def keep_count(connection: Connection, code: str, members: int) -> None:
    """Notes how many members a segment has now. Not an edit, so neither a version nor an audit event."""
    await connection.execute("UPDATE segment SET member_count = $2, counted_at = now() WHERE code = $1", code, members)


async def save(
    connection: Connection,
    by: Viewer,
    code: str,
    name: str,
    where: Mapping[str, Any],
    members: tuple[str, Sequence[Any]],
    expected: int | None,
    at: datetime,
) -> Written:
    """Makes a segment, or changes one. `members` is a statement, with its parameters, that selects whom `where` means.

    Raises Refused: an unusable code or name, changed since, a filter that a campaign relies on.
    """
    _check_named(code, name)
    kept: Record | None = await connection.fetchrow(KEPT, code)
    check_version(0 if kept is None else kept["version"], expected)
    before = {} if kept is None else {"name": kept["name"], "where": loads(kept["where"])}
    after = {"name": name.strip(), "where": loads(dumps(where, default=str))}
    changed = {part: [before.get(part), value] for part, value in after.items() if before.get(part) != value}
    if kept is not None and not changed:
        unchanged()
        return {"segment": kept["id"], "changeSet": None}
    if kept is not None and "where" in changed:
        await _check_free(connection, kept["id"], ("where",))
    statement, values = members
    count = await connection.fetchval(f"SELECT count(*) FROM ({statement}) AS found", *values)
    told = (after["name"], dumps(after["where"], sort_keys=True), count, at)
    if kept is None:
        key = await connection.fetchval(ADD, code, *told)
        if key is None:
            raise Refused(ErrorCode.CONFLICT, "Somebody else made '{code}' in between.", ("code",), code=code)
        step: Step = {"undo": "segment.remove", "segment": key}
    else:
        key, version = kept["id"], await connection.fetchval(CHANGE, kept["id"], *told)
        step = restoring.restoring("Segment", key, before | {"member_count": kept["member_count"]}, version)
        step |= {"undo": "segment.restore"}
    await record(connection, by.name, "segment.saved", "Segment", key, changed, by.staff_id and UUID(by.staff_id))
    return {"segment": key, "changeSet": await keep(connection, by, "segmentSave", f"Save segment {code}", [step], at)}


async def restore(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if it was changed since, or a campaign relies on it by now."""
    await _check_free(connection, UUID(step["id"]), ("id",))
    return (await restoring.restore(connection, by, step, at)) | {"undo": "segment.restore"}


async def remove(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """A segment that is taken back is gone. Raises Refused if it was changed since, or a campaign names it."""
    key = UUID(step["segment"])
    code = await connection.fetchval(REMOVE, key)
    if code is None:
        message = "The segment was changed since, or a campaign is meant for it."
        raise Refused(ErrorCode.CONFLICT, message, ("id",))
    await record(connection, by.name, "segment.removed", "Segment", key, {"code": [code, None]}, _staff(by))


def _check_named(code: str, name: str) -> None:
    """As other rules are, but its arguments stand alone."""
    try:
        check_named(code, name)
    except Refused as refused:
        refused.path = refused.path[1:]
        raise


async def _check_free(connection: Connection, key: UUID, path: tuple[str, ...]) -> None:
    campaign = await connection.fetchval(HELD_BY, key)
    if campaign is not None:
        message = "The campaign {name} is meant for this segment. End it first, or save the conditions as another one."
        raise Refused(ErrorCode.STATE, message, path, name=campaign)


def _staff(by: Viewer) -> UUID | None:
    return UUID(by.staff_id) if by.staff_id else None
