"""Whether what a role is to be given makes sense, and whether the giver has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.bounds import LimitName
from rules.forcing import Mutations, freed
from rules.permissions import Access, Facets, Grants, ReadLevel, Scope, Sensitivity, union
from rules.refusals import Detail, ErrorCode, Refused
from rules.roles import ADMIN

Path = tuple[str, ...]
ALL_ROWS = "all rows"


@dataclass(frozen=True, slots=True)
class KnownField:
    """How delicate a field is, and the types that must be visible for it to be there."""

    sensitivity: Sensitivity
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """All that can be granted: types with their fields, permissions, and arguments whose values can be set."""

    types: Mapping[str, Mapping[str, KnownField]]
    permissions: Iterable[str]
    mutations: Mutations = field(default_factory=dict)

    def fields(self) -> Iterable[tuple[str, str, KnownField]]:
        return ((kind, name, known) for kind, fields in self.types.items() for name, known in fields.items())

    def facets(self, access: Access, type_name: str, name: str) -> Facets:
        """What is left of a field's facets where the types that it leads to are not seen."""
        known = self.types[type_name][name]
        if not all(access.sees(needed) for needed in known.needs):
            return Facets()
        return access.facets(type_name, name, known.sensitivity)


@dataclass(frozen=True, slots=True)
class Draft:
    """A role as it is edited."""

    code: str
    name: str
    description: str = ""
    grants: Grants = field(default_factory=Grants)


def check_editable(code: str, path: Path) -> None:
    if code == ADMIN:
        message = "The role 'admin' may do everything and cannot be changed. Make another role, or change another one."
        raise Refused(ErrorCode.STATE, message, path)


def check_type(known: Known, name: str, path: Path) -> None:
    if name not in known.types:
        raise Refused(ErrorCode.INVALID, "There is no type '{type}'.", path, type=name[:80])


def check_field(known: Known, type_name: str, name: str, path: Path) -> None:
    check_type(known, type_name, (*path, "typeName"))
    if name not in known.types[type_name]:
        message = "{type} has no field '{field}'."
        raise Refused(ErrorCode.INVALID, message, (*path, "field"), type=type_name, field=name[:80])


def check_permission(known: Known, name: str, path: Path) -> None:
    if name not in known.permissions:
        raise Refused(ErrorCode.INVALID, "There is no permission '{permission}'.", path, permission=name[:80])


def check_facets(facets: Facets, what: str, path: Path) -> None:
    if facets.filter and facets.read is not ReadLevel.FULL:
        message = "{what} could be filtered without being read in full: what is masked or hidden could then be guessed."
        raise Refused(ErrorCode.INVALID, message, (*path, "filter"), what=what)


def check_seen(grants: Grants, type_name: str, facets: Facets, path: Path) -> None:
    """A field can be opened only where the type is."""
    if type_name not in grants.types and facets != Facets():
        message = "The role does not see {type}. Give it the type first, with the rows that it may see."
        raise Refused(ErrorCode.INVALID, message, (*path, "typeName"), type=type_name)


def check_named_once(names: Iterable[str], path: Path) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refused(ErrorCode.INVALID, "{name} is there twice.", path, name=name)
        seen.add(name)


def check_held(known: Known, by: Access, before: Iterable[Grants], after: Iterable[Grants], path: Path) -> None:
    """Raises Refused that names what the giver would give and does not have."""
    if by.is_everything:
        return
    was, then = union(before), union(after)
    if then.is_everything and not was.is_everything:
        missing = [ADMIN]
    else:
        rights = [*_types(by, was, then), *_fields(known, by, was, then), *sorted(_permissions(by, was, then))]
        missing = [*rights, *_limits(by, was, then), *freed(known.mutations, by, was, then)]
    if missing:
        message = "You would give what you do not have yourself: {things}. Ask somebody who has it."
        things = ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
        raise Refused(ErrorCode.FORBIDDEN, message, path, Detail(missing=tuple(missing)), things=things)


def _types(by: Access, was: Access, then: Access) -> Iterable[str]:
    """Rows that would come into sight and that the giver does not see."""
    for name in dict.fromkeys(name for grants in then.grants for name in grants.types):
        before, after, own = was.scopes(name), then.scopes(name), by.scopes(name)
        if own is None or before is None:
            continue
        if after is None or any(scope not in before and scope not in own for scope in after):
            yield name


