"""A promise while somebody changes it: locked, counted, its step kept, and noted in the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.changes import keep
from actions.once import Written
from actions.recording import record
from actions.restoring import restoring
from rules.promises import PromiseStatus, PromiseStepKind, check_open
from rules.refusals import check_version
from rules.viewer import Viewer

FOUND = "SELECT * FROM promise WHERE id = $1 FOR NO KEY UPDATE"
STEP = "INSERT INTO promise_step (promise_id, kind, due_at, note, actor, at) VALUES ($1, $2, $3, $4, $5, $6)"


async def hold(connection: Connection, key: UUID, expected: int | None) -> Record:
    """Raises Refused if it was changed since, or is not open any more."""
    found = await connection.fetchrow(FOUND, key)
    check_version(found["version"], expected)
    check_open(found["what"], PromiseStatus(found["status"]))
    return found


async def change(
    connection: Connection,
    by: Viewer,
    held: Record,
    operation: str,
    kind: PromiseStepKind,
    values: Mapping[str, Any],
    note: str,
    at: datetime,
) -> Written:
    """Writes the values, the step and one event, and keeps how it is taken back."""
    columns = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, 2))
    written = await connection.fetchrow(
        f"UPDATE promise SET {columns}, version = version + 1 WHERE id = $1 RETURNING version, due_at",
        held["id"],
        *values.values(),
    )
    await note_step(connection, held["id"], kind, written["due_at"], note, by.name, at)
    told = {name.removesuffix("_id"): [held[name], value] for name, value in values.items() if held[name] != value}
    await noted(connection, by, f"promise.{kind.lower()}", held["id"], told)
    step = restoring("Promise", held["id"], {name: held[name] for name in values}, written["version"])
    again = await keep(connection, by, operation, f"Promise: {kind.lower()}", [step | {"undo": "promise.back"}], at)
    return {"promise": held["id"], "ticket": held["ticket_id"], "member": held["member_id"], "changeSet": again}


async def note_step(
    connection: Connection, key: UUID, kind: PromiseStepKind, due: datetime, note: str, actor: str, at: datetime
) -> None:
    await connection.execute(STEP, key, kind, due, note, actor, at)


async def noted(connection: Connection, by: Viewer, what: str, key: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "Promise", key, told, by.staff_id and UUID(by.staff_id))
