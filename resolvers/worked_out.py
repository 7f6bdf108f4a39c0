"""A root field that is one row which rules work out before the statement runs."""

from collections.abc import Mapping

from resolvers.planner.catalog import Answer
from resolvers.planner.objects import one_row
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row, Statement, Work

COST = 20


def row_of(
    statement: Statement, selected: Selected, work: Work, type_name: str, shape: str, fields: Mapping[str, Answer]
) -> str:
    """`work` gives the row as JSON, `shape` its columns with their types, `fields` how each field is answered."""
    statement.cost += COST
    found = statement.work(f"{type_name} {selected.key}", work, "text")
    alias = statement.alias()
    source = From(f"jsonb_to_record({found}::jsonb)", alias)
    each = Row(statement, None, alias, source)
    shown = [(child.key, _field(each, type_name, child, fields)) for child in selected.children()]
    return one_row(shown, f"FROM jsonb_to_record({found}::jsonb) AS {alias}({shape}) {' '.join(source.joins)}")


def _field(each: Row, type_name: str, child: Selected, fields: Mapping[str, Answer]) -> str:
    if child.name == "__typename":
        return f"'{type_name}'::text"
    if each.statement.catalog.hides(each.statement, type_name, child.name):
        return "NULL::text"
    return fields[child.name].sql(each, child)
