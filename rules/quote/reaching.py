"""The audience of a campaign taken apart: its conditions one by one, each as people read it."""

from collections.abc import Iterator, Mapping
from typing import Any

SIGNS = {
    "eq": "=", "in": "=", "neq": "≠", "notIn": "≠", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "contains": "∋",
    "startsWith": "…", "isNull": "= –", "relative": "~",
}  # fmt: skip


def parts_of(where: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What all has to be met, each alone."""
    for name, inner in where.items():
        if name == "and":
            for each in inner:
                yield from parts_of(each)
        else:
            yield {name: inner}


def in_words(part: Mapping[str, Any]) -> str:
    return " & ".join(_said(name, inner, ()) for name, inner in part.items())


def _said(name: str, inner: Any, above: tuple[str, ...]) -> str:
    if name in ("or", "and"):
        sign = " | " if name == "or" else " & "
        return "(" + sign.join(in_words(each) for each in inner) + ")"
    if name == "not":
        return f"not ({in_words(inner)})"
    if name in SIGNS:
        return f"{'.'.join(above)} {SIGNS[name]} {_value(inner)}".strip()
    if isinstance(inner, Mapping):
        return " & ".join(_said(below, value, (*above, name)) for below, value in inner.items())
    return f"{'.'.join((*above, name))} = {_value(inner)}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, Mapping):
        return " ".join(f"{name} {inner}" for name, inner in value.items())
    return "" if value is True else str(value)