def _fields(known: Known, by: Access, was: Access, then: Access) -> Iterable[str]:
    for kind, name, _ in known.fields():
        before, after, own = (known.facets(access, kind, name) for access in (was, then, by))
        if not is_within(after, before | own):
            yield f"{kind}.{name}"


def _permissions(by: Access, was: Access, then: Access) -> frozenset[str]:
    return then.permissions - was.permissions - by.permissions


def _limits(by: Access, was: Access, then: Access) -> Iterable[str]:
    """Limits that would be wider than they were, and than the giver's own."""
    before, after, own = was.bounds, then.bounds, by.bounds
    return (f"limits.{name}" for name in LimitName if after.of(name) > max(before.of(name), own.of(name)))


def is_within(facets: Facets, most: Facets) -> bool:
    return facets | most == most


def plain(draft: Draft) -> dict[str, Any]:
    """As JSON: for the audit log, and to take a change back."""
    grants = draft.grants
    return {
        "name": draft.name,
        "description": draft.description,
        "types": dict(sorted(grants.types.items())),
        "classes": {name.value: said(facets) for name, facets in sorted(grants.classes.items())},
        "fields": {".".join(name): said(facets) for name, facets in sorted(grants.fields.items())},
        "permissions": sorted(grants.permissions),
        "limits": dict(sorted(grants.limits.items())),
        "forced": dict(sorted(grants.forced.items())),
    }


def drafted(code: str, kept: Mapping[str, Any]) -> Draft:
    """What `plain` told."""
    grants = Grants(
        role=code,
        types=kept["types"],
        classes={Sensitivity(name): facets_said(told) for name, told in kept["classes"].items()},
        fields={tuple(name.split(".")): facets_said(told) for name, told in kept["fields"].items()},
        permissions=frozenset(kept["permissions"]),
        everything=code == ADMIN,
        limits=kept.get("limits", {}),
        forced=kept.get("forced", {}),
    )
    return Draft(code, kept["name"], kept["description"], grants)


def said(facets: Facets) -> list[Any]:
    return [facets.read.name, facets.filter, facets.write]


def facets_said(told: list[Any]) -> Facets:
    return Facets(ReadLevel[told[0]], bool(told[1]), bool(told[2]))


def changes(before: Draft | None, after: Draft | None) -> dict[str, Any]:
    """What differs, from what to what; a part of a part is named with a dot."""
    was, then = (plain(draft) if draft else {} for draft in (before, after))
    found: dict[str, Any] = {}
    for part in ("name", "description"):
        if was.get(part) != then.get(part):
            found[part] = [was.get(part), then.get(part)]
    held, wanted = set(was.get("permissions", ())), set(then.get("permissions", ()))
    found |= {f"permissions.{name}": [name in held, name in wanted] for name in sorted(held ^ wanted)}
    for part in ("types", "classes", "fields", "limits", "forced"):
        one, other = was.get(part, {}), then.get(part, {})
        for name in sorted({*one, *other}):
            if (name in one, one.get(name)) != (name in other, other.get(name)):
                found[f"{part}.{name}"] = [_scope(one, name, part), _scope(other, name, part)]
    return found


def _scope(told: Mapping[str, Any], name: str, part: str) -> Any:
    value = told.get(name)
    return ALL_ROWS if part == "types" and name in told and value is None else value


def taken_over(draft: Draft, other: Draft, parts: Iterable[str]) -> Draft:
    """The draft with these parts as the other has them; `changes` names parts."""
    mine, others = plain(draft), plain(other)
    for part in parts:
        kind, _, name = part.partition(".")
        if kind == "permissions":
            mine[kind] = sorted({*mine[kind]} ^ {name})
        elif not name:
            mine[kind] = others[kind]
        elif name in others[kind]:
            mine[kind][name] = others[kind][name]
        else:
            mine[kind].pop(name)
    return drafted(draft.code, mine)


def scope_given(value: Any) -> Scope:
    """No condition is every row."""
    return value or None
