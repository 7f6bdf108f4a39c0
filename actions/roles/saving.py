"""Saves, grants, deletes and restores roles; nobody gives what he does not have."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asyncpg import ForeignKeyViolationError

from actions import changes
from actions.changes import Step
from actions.once import Written
from actions.recording import record, unchanged
from actions.roles import keeping
from actions.roles.agreeing import check_everybody
from actions.roles.editing import Edit, all_grants, begin, try_scope
from actions.roles.examples import judge
from actions.roles.keeping import Kept
from actions.roles.reading import drafted, read_fields
from rules import granting
from rules.forcing import check_argument, split
from rules.granting import Draft, check_editable, check_held, check_permission, check_type
from rules.permissions import Grants
from rules.refusals import Detail, ErrorCode, Refused, check_version
from rules.saving import check_named

HOLDERS = """
    SELECT (SELECT count(*) FROM staff_role WHERE role_id = $1) AS people,
           (SELECT count(*) FROM api_client_role WHERE role_id = $1) AS programs
"""


async def save(edit: Edit, given: Mapping[str, Any], expected: int | None) -> Written:
    """Makes the role or changes the parts that are given.

    Raises Refused: something that is not there, that makes no sense, or that the giver does not have; an example that
    would not hold any more; changed since.
    """
    code = given["code"]
    check_named(code, given["name"])
    check_editable(code, ("input", "code"))
    await begin(edit)
    before = await keeping.kept(edit.connection, code)
    check_version(before.version if before else 0, expected)
    after = await drafted(edit, before.draft if before else Draft(code, "", "", Grants(code)), given)
    return await _written(edit, "roleSave", before, after)


async def set_grants(edit: Edit, code: str, given: list[Mapping[str, Any]]) -> Written:
    """Sets these fields of the role; all others stay as they are. Raises Refused as `save` does."""
    check_editable(code, ("roleCode",))
    await begin(edit)
    before = await found(edit, code, ("roleCode",))
    grants = before.draft.grants
    fields = {**grants.fields, **read_fields(edit, grants, given, ("grants",))}
    draft = Draft(code, before.draft.name, before.draft.description, dataclasses.replace(grants, fields=fields))
    return await _written(edit, "roleGrantsSet", before, draft)


async def replace(edit: Edit, operation: str, after: Draft, expected: int | None) -> Written:
    """The whole role, as it ships for example."""
    check_editable(after.code, ("code",))
    await begin(edit)
    before = await found(edit, after.code, ("code",))
    check_version(before.version, expected)
    return await _written(edit, operation, before, after)


async def delete(edit: Edit, code: str, expected: int | None) -> Written:
    """Raises Refused if somebody has it."""
    check_editable(code, ("code",))
    await begin(edit)
    before = await found(edit, code, ("code",))
    check_version(before.version, expected)
    await _gone(edit, before)
    step = {"undo": "role.restore", "code": code, "before": before.plain, "version": None}
    change = await changes.keep(edit.connection, edit.by, "roleDelete", f"Delete role {code}", [step], edit.at)
    return {"code": code, "changeSet": change}


async def restore(edit: Edit, step: Step, at: datetime) -> Step:
    """Raises Refused if the role was changed since, or as `save` does."""
    await begin(edit)
    now, code = await keeping.kept(edit.connection, step["code"]), step["code"]
    version = now.version if now else None
    if version != step["version"]:
        detail = Detail(current_version=version)
        raise Refused(ErrorCode.CONFLICT, "The role {code} was changed since.", ("id",), detail, code=code)
    again = {"undo": "role.restore", "code": code, "before": now.plain if now else None}
    if step["before"] is None:
        assert now is not None
        await _gone(edit, now)
        return again | {"version": None}
    draft = granting.drafted(code, step["before"])
    await _check_still_there(edit, draft)
    return again | {"version": await _put(edit, now, draft, "role.restored")}


async def found(edit: Edit, code: str, path: tuple[str, ...]) -> Kept:
    kept = await keeping.kept(edit.connection, code)
    if kept is None:
        names = ", ".join(sorted(await all_grants(edit.connection)))
        message = "There is no role '{role}'. Roles: {names}."
        raise Refused(ErrorCode.NOT_FOUND, message, path, role=code[:80], names=names)
    return kept


async def _written(edit: Edit, operation: str, before: Kept | None, after: Draft) -> Written:
    if before is not None and not granting.changes(before.draft, after):
        unchanged()
        return {"role": before.id, "changeSet": None}
    version = await _put(edit, before, after, "role.saved" if before else "role.created")
    kept = before.plain if before else None
    step = {"undo": "role.restore", "code": after.code, "before": kept, "version": version}
    change = await changes.keep(edit.connection, edit.by, operation, f"Save role {after.code}", [step], edit.at)
    key = before.id if before else await edit.connection.fetchval("SELECT id FROM role WHERE code = $1", after.code)
    return {"role": key, "changeSet": change}


async def _put(edit: Edit, before: Kept | None, after: Draft, event: str) -> int:
    """The new version."""
    was = [before.draft.grants] if before else []
    check_held(edit.known, edit.by.access, was, [after.grants], ("input",))
    if before is None:
        key, version = await keeping.make(edit.connection, after), 1
    else:
        key, version = before.id, await keeping.change(edit.connection, before.id, after)
        await check_everybody(edit.connection, {after.code: after.grants}, ("input", "forced"))
    await judge(edit)
    told = {"code": after.code} | granting.changes(before.draft if before else None, after)
    await record(edit.connection, edit.by.name, event, "Role", key, told, edit.staff)
    return version


async def _gone(edit: Edit, before: Kept) -> None:
    held = await edit.connection.fetchrow(HOLDERS, before.id)
    if held["people"] or held["programs"]:
        message = "{name} is held by {people:,} people and {programs:,} programs. Give them another role first."
        raise Refused(
            ErrorCode.STATE,
            message,
            ("code",),
            name=before.draft.name,
            people=held["people"],
            programs=held["programs"],
        )
    try:
        await edit.connection.execute("DELETE FROM role WHERE id = $1", before.id)
    except ForeignKeyViolationError:
        message = "Something still speaks of the role {name}. Take that away first."
        raise Refused(ErrorCode.STATE, message, ("code",), name=before.draft.name) from None
    told = {"code": before.draft.code} | granting.changes(before.draft, None)
    await record(edit.connection, edit.by.name, "role.deleted", "Role", before.id, told, edit.staff)


async def _check_still_there(edit: Edit, draft: Draft) -> None:
    """What a restored role speaks of may have gone meanwhile."""
    for name, scope in draft.grants.types.items():
        check_type(edit.known, name, ("id",))
        if scope is not None:
            await try_scope(edit, name, scope, ("id",))
    for permission in draft.grants.permissions:
        check_permission(edit.known, permission, ("id",))
    for name, value in draft.grants.forced.items():
        check_argument(edit.known.mutations, *split(name), ("id",))
        edit.sight.fits(*split(name), value, ("id",))
