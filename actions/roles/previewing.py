"""What saving a role would do: to the people who have it, to the rows that they see, to the examples that must hold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from json import dumps, loads
from typing import Any

from actions.roles import keeping
from actions.roles.agreeing import check_everybody
from actions.roles.editing import Edit, all_grants
from actions.roles.examples import judge, viewer_with
from actions.roles.keeping_views import ViewLoss, view_losses
from actions.roles.reading import drafted
from models.access import EVERYBODY, PROGRAMS
from rules.callers import limit_of
from rules.comparing import Count, Group, fields_changed, forced_changed, permissions_changed
from rules.granting import Draft, check_editable, check_held
from rules.permissions import Access, Grants, Limit, union
from rules.refusals import Refused
from rules.saving import check_named
from rules.viewer import Viewer

MOST_ROWS = 100_000
"Rows of a type are counted up to here."
MOST_PEOPLE = 5
"People whose rows are counted, one for each set of roles."
Roles = Mapping[str, Grants]


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """How many rows of a type somebody sees; `person` is None where nobody has the role."""

    type_name: str
    person: str | None
    before: int
    after: int


@dataclass(slots=True)
class Foreseen:
    """`refusals` are why it could not be saved as it is."""

    people: int = 0
    programs: int = 0
    fields: Mapping[Any, Count] = field(default_factory=dict)
    permissions: Mapping[Any, Count] = field(default_factory=dict)
    forced: Mapping[Any, Count] = field(default_factory=dict)
    rows: list[RowsSeen] = field(default_factory=list)
    views: list[ViewLoss] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)


async def preview(edit: Edit, given: Mapping[str, Any]) -> Foreseen:
    """Nothing is changed. What cannot even be read is the only thing that is told then."""
    foreseen = Foreseen()
    try:
        check_named(given["code"], given["name"])
        check_editable(given["code"], ("input", "code"))
        kept = await keeping.kept(edit.connection, given["code"])
        before = kept.draft if kept else Draft(given["code"], "", "", Grants(given["code"]))
        after = await drafted(edit, before, given)
    except Refused as refused:
        foreseen.refusals.append(refused)
        return foreseen
    was = {**await all_grants(edit.connection), before.code: before.grants}
    then = {**was, after.code: after.grants}
    everybody = loads(await edit.connection.fetchval(EVERYBODY, None) or "[]")
    holders = [one for one in everybody if after.code in one["roles"]]
    foreseen.people = len(holders)
    programs = loads(await edit.connection.fetchval(PROGRAMS, after.code))
    foreseen.programs = len(programs)
    groups = _groups(holders, programs, was, then, after.code)
    foreseen.fields = fields_changed(edit.known, groups)
    foreseen.permissions = permissions_changed(groups)
    foreseen.forced = forced_changed(edit.known, groups)
    foreseen.rows = await _rows(edit, holders, was, then, (before.grants, after.grants))
    foreseen.views = await view_losses(edit, _by_roles(holders, was, then))
    foreseen.refusals = await _refusals(edit, before.grants, after.grants, then)
    return foreseen


async def _refusals(edit: Edit, before: Grants, after: Grants, roles: Roles) -> list[Refused]:
    found: list[Refused] = []
    try:
        check_held(edit.known, edit.by.access, [before], [after], ("input",))
    except Refused as refused:
        found.append(refused)
    try:
        await check_everybody(edit.connection, {after.role: after}, ("input", "forced"))
    except Refused as refused:
        found.append(refused)
    try:
        await judge(edit, roles)
    except Refused as refused:
        found.append(refused)
    return found


def _groups(
    holders: list[dict[str, Any]], programs: list[dict[str, Any]], was: Roles, then: Roles, code: str
) -> list[Group]:
    """One for each set of roles, and one for each program, which may be limited."""
    counted = Counter(tuple(one["roles"]) for one in holders)
    counted.setdefault((code,), 0)
    groups = [Group(_union(was, codes), _union(then, codes), people) for codes, people in counted.items()]
    for one in programs:
        codes, limit = one["roles"], limit_of(one["limit"])
        groups.append(Group(_union(was, codes, limit), _union(then, codes, limit), 0, 1))
    return groups


def _by_roles(
    holders: list[dict[str, Any]], was: Roles, then: Roles
) -> list[tuple[Access, Access, list[dict[str, Any]]]]:
    people: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in holders:
        people.setdefault(tuple(one["roles"]), []).append(one)
    return [(_union(was, codes), _union(then, codes), each) for codes, each in people.items()]


def _union(roles: Roles, codes: Iterable[str], limit: Limit | None = None) -> Access:
    return union((roles[code] for code in codes), limit)


async def _rows(
    edit: Edit, holders: list[dict[str, Any]], was: Roles, then: Roles, changed: tuple[Grants, Grants]
) -> list[RowsSeen]:
    before, after = (dict(grants.types) for grants in changed)
    names = [name for name in sorted({*before, *after}) if _told(before, name) != _told(after, name)]
    shown = {tuple(one["roles"]): one for one in reversed(holders)}
    found = []
    for name in names:
        for one in list(shown.values())[:MOST_PEOPLE]:
            seen = [await _count(edit, viewer_with(one, roles), name) for roles in (was, then)]
            found.append(RowsSeen(name, one["name"], *seen))
        if not shown:
            seen = [await _count(edit, _alone(edit.by, grants), name) for grants in changed]
            found.append(RowsSeen(name, None, *seen))
    return found


def _told(types: Mapping[str, Any], name: str) -> str | None:
    return dumps(types[name], sort_keys=True) if name in types else None


def _alone(by: Viewer, grants: Grants) -> Viewer:
    """Somebody with this role alone, in the place of who asks."""
    access = union([grants])
    return Viewer(
        "STAFF", grants.role, (grants.role,), access, access.fingerprint(), by.staff_id, by.store_id, by.unit_path
    )


async def _count(edit: Edit, viewer: Viewer, type_name: str) -> int:
    if not viewer.access.sees(type_name):
        return 0
    sql, values = edit.sight.rows(viewer, type_name)
    return await edit.connection.fetchval(f"SELECT count(*) FROM ({sql} LIMIT {MOST_ROWS}) seen", *values)
