"""How much may be asked, said a second time."""

from json import loads
from typing import Any

USUAL = {
    "DEPTH": 12, "TOKENS": 4000, "ALIASES": 30, "CHARACTERS": 100_000, "COST": 1000, "CHANGE_COST": 1000, "BATCH": 10,
    "SECONDS": 10, "ERRORS": 5, "UPLOAD": 10, "POINTS_PER_MINUTE": 120_000,
}  # fmt: skip


def refined(_look: Any, row: Any) -> list[dict[str, Any]]:
    """Of a role or a program."""
    return [{"name": name, "value": value} for name, value in sorted(loads(row["limits"]).items())]


def forced(_look: Any, row: Any) -> list[dict[str, Any]]:
    """What a role sets at writing."""
    told = [(*name.split(".", 1), value) for name, value in sorted(loads(row["forced"]).items())]
    return [{"mutation": mutation, "argument": argument, "value": value} for mutation, argument, value in told]


def holding(look: Any) -> list[dict[str, Any]]:
    """Of whoever looks: the most generous of his roles."""
    said = [role.get("limits", {}) for role in look.who.roles.values()]
    return [
        {"name": name, "value": max((one.get(name, usual) for one in said), default=usual)}
        for name, usual in USUAL.items()
    ]
