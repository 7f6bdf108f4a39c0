"""Counts and sums over the rows that the viewer may see."""

from collections.abc import Callable

from resolvers.planner.answers import Computed, Embedded
from resolvers.planner.filters import every
from resolvers.planner.statement import Row


def figure(type_name: str, expression: Callable[[Row], str], *conditions: Callable[[Row, Row], str]) -> Computed:
    """An aggregate over the rows of a type; each condition speaks of the counted row and of the row around."""

    def sql(around: Row) -> str:
        row = around.statement.source(around.statement.catalog.entities[type_name])
        scope = row.entity.scope_of(row.statement)
        value = expression(row)
        kept = every([*(condition(row, around) for condition in conditions), *(scope(row) if scope else [])])
        return f"(SELECT {value} FROM {row.source.sql()} WHERE {kept})"

    return Computed(sql)


def number(type_name: str, *conditions: Callable[[Row, Row], str]) -> Computed:
    return figure(type_name, lambda _: "count(*)", *conditions)


def count(type_name: str, *conditions: Callable[[Row, Row], str]) -> Embedded:
    """A Count object that counts all there is."""
    return exactly(number(type_name, *conditions))


def exactly(value: Computed, *, estimated: bool = False) -> Embedded:
    return Embedded(
        {
            "value": value,
            "isEstimate": Computed(lambda _: "true" if estimated else "false"),
            "isCapped": Computed(lambda _: "false"),
        }
    )
