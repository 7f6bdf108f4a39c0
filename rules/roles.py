"""Roles as they ship, read from the file beside this one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from rules.permissions import Facets, Grants, ReadLevel, Scope, Sensitivity

ADMIN = "admin"
"The one role that the code knows: it may do everything."
FILE = Path(__file__).with_name("shipped_roles.toml")


@cache
def shipped() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text())


def types_of(role: dict[str, Any]) -> dict[str, Scope]:
    """Visible types with their row scopes."""
    return dict.fromkeys(role.get("types", ())) | role.get("scoped", {})


def facets_of(said: dict[str, Any]) -> Facets:
    return Facets(ReadLevel[said["read"]], said.get("filter", False), said.get("write", False))


def grants_of(code: str, role: dict[str, Any]) -> Grants:
    """The grants of a role that is written like those of the file."""
    return Grants(
        role=code,
        types=types_of(role),
        classes={Sensitivity(name): facets_of(said) for name, said in role.get("classes", {}).items()},
        fields={tuple(name.split(".")): facets_of(said) for name, said in role.get("fields", {}).items()},
        permissions=frozenset(role.get("permissions", ())),
        everything=code == ADMIN,
        limits=role.get("limits", {}),
        forced=role.get("forced", {}),
    )
