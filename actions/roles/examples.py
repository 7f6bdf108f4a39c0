"""Examples that must stay true: kept, taken away, and judged at every edit of roles."""

from collections.abc import Mapping
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Record

from actions.once import Written
from actions.recording import record
from actions.roles.editing import Edit, all_grants, begin
from models.access import ACCESS_EXAMPLES, EVERYBODY
from rules.examples import OF_PERMISSIONS, OF_ROWS, Example, Expectation, check_example, check_holds, of_field
from rules.granting import check_field, check_permission, check_type
from rules.permissions import Access, Grants, union
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

ADD = """
    INSERT INTO access_example (role_id, staff_id, type_name, field, row_name, permission, expects)
    VALUES ((SELECT id FROM role WHERE code = $1), (SELECT id FROM staff WHERE username = $2), $3, $4, $5, $6, $7)
    RETURNING id
"""
REMOVE = "DELETE FROM access_example WHERE id = $1 RETURNING type_name, field, row_name, permission, expects"
Roles = Mapping[str, Grants]


async def add(edit: Edit, given: Mapping[str, Any]) -> Written:
    """Raises Refused: nothing that could be judged, or something that does not hold even now."""
    await begin(edit)
    example = _read(given)
    check_example(example)
    _check_known(edit, example)
    grants = await all_grants(edit.connection)
    if example.is_role and example.who not in grants:
        message = "There is no role '{role}'. Roles: {names}."
        names = ", ".join(sorted(grants))
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "roleCode"), role=example.who[:80], names=names)
    await _judge(edit, example, grants, ("input",))
    who = (example.who, None) if example.is_role else (None, example.who)
    about = (example.type_name, example.field, example.row, example.permission, example.expects.value)
    key = await edit.connection.fetchval(ADD, *who, *about)
    told = {"who": example.who, "what": example.what, "expects": example.expects.value}
    await record(edit.connection, edit.by.name, "access_example.added", "AccessExample", key, told, edit.staff)
    return {"id": f"exa_{key}"}


async def remove(edit: Edit, key: UUID) -> Written:
    """Raises Refused if there is no such example."""
    await begin(edit)
    gone = await edit.connection.fetchrow(REMOVE, key)
    if gone is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no such example.", ("id",))
    told = {name: value for name, value in gone.items() if value is not None}
    await record(edit.connection, edit.by.name, "access_example.removed", "AccessExample", key, told, edit.staff)
    return {"id": f"exa_{key}"}


async def judge(edit: Edit, grants: Roles | None = None) -> None:
    """Raises Refused that names the first example that does not hold with these grants, or with those that are kept."""
    examples = await edit.connection.fetch(ACCESS_EXAMPLES)
    if examples:
        roles = await all_grants(edit.connection) if grants is None else grants
        for kept in examples:
            await _judge(edit, _kept(kept), roles, ("input",))


def _read(given: Mapping[str, Any]) -> Example:
    role, person = given.get("roleCode"), given.get("username")
    if (role is None) == (person is None):
        raise Refused(ErrorCode.INVALID, "An example is of a role or of a person.", ("input", "roleCode"))
    return Example(
        role or person, role is not None, Expectation(given["expects"]), given.get("typeName") or None,
        given.get("field") or None, given.get("row") or None, given.get("permission") or None,
    )  # fmt: skip


def _kept(row: Record) -> Example:
    return Example(
        row["role"] or row["person"], row["role"] is not None, Expectation(row["expects"]), row["type_name"],
        row["field"], row["row_name"], row["permission"],
    )  # fmt: skip


def _check_known(edit: Edit, example: Example) -> None:
    if example.permission is not None:
        check_permission(edit.known, example.permission, ("input", "permission"))
    elif example.field is not None:
        check_field(edit.known, str(example.type_name), example.field, ("input",))
    else:
        check_type(edit.known, str(example.type_name), ("input", "typeName"))


async def _judge(edit: Edit, example: Example, grants: Roles, path: tuple[str, ...]) -> None:
    viewer = await _subject(edit, example, grants)
    if viewer is not None:
        check_holds(example, await _found(edit, example, viewer), path)


async def _subject(edit: Edit, example: Example, grants: Roles) -> Viewer | None:
    """None for a person who can no longer sign in, of whom nothing can be said."""
    if example.is_role:
        access = union([grants[example.who]] if example.who in grants else [])
        return Viewer("STAFF", example.who, (example.who,), access, access.fingerprint())
    told = loads(await edit.connection.fetchval(EVERYBODY, example.who) or "[]")
    return viewer_with(told[0], grants) if told else None


def viewer_with(told: Mapping[str, Any], grants: Roles) -> Viewer:
    """One of EVERYBODY, as a viewer whose roles have these grants."""
    about = {name: value for name, value in told.items() if name not in ("roles", "username")}
    access = union(grants[code] for code in told["roles"])
    codes = tuple(told["roles"])
    return Viewer(roles=codes, access=access, fingerprint=access.fingerprint(), **about | {"locale": ""})


async def _found(edit: Edit, example: Example, viewer: Viewer) -> Expectation:
    expects, access = example.expects, viewer.access
    if expects in OF_PERMISSIONS:
        return Expectation.ALLOWED if access.permits(str(example.permission)) else Expectation.NOT_ALLOWED
    is_there = example.row is None or await _sees_row(edit, example, viewer)
    if expects in OF_ROWS:
        return Expectation.ROW_VISIBLE if is_there else Expectation.ROW_HIDDEN
    facets = _facets(edit, example, access if is_there else union([]))
    return of_field(expects, facets)


def _facets(edit: Edit, example: Example, access: Access) -> Any:
    return edit.sight.facets(access, str(example.type_name), str(example.field))


async def _sees_row(edit: Edit, example: Example, viewer: Viewer) -> bool:
    """Raises Refused if there is no such row."""
    kind, path = str(example.type_name), ("input", "row")
    sql, values = edit.sight.named(kind, str(example.row), path)
    key = await edit.connection.fetchval(f"{sql} LIMIT 1", *values)
    if key is None:
        message = "There is no {kind} '{row}', of which an example speaks."
        raise Refused(ErrorCode.NOT_FOUND, message, path, kind=kind, row=example.row)
    if not viewer.access.sees(kind):
        return False
    sql, values = edit.sight.rows(viewer, kind)
    found = f"SELECT EXISTS (SELECT FROM ({sql}) seen WHERE key = ${len(values) + 1})"
    return await edit.connection.fetchval(found, *values, key)
