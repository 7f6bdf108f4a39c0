"""A caller as the tables have him: his roles become grants, his row a viewer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from rules.bounds import Limits
from rules.permissions import Access, Facets, Grants, Limit, ReadLevel, Sensitivity, union
from rules.roles import ADMIN
from rules.viewer import Acting, Viewer
from rules.viewing import ENDING, may_stand_in


def viewer_of(row: dict[str, Any]) -> Viewer:
    """`row` has the fields of a viewer, with `roles` as `grants_of` reads them; `viewing` if he looks as another."""
    viewing = row.pop("viewing", None)
    found = _viewer(row)
    return found if viewing is None else _as_another(found, viewing)


def _as_another(actor: Viewer, viewing: dict[str, Any]) -> Viewer:
    """The other one, reading only; the scopes of a role mean the actor's own store and unit.

    If the actor may no longer look as the other, he is himself again.
    """
    other, is_role = viewing["other"] or {"name": "", "roles": []}, viewing["isRole"]
    roles = other["roles"] or []
    access = access_of(roles)
    if not may_stand_in(actor.access, access, is_role=is_role):
        return actor
    access = union([*access.grants, ENDING])
    assert actor.staff_id is not None
    until = datetime.fromisoformat(viewing["until"])
    person = actor if is_role else None
    return Viewer(
        kind=actor.kind,
        name=other["name"],
        roles=tuple(role["code"] for role in roles),
        access=access,
        fingerprint=access.fingerprint(),
        staff_id=person.staff_id if person else other.get("staff_id"),
        store_id=person.store_id if person else other.get("store_id"),
        unit_path=person.unit_path if person else other.get("unit_path"),
        locale=actor.locale,
        csrf_token=actor.csrf_token,
        session_id=actor.session_id,
        acting=Acting(actor.staff_id, actor.name, until, is_role, viewing["reason"]),
    )


def _viewer(row: dict[str, Any]) -> Viewer:
    roles, limit, most = row.pop("roles") or [], row.pop("limit", None), row.pop("most", None)
    access = access_of(roles, limit and limit_of(limit), most)
    row["locale"] = row.get("locale") or ""
    row["revealed"] = tuple(
        (name, UUID(key), datetime.fromisoformat(until)) for name, key, until in row.get("revealed") or ()
    )
    return Viewer(roles=tuple(role["code"] for role in roles), access=access, fingerprint=access.fingerprint(), **row)


def access_of(roles: Iterable[dict[str, Any]], limit: Limit | None = None, most: Limits | None = None) -> Access:
    return union((grants_of(role) for role in roles), limit, most)


def limit_of(said: dict[str, Any]) -> Limit:
    types, permissions = (None if said[name] is None else frozenset(said[name]) for name in ("types", "permissions"))
    return Limit(types, permissions, said["reads_only"])


def grants_of(role: dict[str, Any]) -> Grants:
    """The grants of a role as the tables have them."""
    return Grants(
        role=role["code"],
        types=role["types"] or {},
        classes={Sensitivity(name): _facets(*said) for name, said in (role["classes"] or {}).items()},
        fields={(kind, name): _facets(*said) for kind, name, *said in role["fields"] or ()},
        permissions=frozenset(role["permissions"] or ()),
        everything=role["code"] == ADMIN,
        limits=role.get("limits") or {},
        forced=role.get("forced") or {},
    )


def _facets(read: str, may_filter: bool, may_write: bool) -> Facets:
    return Facets(ReadLevel[read], may_filter, may_write)
