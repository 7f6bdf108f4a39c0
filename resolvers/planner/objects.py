"""JSON objects out of selected fields."""

from resolvers.planner.masks import nothing
from resolvers.planner.opening import is_open
from resolvers.planner.revealing import is_revealed, may_reveal
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row

ROW = "row$"
"A sub-select whose rows become JSON. No response key can hide it, since none has a dollar sign."
LONGEST_NAME = 63
"PostgreSQL cuts longer column names, so objects with longer keys are built by function."

Columns = list[tuple[str, str]]


def columns(row: Row, type_name: str, selections: list[Selected]) -> Columns:
    """(response key, expression) of every selected field of a value of this type."""
    return [(selected.key, field(row, type_name, selected)) for selected in selections]


def field(row: Row, type_name: str, selected: Selected) -> str:
    if selected.name == "__typename":
        return f"'{type_name}'::text"
    if governs(type_name, row) and row.statement.access.asks(type_name, selected.name):
        return f"CASE WHEN {is_open(row.statement, row.key)} THEN {_governed(row, type_name, selected)} END"
    return _governed(row, type_name, selected)


def _governed(row: Row, type_name: str, selected: Selected) -> str:
    catalog = row.statement.catalog
    spec = catalog.specs[type_name, selected.name]
    if not governs(type_name, row) or not catalog.is_masked(row.statement, spec):
        return spec.answer.sql(row, selected)
    if may_reveal(row.statement.access, type_name):
        return _unless_revealed(row, type_name, selected)
    if spec.mask is nothing:
        return "NULL::text"
    return spec.mask(spec.answer.sql(row, selected)) if not selected.sets else "NULL::json"


def _unless_revealed(row: Row, type_name: str, selected: Selected) -> str:
    """Masked, except in the row and for the minute in which the field is revealed to this viewer."""
    spec = row.statement.catalog.specs[type_name, selected.name]
    value, shown = spec.answer.sql(row, selected), is_revealed(row, type_name, selected.name)
    masked = f" ELSE {spec.mask(value)}" if spec.mask is not nothing and not selected.sets else ""
    return f"CASE WHEN {shown} THEN {value}{masked} END"


def governs(type_name: str, row: Row) -> bool:
    """Grants speak of entities; a value type is governed by the field that holds it."""
    return type_name in row.statement.catalog.entities


def as_object(found: Columns, row: Row | None = None) -> str:
    """An object of expressions; cheaper if they all speak of this row and of what is joined to it."""
    if _too_long(found):
        return _built(found)
    record = row.record(select_list(found)) if row is not None else None
    return record or f"(SELECT row_to_json({ROW}) FROM (SELECT {select_list(found)}) {ROW})"


def select_object(found: Columns, source: str) -> str:
    """A select of one object, in column `j`, out of expressions over `source` (which may aggregate it)."""
    origin = f" FROM {source}" if source else ""
    if _too_long(found):
        return f"SELECT {_built(found)} AS j{origin}"
    return f"SELECT row_to_json({ROW}) AS j FROM (SELECT {select_list(found)}{origin}) {ROW}"


def as_rows(found: Columns) -> tuple[str, str]:
    """The select list of a sub-select called ROW, and the expression for one of its rows, for an aggregate."""
    if _too_long(found):
        return f"{_built(found)} AS j", f"{ROW}.j"
    return select_list(found), ROW


def one_row(found: Columns, source: str) -> str:
    """The one row of a source (FROM and what follows) as an object; null if there is none."""
    shown, as_json = as_rows(found)
    json = f"row_to_json({ROW})" if as_json == ROW else as_json
    return f"(SELECT {json} FROM (SELECT {shown} {source}) {ROW})"


def select_list(found: Columns) -> str:
    return ", ".join(f'{expression} AS "{key}"' for key, expression in found)


def _too_long(found: Columns) -> bool:
    return any(len(key) > LONGEST_NAME for key, _ in found)


def _built(found: Columns) -> str:
    keys = ", ".join(f"'{key}'" for key, _ in found)
    values = ", ".join(f"to_json({expression})" for _, expression in found)
    return f"json_object_of(ARRAY[{keys}], ARRAY[{values}]::json[])"
