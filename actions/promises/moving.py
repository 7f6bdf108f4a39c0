"""Moves promises to another day or person, says that they were kept or broken, and takes that back."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.changes import Step
from actions.once import Written
from actions.promises.locking import change, hold, note_step
from actions.promises.making import owned_by
from actions.recording import unchanged
from actions.restoring import restore
from rules.promises import PromiseStatus, PromiseStepKind, check_due, check_text
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

DUE = "SELECT due_at FROM promise WHERE id = $1"


async def move(
    connection: Connection, by: Viewer, promise: UUID, due: datetime, reason: str, expected: int | None, at: datetime
) -> Written:
    """To another time; it stays known that it was late. Raises Refused: no reason, a time that is past, settled."""
    note = check_text(reason, ("reason",))
    due = check_due(due, at, ("dueAt",))
    held = await hold(connection, promise, expected)
    if due == held["due_at"]:
        unchanged()
        return {"promise": promise, "ticket": held["ticket_id"], "member": held["member_id"]}
    ahead = held["remind_at"] and held["due_at"] - held["remind_at"]
    remind = due - ahead if ahead and due - ahead > at else None
    values = {
        "due_at": due, "remind_at": remind, "reminded_at": None, "rung_at": None, "late_at": _late(held, at),
        "moves": held["moves"] + 1,
    }  # fmt: skip
    return await change(connection, by, held, "promiseMove", PromiseStepKind.MOVED, values, note, at)


async def hand_over(
    connection: Connection, by: Viewer, promise: UUID, owner: UUID, expected: int | None, at: datetime
) -> Written:
    """To somebody else, who is rung for it from then on. Raises Refused: settled, somebody who left."""
    held = await hold(connection, promise, expected)
    await owned_by(connection, owner, ("staffId",))
    if owner == held["owner_id"]:
        unchanged()
        return {"promise": promise, "ticket": held["ticket_id"], "member": held["member_id"]}
    values = {"owner_id": owner}
    return await change(connection, by, held, "promiseHandOver", PromiseStepKind.HANDED_OVER, values, "", at)


async def settle(
    connection: Connection,
    by: Viewer,
    promise: UUID,
    status: PromiseStatus,
    note: str | None,
    expected: int | None,
    at: datetime,
) -> Written:
    """Kept, or broken for a reason. Raises Refused: broken without a reason, settled before."""
    if status is PromiseStatus.BROKEN and not note:
        raise Refused(ErrorCode.REQUIRED, "Say why it could not be kept.", ("reason",))
    said = check_text(note, ("note" if status is PromiseStatus.KEPT else "reason",)) if note else ""
    held = await hold(connection, promise, expected)
    values = {
        "status": status, "settled_at": at, "settled_by": by.name, "note": said, "late_at": _late(held, at),
    }  # fmt: skip
    kept = status is PromiseStatus.KEPT
    operation = "promiseKeep" if kept else "promiseBreak"
    kind = PromiseStepKind.KEPT if kept else PromiseStepKind.BROKEN
    return await change(connection, by, held, operation, kind, values, said, at)


async def back(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """As it was before, with a step of its own in the history. Raises Refused if it was changed since."""
    again = await restore(connection, by, step, at)
    key = UUID(step["id"])
    due = await connection.fetchval(DUE, key)
    await note_step(connection, key, PromiseStepKind.TAKEN_BACK, due, "", by.name, at)
    return again | {"undo": "promise.back"}


def _late(held: Record, at: datetime) -> datetime | None:
    """Since when it was late for the first time."""
    return held["late_at"] or (held["due_at"] if held["due_at"] < at else None)
