"""What can be subscribed to: a row that was written, planned and judged anew for each who hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from resolvers.planner.answers import Column, One
from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Answer, Catalog
from resolvers.planner.filters import where
from resolvers.planner.lookups import found
from resolvers.planner.orders import key_cast
from resolvers.planner.plans import View
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from rules.permissions import ReadLevel

SUBJECT = "\0subject"
"Where a plan finds the key of the row that was written, among the variables; no variable can have this name."


@dataclass(frozen=True, slots=True)
class Changed:
    """The row of a type that was written, if the caller may see it and it meets what he asked for; else null.

    `given` says by which filter of the type an argument picks. `besides` are things told of a row that are no change
    of it.
    """

    type_name: str
    given: Mapping[str, str]
    besides: frozenset[str] = frozenset()

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        inner = statement.source(statement.catalog.entities[self.type_name])
        key = statement.bind(lambda variables, _: variables[SUBJECT], key_cast(inner.entity))
        asked = {
            self.given[name]: Argument({"eq": argument})
            for name, argument in selected.arguments().items()
            if argument.is_given and argument.value is not None
        }
        return found(inner, selected, [f"{inner.key} = {key}", *where(inner, Argument(asked))])


def seen_columns(catalog: Catalog, view: View, type_name: str) -> frozenset[str]:
    """The columns of a type whose changes a caller could notice by reading: of others he is not told either."""
    fields = getattr(view.schema.type_map.get(type_name), "fields", {})
    shown = (catalog.specs[type_name, name] for name in fields)
    return frozenset(
        _column(spec.answer) or spec.name
        for spec in shown
        if catalog.judged(view.access, type_name, spec.name).read is ReadLevel.FULL
    )


def _column(answer: Answer) -> str | None:
    if isinstance(answer, Column):
        return answer.name
    return answer.column if isinstance(answer, One) else None
