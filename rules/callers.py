"""A caller as the tables have him: his roles become grants, his row a viewer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from rules.permissions import Access, Facets, Grants, Limit, ReadLevel, Sensitivity, union
from rules.roles import ADMIN
from rules.viewer import Viewer


def viewer_of(row: dict[str, Any]) -> Viewer:
    """`row` has the fields of a viewer, with `roles` as `grants_of` reads them."""
    roles, limit = row.pop("roles") or [], row.pop("limit", None)
    access = access_of(roles, limit and limit_of(limit))
    row["locale"] = row.get("locale") or ""
    row["revealed"] = tuple(
        (name, UUID(key), datetime.fromisoformat(until)) for name, key, until in row.get("revealed") or ()
    )
    return Viewer(roles=tuple(role["code"] for role in roles), access=access, fingerprint=access.fingerprint(), **row)


def access_of(roles: Iterable[dict[str, Any]], limit: Limit | None = None) -> Access:
    return union((grants_of(role) for role in roles), limit)


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
    )


def _facets(read: str, may_filter: bool, may_write: bool) -> Facets:
    return Facets(ReadLevel[read], may_filter, may_write)
