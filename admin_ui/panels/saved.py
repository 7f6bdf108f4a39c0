"""A saved view as an address and back: conditions in the filter language, and the same as chips."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from graphql import GraphQLInputObjectType

from admin_ui.panels.addresses import Address
from admin_ui.panels.filters import ME, Condition, where_of
from admin_ui.panels.shapes import GROUPS, filter_input, is_operators

MEANT = "$me"
"Whoever looks, in a saved view."
GATHERED = {"eq": "is", "in": "is", "ne": "not", "notIn": "not"}


def kept_where(address: Address, where: GraphQLInputObjectType | None, zone: tzinfo) -> dict[str, Any]:
    """The filters of an address as a view keeps them."""
    return where_of(address.conditions, where, zone, MEANT, address.any_of) or {}


def address_of(
    empty: Address, view: Mapping[str, Any], where: GraphQLInputObjectType | None, zone: tzinfo
) -> Address | None:
    """The view as an address with everything in it; None if chips cannot say its conditions."""
    conditions = view["where"] or {}
    any_of = list(conditions) == ["or"]
    found = list(_conditions({} if any_of else conditions, where))
    for part in conditions["or"] if any_of else ():
        found += _conditions(part, where)
    if None in found:
        return None
    said = replace(empty, conditions=tuple(c for c in found if c), any_of=any_of, view=view["code"], **_drawn(view))
    return said if kept_where(said, where, zone) == conditions else None


def _drawn(view: Mapping[str, Any]) -> dict[str, Any]:
    order = view["orderBy"] or []
    sort = order[0]["field"].lower() if order else ""
    is_down = bool(order) and order[0].get("direction") == "DESC"
    search = (view["layout"] or {}).get("search")
    return {
        "sort": f"-{sort}" if is_down else sort,
        "columns": tuple(view["columns"]),
        "search": search if isinstance(search, str) else "",
    }


def _conditions(
    conditions: Any, where: GraphQLInputObjectType | None, path: tuple[str, ...] = ()
) -> Iterator[Condition | None]:
    """None for what no single filter says."""
    for name, given in conditions.items() if isinstance(conditions, dict) else ():
        here = (*path, name)
        operators = filter_input(where, here)
        if name in GROUPS or not isinstance(given, dict):
            yield None
        elif is_operators(operators):
            yield from (_one(here, operator, operand) for operator, operand in given.items())
        else:
            yield from _conditions(given, where, here)


def _one(path: tuple[str, ...], operator: str, operand: Any) -> Condition | None:
    if operator == "relative" and isinstance(operand, dict):
        way = next((way for way in ("last", "next") if way in operand), None)
        unit = str(operand.get("unit", "")).lower()
        return Condition(path, "relative", (f"{way}-{operand[way]}-{unit}s",)) if way else None
    values = operand if isinstance(operand, list) else [operand]
    if not all(isinstance(value, str | int | bool) for value in values):
        return None
    return Condition(path, GATHERED.get(operator, operator), tuple(map(_text, values)))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ME if value == MEANT else str(value)
