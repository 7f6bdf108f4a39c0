"""Rules of the program are saved by their code: made if they are new, changed if the writer knows the last version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import changes
from actions.changes import Step
from actions.recording import record, unchanged
from actions.restoring import restoring
from rules.refusals import ErrorCode, Refused, check_version
from rules.viewer import Viewer

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind of rule is kept, the name of its type, what the audit log calls the change, and the mutation.

    Of columns that are `untold` the audit log says only that they changed: they may hold what not everybody reads.
    """

    table: str
    type_name: str
    event: str
    operation: str
    defaults: Columns
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Saved:
    """The row, and how to take the change back; no step if nothing was changed."""

    key: UUID
    steps: tuple[Step, ...]


async def before(connection: Connection, kind: Kind, code: str, *, locks: bool = True) -> Columns:
    """What is kept under the code, locked; the defaults if nothing is."""
    lock = " FOR UPDATE" if locks else ""
    row = await connection.fetchrow(f"SELECT * FROM {kind.table} WHERE code = $1{lock}", code)
    return kind.defaults if row is None else _read(row)


def merged(kind: Kind, kept: Columns, given: Columns) -> dict[str, Any]:
    """All columns that can be saved: as given, else as kept. A null where none may be stands for the default."""
    wanted = {name: kept[name] for name in kind.defaults} | dict(given)
    return {
        name: kind.defaults[name] if value is None and kind.defaults.get(name) is not None else value
        for name, value in wanted.items()
    }


async def save(
    connection: Connection, by: Viewer, kind: Kind, kept: Columns, wanted: Columns, expected: int | None
) -> Saved:
    """Writes what differs from `kept` (see `before`), and the event. Raises Refused if it was changed since."""
    changed = {name: value for name, value in wanted.items() if "id" not in kept or kept[name] != value}
    if "id" not in kept:
        key = await _made(connection, kind, changed)
        steps = new_row(kind.type_name, key, wanted)
    else:
        check_version(kept["version"], expected)
        key, steps = kept["id"], ()
        if changed:
            version = await _changed(connection, kind, key, changed)
            steps = (restoring(kind.type_name, key, {name: kept[name] for name in changed}, version),)
    told = {name: ["…", "…"] if name in kind.untold else [kept.get(name), value] for name, value in changed.items()}
    if told:
        await record(connection, by.name, kind.event, kind.type_name, key, told, by.staff_id and UUID(by.staff_id))
    else:
        unchanged()
    return Saved(key, steps)


def new_row(type_name: str, key: UUID, values: Columns) -> tuple[Step, ...]:
    """Taking back something new switches it off."""
    return (restoring(type_name, key, {"is_active": False}, 1),) if values.get("is_active", True) else ()


async def keep(
    connection: Connection, by: Viewer, kind: Kind, code: str, steps: tuple[Step, ...], at: datetime
) -> UUID | None:
    """The change, for `changeSet`; None if nothing was changed."""
    if not steps:
        return None
    summary = f"Save {kind.table.replace('_', ' ')} {code}"
    return await changes.keep(connection, by, kind.operation, summary, steps, at)


async def found(connection: Connection, table: str, code: str | None, path: str) -> UUID | None:
    """The key of what a code names; None if none is given. Raises Refused if nothing has it."""
    if code is None:
        return None
    key = await connection.fetchval(f"SELECT id FROM {table} WHERE code = $1", code)
    if key is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}'.", ("input", path), code=code)
    return key


async def _made(connection: Connection, kind: Kind, values: Columns) -> UUID:
    names, holes = ", ".join(values), ", ".join(f"${place}" for place in range(1, len(values) + 1))
    made = await connection.fetchval(
        f"INSERT INTO {kind.table} ({names}) VALUES ({holes}) ON CONFLICT (code) DO NOTHING RETURNING id",
        *map(_written, values.values()),
    )
    if made is None:
        raise Refused(ErrorCode.CONFLICT, "Somebody else made '{code}' in between.", ("input",), code=values["code"])
    return made


async def _changed(connection: Connection, kind: Kind, key: UUID, values: Columns) -> int:
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, start=2))
    return await connection.fetchval(
        f"UPDATE {kind.table} SET {sets}, version = version + 1 WHERE id = $1 RETURNING version",
        key,
        *map(_written, values.values()),
    )


def _written(value: Any) -> Any:
    return dumps(value) if isinstance(value, dict) else value


def _read(row: Record) -> Columns:
    """Objects in JSON as what they say."""
    return {
        name: loads(value) if isinstance(value, str) and value.startswith("{") and value.endswith("}") else value
        for name, value in row.items()
    }
