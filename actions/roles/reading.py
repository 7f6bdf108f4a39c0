"""The input of a role as grants, each part refused with its name if there is no such thing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.roles.editing import Edit, try_scope
from rules.bounds import limits_given
from rules.forcing import check_apart, check_argument, check_value
from rules.granting import (
    Draft,
    check_facets,
    check_field,
    check_named_once,
    check_permission,
    check_seen,
    check_type,
    scope_given,
)
from rules.permissions import Facets, Grants, ReadLevel, Scope, Sensitivity
from rules.refusals import ErrorCode, Refused

Given = Mapping[str, Any]
Fields = dict[tuple[str, str], Facets]
LONGEST_DESCRIPTION = 500
EMPTIED: Given = {"description": "", "types": [], "classes": [], "grants": [], "permissions": [], "forced": []}


async def drafted(edit: Edit, before: Draft, given: Given) -> Draft:
    """The role with what is given laid over it; a list that is given stands for all of its kind, null for none."""
    given = {name: value if value is not None else EMPTIED.get(name) for name, value in given.items()}
    kept, code = before.grants, before.code
    types = kept.types if given.get("types") is None else await _types(edit, given["types"], kept)
    grants = Grants(
        role=code,
        types=types,
        classes=kept.classes if given.get("classes") is None else _classes(given["classes"]),
        fields={name: facets for name, facets in kept.fields.items() if name[0] in types},
        permissions=kept.permissions if given.get("permissions") is None else _permissions(edit, given["permissions"]),
        limits=kept.limits if given.get("limits") is None else limits_given(given["limits"]),
        forced=kept.forced if given.get("forced") is None else _forced(edit, given["forced"]),
    )
    if given.get("grants") is not None:
        fields = read_fields(edit, grants, given["grants"], ("input", "grants"))
        grants = replace(grants, fields=fields)
    description = before.description if given.get("description") is None else given["description"].strip()
    if len(description) > LONGEST_DESCRIPTION:
        message = "A description has at most {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("input", "description"), most=LONGEST_DESCRIPTION)
    return Draft(code, given["name"].strip(), description, grants)


def read_fields(edit: Edit, grants: Grants, given: list[Given], path: tuple[str, ...]) -> Fields:
    """Refinements by type and field, of types that the grants see."""
    check_named_once((f"{one['typeName']}.{one['field']}" for one in given), path)
    return {
        (one["typeName"], one["field"]): _field(edit, grants, one, (*path, str(number)))
        for number, one in enumerate(given)
    }


def _field(edit: Edit, grants: Grants, one: Given, path: tuple[str, ...]) -> Facets:
    check_field(edit.known, one["typeName"], one["field"], path)
    facets = _facets(one)
    check_facets(facets, f"{one['typeName']}.{one['field']}", path)
    check_seen(grants, one["typeName"], facets, path)
    if one["field"] == "id":
        message = "Whoever sees a type can refer to its rows: the field 'id' cannot be granted or taken."
        raise Refused(ErrorCode.INVALID, message, (*path, "field"))
    return facets


async def _types(edit: Edit, given: list[Given], kept: Grants) -> dict[str, Scope]:
    path = ("input", "types")
    check_named_once((one["typeName"] for one in given), path)
    return {one["typeName"]: await _scope(edit, one, kept, (*path, str(n))) for n, one in enumerate(given)}


async def _scope(edit: Edit, one: Given, kept: Grants, path: tuple[str, ...]) -> Scope:
    name, scope = one["typeName"], scope_given(one.get("where"))
    check_type(edit.known, name, (*path, "typeName"))
    if scope is not None and not (name in kept.types and kept.types[name] == scope):
        await try_scope(edit, name, scope, (*path, "where"))
    return scope


def _classes(given: list[Given]) -> dict[Sensitivity, Facets]:
    path = ("input", "classes")
    check_named_once((one["sensitivity"] for one in given), path)
    found = {Sensitivity(one["sensitivity"]): _facets(one) for one in given}
    for number, (name, facets) in enumerate(found.items()):
        check_facets(facets, name.value, (*path, str(number)))
    return {name: facets for name, facets in found.items() if facets != Facets()}


def _facets(one: Given) -> Facets:
    return Facets(ReadLevel[one["read"]], bool(one.get("filter")), bool(one.get("write")))


def _permissions(edit: Edit, given: list[str]) -> frozenset[str]:
    for number, name in enumerate(given):
        check_permission(edit.known, name, ("input", "permissions", str(number)))
    return frozenset(given)


def _forced(edit: Edit, given: list[Given]) -> dict[str, Any]:
    """Values that are set at writing, by mutation and argument."""
    path = ("input", "forced")
    names = [f"{one['mutation']}.{one['argument']}" for one in given]
    check_named_once(names, path)
    check_apart(names, path)
    for number, one in enumerate(given):
        where = (*path, str(number))
        check_argument(edit.known.mutations, one["mutation"], one["argument"], where)
        check_value(one["value"], where)
        edit.sight.fits(one["mutation"], one["argument"], one["value"], (*where, "value"))
    return {name: one["value"] for name, one in zip(names, given, strict=True)}
