"""Why somebody may see or do something, or not: which role decided, by what of its grants, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.forcing import said
from rules.permissions import Access, Decider, Facets, Grants, ReadLevel, Sensitivity
from rules.refusals import ErrorCode

MANAGES_ROLES, VIEWS_AS = "roles.edit", "access.view_as"
"The permissions of those who may hear about rows and roles of others."


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its values left out, as a refusal has it: said in the reader's language."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    code: ErrorCode = ErrorCode.FORBIDDEN


def tells(template: str, **values: Any) -> Told:
    return Told(template, values)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one role says."""

    role: str
    facets: Facets
    by: Decider
    told: Told


def of_field(grants: Grants, type_name: str, name: str, sensitivity: Sensitivity, *, is_row: bool) -> Verdict:
    """`is_row` for a field of a type whose values are rows, which grants speak of; classes speak of all others."""
    if is_row:
        facets, by = grants.decide(type_name, name, sensitivity)
    else:
        facets, by = grants.decide_class(sensitivity)
    return Verdict(grants.role, facets, by, _told(grants.role, type_name, name, sensitivity, facets.read, by))


def in_short(access: Access, type_name: str, name: str, sensitivity: Sensitivity) -> Told:
    """Which roles, and which of their grants, decided about a field."""
    read = access.facets(type_name, name, sensitivity).read
    roles = [g.role for g in access.grants if g.facets(type_name, name, sensitivity).read is read]
    given = {"kind": type_name, "roles": ", ".join(roles) or "–"}
    if any((type_name, name) in g.fields for g in access.grants):
        return _of_name(read, given | {"name": name})
    return _of_kind(read, given | {"sensitivity": sensitivity})


def _of_name(read: ReadLevel, given: dict[str, Any]) -> Told:
    match read:
        case ReadLevel.FULL:
            return tells("{name} of {kind} is readable for {roles}.", **given)
        case ReadLevel.MASKED:
            return tells("{name} of {kind} is masked for {roles}.", **given)
    return tells("{name} of {kind} is hidden from {roles}.", **given)


def _of_kind(read: ReadLevel, given: dict[str, Any]) -> Told:
    match read:
        case ReadLevel.FULL:
            return tells("{sensitivity} fields of {kind} are readable for {roles}.", **given)
        case ReadLevel.MASKED:
            return tells("{sensitivity} fields of {kind} are masked for {roles}.", **given)
    return tells("{sensitivity} fields of {kind} are hidden from {roles}.", **given)


def of_anybody(type_name: str, name: str, facets: Facets) -> Verdict:
    told = tells(
        "{name} of {kind} says nothing of a single row: whoever reaches it reads it.", name=name, kind=type_name
    )
    return Verdict("", facets, Decider.ANYBODY, told)


def of_permission(grants: Grants, permission: str) -> Verdict:
    given = {"role": grants.role, "permission": permission}
    full = Facets(ReadLevel.FULL)
    if grants.everything:
        return Verdict(grants.role, full, Decider.EVERYTHING, tells("{role} may do everything.", role=grants.role))
    if permission in grants.permissions:
        told = tells("{role} has the permission {permission}.", **given)
        return Verdict(grants.role, full, Decider.PERMISSION, told)
    told = tells("{role} does not have the permission {permission}.", **given)
    return Verdict(grants.role, Facets(), Decider.PERMISSION, told)


def of_forced(access: Access, mutation: str, permission: str) -> list[Told]:
    """What roles set in a mutation, and where another role leaves the choice."""
    able = [grants for grants in access.grants if grants.may(permission)]
    holding = access.forced(mutation, permission)
    lines = []
    for grants in able:
        for name, value in grants.forced_in(mutation).items():
            given = {"role": grants.role, "argument": name, "value": said(value)}
            if name in holding:
                lines.append(tells("{role} sets {argument} to {value}; nothing else can be given.", **given))
                continue
            free = next(other.role for other in able if name not in other.forced_in(mutation))
            lines.append(tells("{role} sets {argument} to {value}, but {free} leaves the choice.", free=free, **given))
    return lines


def _told(role: str, kind: str, name: str, sensitivity: Sensitivity, read: ReadLevel, by: Decider) -> Told:
    given = {"role": role, "kind": kind, "name": name}
    match by:
        case Decider.EVERYTHING:
            return tells("{role} may do everything.", role=role)
        case Decider.TYPE:
            return tells("{role} sees no {kind}: the type is not granted.", role=role, kind=kind)
        case Decider.REFERENCE:
            return tells("{role} sees {kind}, and so its id.", role=role, kind=kind)
        case Decider.FIELD:
            return _of_grant(read, given)
    return _of_class(read, given | {"sensitivity": sensitivity})


def _of_grant(read: ReadLevel, given: dict[str, Any]) -> Told:
    match read:
        case ReadLevel.FULL:
            return tells("{role} sees {name} of {kind} in full, by a grant of this field.", **given)
        case ReadLevel.MASKED:
            return tells("{role} sees {name} of {kind} masked, by a grant of this field.", **given)
    return tells("{role} does not see {name} of {kind}, by a grant of this field.", **given)


def _of_class(read: ReadLevel, given: dict[str, Any]) -> Told:
    match read:
        case ReadLevel.FULL:
            return tells("{role} sees {name} of {kind} in full, as every field of the class {sensitivity}.", **given)
        case ReadLevel.MASKED:
            return tells("{role} sees {name} of {kind} masked, as every field of the class {sensitivity}.", **given)
    return tells("{role} does not see {name} of {kind}: it is of the class {sensitivity}.", **given)


def may_hear(access: Access) -> bool:
    """Whether somebody may be told about rows out of his sight, and about what other roles see of rows."""
    return access.permits(MANAGES_ROLES) or access.permits(VIEWS_AS)
