"""Processor time of a process and all its children, from /proc."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """User and system time of the process, its living descendants, and those that it has outlived."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        found = _stat(folder)
        if found is not None:
            parent, spent[int(folder.name)] = found
            children.setdefault(parent, []).append(int(folder.name))
    return _sum(pid, children, spent)


def _sum(pid: int, children: dict[int, list[int]], spent: dict[int, float]) -> float:
    return spent.get(pid, 0.0) + sum(_sum(child, children, spent) for child in children.get(pid, ()))


def _stat(folder: Path) -> tuple[int, float] | None:
    """Parent, and seconds used (with those of ended children)."""
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICK
