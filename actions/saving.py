"""Rules of the program are saved by their code: made if they are new, changed if the writer knows the last version."""

from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.recording import record
from rules.refusals import ErrorCode, Refused, check_version
from rules.viewer import Viewer

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind of rule is kept, the name of its type, and what the audit log calls the change."""

    table: str
    type_name: str
    event: str
    defaults: Columns


async def before(connection: Connection, kind: Kind, code: str) -> Columns:
    """What is kept under the code, locked; the defaults if nothing is."""
    row = await connection.fetchrow(f"SELECT * FROM {kind.table} WHERE code = $1 FOR UPDATE", code)
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
) -> UUID:
    """Writes what differs from `kept` (see `before`), and the event. Raises Refused if it was changed since."""
    changed = {name: value for name, value in wanted.items() if "id" not in kept or kept[name] != value}
    if "id" not in kept:
        key = await _made(connection, kind, changed)
    else:
        check_version(kept["version"], expected)
        key = kept["id"]
        if changed:
            await _changed(connection, kind, key, changed)
    told = {name: [kept.get(name), value] for name, value in changed.items()}
    if told:
        await record(connection, by.name, kind.event, kind.type_name, key, told, by.staff_id and UUID(by.staff_id))
    return key


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


async def _changed(connection: Connection, kind: Kind, key: UUID, values: Columns) -> None:
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, start=2))
    await connection.execute(
        f"UPDATE {kind.table} SET {sets}, version = version + 1 WHERE id = $1", key, *map(_written, values.values())
    )


def _written(value: Any) -> Any:
    return dumps(value) if isinstance(value, dict) else value


def _read(row: Record) -> Columns:
    """Objects in JSON as what they say."""
    return {
        name: loads(value) if isinstance(value, str) and value.startswith("{") and value.endswith("}") else value
        for name, value in row.items()
    }
