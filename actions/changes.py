"""Changes that can be taken back: each says how, when it is made, and is taken back once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import CheckViolationError, Connection, Record, UniqueViolationError

from actions.once import Written
from actions.recording import record, unchanged
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

Step = dict[str, Any]
"""One thing to take back. `undo` names how (a key of `resolvers.changes.UNDO`), the rest is what it needs as JSON.
Steps in `with` are taken back with it, or none of them."""
Undo = Callable[[Connection, Viewer, Step, datetime], Awaitable[Step | None]]
"""Takes a step back; gives the step that would do it again, if there is one. Raises Refused if it cannot."""
KEEP = """
    INSERT INTO change_set (operation, summary, steps, actor, actor_staff_id, at, undoes_id)
    VALUES ($1, $2, $3::text::jsonb, $4, $5, $6, $7) RETURNING id
"""
FOUND = "SELECT id, operation, summary, steps::text, undone_at FROM change_set WHERE id = $1 FOR UPDATE"
UNDONE = "UPDATE change_set SET undone_at = $2 WHERE id = $1"


async def keep(
    connection: Connection,
    by: Viewer,
    operation: str,
    summary: str,
    steps: Sequence[Step],
    at: datetime,
    undoes: UUID | None = None,
) -> UUID:
    """The key of the change, for `changeSet` in the payload. Without steps it is told but cannot be taken back.

    `operation` is the mutation: whoever may do that may take it back. The summary is read by all who see changes, so
    it names fields and numbers, never personal values.
    """
    staff = by.staff_id and UUID(by.staff_id)
    kept = dumps(list(steps), default=str)
    return await connection.fetchval(KEEP, operation, summary, kept, by.name, staff, at, undoes)


async def undo(
    connection: Connection,
    by: Viewer,
    change: UUID,
    at: datetime,
    ways: Mapping[str, Undo],
    permissions: Mapping[str, str],
) -> Written:
    """Takes a change back, its last step first. What was changed since is left alone and told in `skipped`.

    `permissions` says what each operation needs. Raises Refused: taken back before, nothing to take back, not allowed.
    """
    found: Record = await connection.fetchrow(FOUND, change)
    steps: list[Step] = loads(found["steps"])
    _check_undoable(found, steps)
    by.access.check(permissions[found["operation"]], ("id",))
    again, skipped = await _taken_back(connection, by, steps, at, ways)
    if len(skipped) == len(steps):
        unchanged()
        return {"changeSet": None, "skipped": skipped}
    await connection.execute(UNDONE, change, at)
    made = await keep(connection, by, found["operation"], f"Undo: {found['summary']}", again, at, change)
    told = {"change": change, "skipped": skipped}
    await record(connection, by.name, "change.undone", "ChangeSet", change, told, by.staff_id and UUID(by.staff_id))
    return {"changeSet": made, "skipped": skipped}


def _check_undoable(found: Record, steps: list[Step]) -> None:
    if found["undone_at"] is not None:
        raise Refused(ErrorCode.STATE, "This change was taken back before.", ("id",))
    if not steps:
        raise Refused(ErrorCode.STATE, "This change cannot be taken back.", ("id",))


async def _taken_back(
    connection: Connection, by: Viewer, steps: list[Step], at: datetime, ways: Mapping[str, Undo]
) -> tuple[list[Step], list[str]]:
    """The steps that would do it again, and why others were left alone. A refused step leaves nothing behind."""
    again: list[Step] = []
    skipped: list[str] = []
    for step in reversed(steps):
        try:
            async with connection.transaction():
                again += await _one_back(connection, by, step, at, ways)
        except Refused as refused:
            skipped.append(refused.message)
        except UniqueViolationError:
            skipped.append("What it was before belongs to another by now.")
        except CheckViolationError:
            skipped.append("What it was before does not fit what was done since.")
    return again, skipped


async def _one_back(
    connection: Connection, by: Viewer, step: Step, at: datetime, ways: Mapping[str, Undo]
) -> list[Step]:
    made = await ways[step["undo"]](connection, by, step, at)
    for other in step.get("with", ()):
        await ways[other["undo"]](connection, by, other, at)
    return [made] if made else []
