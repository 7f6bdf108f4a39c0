"""Lists: in order, cut into pages, with the cursors that the API promises."""

from base64 import b64decode, b64encode
from datetime import datetime
from functools import cmp_to_key
from hashlib import sha256
from json import dumps, loads
from typing import Any

from tests.resolvers.oracle.entities import DEFAULT_ORDER, EVER, NEVER, ORDERS, found

Steps = list[tuple[str, str]]


def ordered(look: Any, type_name: str, rows: list[Any], steps: Steps) -> list[Any]:
    return sorted(rows, key=cmp_to_key(lambda a, b: _compare(look, type_name, steps, a, b)))


def _compare(look: Any, type_name: str, steps: Steps, left: Any, right: Any) -> int:
    """By each step; the key decides between equal ones, in the direction of the last step."""
    for (a, b), descending in zip(*_keys(look, type_name, steps, left, right), strict=True):
        if a != b:
            return (1 if a > b else -1) * (-1 if descending else 1)
    return 0


def _keys(look: Any, type_name: str, steps: Steps, left: Any, right: Any) -> tuple[list[Any], list[bool]]:
    reads = [ORDERS[type_name][name] for name, _ in steps]
    pairs = [(read(look, left), read(look, right)) for read in reads]
    directions = [direction == "DESC" for _, direction in steps]
    return [*pairs, (left["id"], right["id"])], [*directions, directions[-1] if directions else False]


def steps_of(look: Any, type_name: str, order_by: list[dict[str, Any]] | None) -> Steps:
    """Those asked for, or the usual ones; none if those would tell what may not be told."""
    asked = [(step["field"], step.get("direction") or "ASC") for step in order_by or ()]
    return asked or [step for step in [DEFAULT_ORDER[type_name]] if _may_order(look, type_name, step[0])]


def in_order(look: Any, type_name: str, rows: Any, column: str) -> list[Any]:
    """Rows of a plain list: by the column, unless that would tell what may not be told; the key decides."""
    is_told = _may_order(look, type_name, column)
    return sorted(rows, key=lambda row: (row[column], row["id"]) if is_told else row["id"])


def _may_order(look: Any, type_name: str, name: str) -> bool:
    first, *rest = name.lower().split("_")
    field = first + "".join(word.title() for word in rest)
    return field not in look.master(type_name) or look.who.may_filter(type_name, field)


def cursor(look: Any, type_name: str, steps: Steps, row: Any) -> str:
    spec = f"{type_name}:{','.join(f'{name} {direction}' for name, direction in steps)}"
    values = [_text(ORDERS[type_name][name](look, row)) for name, _ in steps]
    payload = dumps([spec, *values, str(row["id"])], ensure_ascii=False, separators=(",", ":"))
    signature = sha256(f"{look.secret}{payload}".encode()).hexdigest()[:16]
    return b64encode(f"{payload}{signature}".encode()).decode()


def _text(value: Any) -> str:
    """As PostgreSQL writes it."""
    if not isinstance(value, datetime):
        return str(value)
    if value in (EVER, NEVER):
        return "-infinity" if value == EVER else "infinity"
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value:%Y-%m-%d %H:%M:%S}{fraction}+00"


def page(look: Any, type_name: str, rows: list[Any], given: dict[str, Any]) -> dict[str, Any]:
    """A connection over those of `rows` that may be seen and meet what is given."""
    kept = [row for row in rows if look.sees(type_name, row) and _is_asked(look, type_name, row, given)]
    steps = steps_of(look, type_name, given.get("orderBy"))
    everything = ordered(look, type_name, kept, steps)
    backward = given.get("last") is not None
    size = given["last"] if backward else given.get("first") if given.get("first") is not None else 20
    edge = given.get("before" if backward else "after")
    rest = _beyond(look, type_name, everything, steps, edge, backward)
    shown = rest[max(0, len(rest) - size) :] if backward else rest[:size]
    more, cursors = len(rest) > size, [cursor(look, type_name, steps, row) for row in shown]
    nodes = [look.thing_of(type_name, row) for row in shown]
    return {
        "nodes": nodes,
        "edges": [{"node": node, "cursor": mark} for node, mark in zip(nodes, cursors, strict=True)],
        "pageInfo": {
            "hasNextPage": edge is not None if backward else more,
            "hasPreviousPage": more if backward else edge is not None,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
        "totalCount": lambda cap: count(len(kept), cap),
    }


def _is_asked(look: Any, type_name: str, row: Any, given: dict[str, Any]) -> bool:
    search = given.get("search")
    if search and search.split() and not found(look, type_name, row, search):
        return False
    return look.where(type_name, row, given.get("where") or {})


def _beyond(look: Any, type_name: str, rows: list[Any], steps: Steps, edge: str | None, backward: bool) -> list[Any]:
    if edge is None:
        return rows
    key = loads(b64decode(edge).decode()[:-16])[-1]
    start = next(row for row in look.rows.of_type(type_name) if str(row["id"]) == key)
    sign = -1 if backward else 1
    return [row for row in rows if _compare(look, type_name, steps, row, start) * sign > 0]


def count(number: int, cap: int | None = None, *, estimated: bool = False) -> dict[str, Any]:
    capped = cap is not None and number > cap
    return {"value": cap if capped else number, "isEstimate": estimated, "isCapped": capped}
