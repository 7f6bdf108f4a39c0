"""Which list has the rows behind a number of a report."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

Pairs = list[tuple[str, str]]
PARTS = {
    "TEAM": "team", "PERSON": "assignee", "CHANNEL": "channel", "CATEGORY": "category", "TIER": "tier",
    "PRIORITY": "priority",
}  # fmt: skip
"The filter of tickets that picks one part, by what the report is parted by."
WHEN = {
    "opened": "openedAt", "answered": "firstRespondedAt", "resolved": "resolvedAt", "reopened": "reopenedAt",
    "slaKept": "resolvedAt", "slaLate": "resolvedAt", "rated": "resolvedAt",
}  # fmt: skip
MORE: dict[str, Pairs] = {
    "slaKept": [("slaPolicy.isNull", "false"), ("isBreached", "false")],
    "slaLate": [("slaPolicy.isNull", "false"), ("isBreached", "true")],
    "rated": [("satisfaction.gte", "1")],
}
PROMISED: dict[str, Pairs] = {
    "due": [],
    "kept": [("status", "KEPT"), ("isLate", "false")],
    "late": [("status", "KEPT"), ("isLate", "true")],
    "broken": [("status", "BROKEN")],
    "open": [("status", "OPEN")],
}


def tickets(name: str, start: str, end: str, chosen: Iterable[tuple[str, str]]) -> str:
    """The tickets that a figure counts between two instants."""
    if name == "backlog":
        within = [("openedAt.lt", end), ("finishedAt.gte", end)]
    else:
        within = [(f"{WHEN[name]}.gte", start), (f"{WHEN[name]}.lt", end)]
    return "/tickets?" + urlencode([("isMerged", "false"), *within, *MORE.get(name, []), *chosen])


def promises(name: str, start: str, end: str, owner: str | None) -> str:
    whose = [("owner", owner)] if owner else []
    return "/promises?" + urlencode([("dueAt.gte", start), ("dueAt.lt", end), *PROMISED[name], *whose])


def part(dimension: str, group: dict[str, Any]) -> Pairs:
    """The filter that picks a part; tickets without one are picked too."""
    name = PARTS[dimension]
    return [(f"{name}.isNull", "true")] if group["key"] is None else [(name, group["key"])]
