"""What an answer did cost: the weights of the plan, with the rows that came back instead of those that could."""

from typing import Any

from resolvers.planner.answers import Embedded, Rows
from resolvers.planner.catalog import Answer, Catalog
from resolvers.planner.limits import ABOUT_SCHEMA, COST_ABOUT_SCHEMA, COST_OF_CHANGE
from resolvers.planner.lists import Connection, Many
from resolvers.planner.selection import Operation, Selected

PAGE, LIST, VALUES, ROW = 2, 2, 5, 1
"A page beside its rows, a list of rows, a list of values, and a row."


def measure(catalog: Catalog, operation: Operation, data: dict[str, Any]) -> int:
    """Of an operation, given its data."""
    roots, kind = operation.roots(), operation.definition.operation.value
    if kind == "mutation":
        called = [root for root in roots if root.sets]
        return sum(COST_OF_CHANGE + _children(catalog, root, data[root.key]) for root in called)
    return sum(_root(catalog, root, data[root.key]) for root in roots)


def _root(catalog: Catalog, root: Selected, value: Any) -> int:
    if root.name in ABOUT_SCHEMA:
        return COST_ABOUT_SCHEMA
    return _field(catalog, catalog.specs["Query", root.name].answer, root, value) if root.sets else 0


def _field(catalog: Catalog, answer: Answer | None, selected: Selected, value: Any) -> int:
    if value is None:
        return 0
    if isinstance(answer, Connection):
        return PAGE + _page(catalog, selected, value)
    inner = answer.fields if isinstance(answer, Embedded | Rows) else None
    if isinstance(value, list):
        weight = LIST if isinstance(answer, Many) else VALUES if answer is not None else 0
        return weight + sum(_children(catalog, selected, each, inner) for each in value)
    weight = 0 if isinstance(answer, Embedded) else ROW
    return weight + _children(catalog, selected, value, inner)


def _page(catalog: Catalog, selected: Selected, page: dict[str, Any]) -> int:
    """Its rows count once, however often they are asked for."""
    rows = below = 0
    for child in selected.children():
        if child.name not in ("nodes", "edges"):
            continue
        listed = page[child.key]
        rows = max(rows, len(listed))
        if child.name == "nodes":
            below += sum(_children(catalog, child, each) for each in listed)
        else:
            nodes = [part for part in child.children() if part.name == "node"]
            below += sum(_children(catalog, node, each[node.key]) for each in listed for node in nodes)
    return rows + below


def _children(catalog: Catalog, selected: Selected, value: Any, inner: Any = None) -> int:
    """What is asked of one object; of which type it is, is told by `__typename` where that is open."""
    if not isinstance(value, dict):
        return 0
    name = selected.type.name if inner is not None else _type_of(catalog, selected, value)
    return sum(
        _field(catalog, _answer(catalog, name, child, inner), child, value[child.key])
        for child in selected.children(name)
        if child.sets and child.key in value
    )


def _answer(catalog: Catalog, type_name: str, child: Selected, inner: Any) -> Answer | None:
    if inner is not None:
        found = inner.get(child.name)
        return None if isinstance(found, str) else found
    spec = catalog.specs.get((type_name, child.name))
    return spec.answer if spec else None


def _type_of(catalog: Catalog, selected: Selected, value: dict[str, Any]) -> str:
    """`node` answers with any type: its fields tell, if its id does."""
    name = selected.type.name
    if name != "Node":
        return name
    for child in selected.children(name):
        if child.name == "__typename":
            return value[child.key]
        if child.name == "id" and (entity := catalog.by_prefix(value[child.key].partition("_")[0])):
            return entity.type_name
    return name
