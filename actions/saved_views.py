"""Saved views: kept, shared, put away, and deleted."""

from collections.abc import Mapping
from datetime import datetime
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import changes, restoring, saving
from actions.changes import Step
from actions.once import Written
from actions.recording import record
from rules.refusals import ErrorCode, Refused
from rules.saved_views import EDIT, MOST_OF_A_PERSON, SavedViewSharing, check_changeable, check_view
from rules.viewer import Viewer

KIND = saving.Kind(
    "saved_view",
    "SavedView",
    "saved_view.saved",
    "savedViewSave",
    {
        "code": None, "name": None, "type_name": None, "conditions": {}, "ordering": {"rows": []}, "shown": [],
        "layout": {}, "sharing": SavedViewSharing.MINE, "roles": [], "owner_id": None, "is_queue": False,
        "position": 100, "is_active": True,
    },
    frozenset({"conditions", "layout"}),
)  # fmt: skip
UNKNOWN = "SELECT given FROM unnest($1::text[]) given WHERE NOT EXISTS (SELECT FROM role WHERE code = given)"
OWNED = "SELECT count(*) FROM saved_view WHERE owner_id = $1"
KEPT = "SELECT * FROM saved_view WHERE id = $1 FOR UPDATE"
GONE = "DELETE FROM saved_view WHERE id = $1 RETURNING to_jsonb(saved_view)::text"
AGAIN = """
    INSERT INTO saved_view SELECT * FROM jsonb_populate_record(NULL::saved_view, $1::text::jsonb)
    ON CONFLICT DO NOTHING RETURNING id
"""


async def kept(connection: Connection, code: str) -> Mapping[str, Any]:
    """What is kept under a code, locked; the defaults if nothing is."""
    return await saving.before(connection, KIND, code)


async def save(
    connection: Connection,
    by: Viewer,
    before: Mapping[str, Any],
    given: Mapping[str, Any],
    expected: int | None,
    at: datetime,
) -> Written:
    """`before` is what `kept` gave, `given` are columns. Raises Refused: what cannot be kept, or belongs to others."""
    may_edit = by.access.permits(EDIT)
    if "id" in before:
        check_changeable(before, by.staff_id, may_edit=may_edit, path=("input", "code"))
    wanted = saving.merged(KIND, before, given)
    wanted["owner_id"] = before["owner_id"] or (UUID(by.staff_id) if by.staff_id else None)
    if "id" in before and before["owner_id"] is None and wanted["sharing"] != SavedViewSharing.MINE:
        wanted["owner_id"] = None
    check_view(wanted)
    await _check_shared(connection, by, before, wanted)
    if "id" not in before:
        await _check_room(connection, wanted["owner_id"])
    saved = await saving.save(connection, by, KIND, before, wanted, expected)
    steps = tuple(step | {"undo": "saved_view.restore"} for step in saved.steps)
    return {"view": saved.key, "changeSet": await saving.keep(connection, by, KIND, wanted["code"], steps, at)}


async def restore(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused for one of others, and if it was changed since."""
    row = await connection.fetchrow(KEPT, UUID(step["id"]))
    if row is None:
        raise Refused(ErrorCode.CONFLICT, "The view was deleted since.", ("id",))
    _check_mine(by, row)
    if step["before"].get("sharing", SavedViewSharing.MINE) != SavedViewSharing.MINE:
        by.access.check(EDIT, ("id",))
    return (await restoring.restore(connection, by, step, at)) | {"undo": "saved_view.restore"}


async def archive(connection: Connection, by: Viewer, view: UUID, at: datetime, *, is_active: bool) -> Written:
    """Puts a view away, or brings it back. Raises Refused for one of others."""
    row = await connection.fetchrow(KEPT, view)
    return await save(connection, by, await kept(connection, row["code"]), {"is_active": is_active}, None, at)


async def delete(connection: Connection, by: Viewer, view: UUID, at: datetime) -> Written:
    """For good, but for undo. Raises Refused for one of others."""
    row = await connection.fetchrow(KEPT, view)
    _check_mine(by, row)
    gone = await connection.fetchval(GONE, view)
    await _noted(connection, by, "saved_view.deleted", view, {"code": [row["code"], None]})
    step: Step = {"undo": "saved_view.again", "row": gone}
    summary = f"Delete saved view {row['code']}"
    return {"changeSet": await changes.keep(connection, by, "savedViewDelete", summary, [step], at)}


async def again(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """Brings a deleted view back. Raises Refused if its code belongs to another by now."""
    _check_mine(by, loads(step["row"]))
    key = await connection.fetchval(AGAIN, step["row"])
    if key is None:
        raise Refused(ErrorCode.CONFLICT, "Its code belongs to another view by now.", ("id",))
    await _noted(connection, by, "saved_view.restored", key, {"at": at.isoformat()})


def _check_mine(by: Viewer, row: Mapping[str, Any]) -> None:
    check_changeable(row, by.staff_id, may_edit=by.access.permits(EDIT), path=("id",))


async def _check_shared(
    connection: Connection, by: Viewer, before: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """Who shares something with others needs to be allowed to; he alone has what is nobody else's."""
    if wanted["sharing"] == SavedViewSharing.MINE:
        if wanted["owner_id"] is None or str(wanted["owner_id"]) != by.staff_id:
            message = "Only a person can have a view alone. Share it, or let its owner take it back."
            raise Refused(ErrorCode.INVALID, message, ("input", "sharing"))
    elif wanted["is_active"] or before.get("sharing") != wanted["sharing"]:
        by.access.check(EDIT, ("input", "sharing"))
    unknown = await connection.fetchval(UNKNOWN, wanted["roles"])
    if unknown is not None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no role '{code}'.", ("input", "roleCodes"), code=unknown)


async def _check_room(connection: Connection, owner: UUID | None) -> None:
    if owner is not None and await connection.fetchval(OWNED, owner) >= MOST_OF_A_PERSON:
        message = "You have {most} views. Delete one that you do not need."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("input", "code"), most=MOST_OF_A_PERSON)


async def _noted(connection: Connection, by: Viewer, what: str, key: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "SavedView", key, told, by.staff_id and UUID(by.staff_id))
