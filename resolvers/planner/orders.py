"""Orders of a list, and the condition that continues it after a cursor."""

from collections.abc import Callable
from dataclasses import dataclass

from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Entity, owner_of
from resolvers.planner.errors import BadRequest
from resolvers.planner.statement import Row

Expression = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class OrderBy:
    """An order that an index serves. The expression is never null; `tie` ends it with the key, from the same table."""

    expression: Expression
    cast: str
    tie: Expression = lambda row: row.key
    governed_by: tuple[str, ...] = ()

    def governing(self, name: str) -> tuple[str, ...]:
        """The fields that this order tells of: those said, or the one that the value `name` of the enum means."""
        return self.governed_by or (camel(name),)


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of one list: expressions with their directions, the unique key last."""

    spec: str
    expressions: list[str]
    casts: list[str]
    descending: list[bool]

    def sql(self, *, backward: bool = False) -> str:
        return ", ".join(
            f"{expression} {'DESC' if descending is not backward else 'ASC'}"
            for expression, descending in zip(self.expressions, self.descending, strict=True)
        )

    def outside(self, alias: str, *, backward: bool = False) -> "str":
        """The same order over the columns o1, o2, ... of a sub-select."""
        names = [f"{alias}.o{n}" for n in range(1, len(self.expressions) + 1)]
        return Sorting(self.spec, names, self.casts, self.descending).sql(backward=backward)

    def columns(self) -> list[str]:
        return [f"{expression} AS o{n}" for n, expression in enumerate(self.expressions, 1)]

    def beyond(self, values: list[str], *, backward: bool) -> str:
        """Rows after (or before) these values. One row comparison where directions agree, so that the index serves."""
        if len(set(self.descending)) == 1:
            sign = "<" if self.descending[0] is not backward else ">"
            return f"({', '.join(self.expressions)}) {sign} ({', '.join(values)})"
        return self._beyond(list(zip(self.expressions, values, self.descending, strict=True)), backward)

    def _beyond(self, parts: list[tuple[str, str, bool]], backward: bool) -> str:
        (expression, value, descending), *rest = parts
        sign = "<" if descending is not backward else ">"
        if not rest:
            return f"{expression} {sign} {value}"
        deeper = self._beyond(rest, backward)
        return f"({expression} {sign}= {value} AND ({expression} {sign} {value} OR {deeper}))"


def sorting(row: Row, argument: Argument | None) -> Sorting:
    """The order asked for, or the entity's own; by the key alone if that one would tell what the viewer may not."""
    asked = _asked(argument) or [step for step in row.entity.default_order if _is_told(row, step[0])]
    if len({name for name, _ in asked}) != len(asked):
        raise BadRequest("orderBy names a field twice.")
    orders = [row.entity.orders[name] for name, _ in asked]
    tie = (orders[0] if len(orders) == 1 else OrderBy(lambda r: r.key, "text")).tie(row)
    descending = [direction == "DESC" for _, direction in asked]
    return Sorting(
        f"{row.entity.type_name}:{','.join(f'{name} {direction}' for name, direction in asked)}",
        [*(order.expression(row) for order in orders), tie],
        [*(order.cast for order in orders), key_cast(row.entity)],
        [*descending, descending[-1] if descending else False],
    )


def _is_told(row: Row, name: str) -> bool:
    return may_order(row, row.entity.orders[name].governing(name))


def may_order(row: Row, governing: tuple[str, ...]) -> bool:
    """Whether the viewer may know how rows compare by these fields."""
    statement = row.statement
    owners = [owner_of(row.entity.type_name, field) for field in governing]
    known = [owner for owner in owners if owner in statement.catalog.specs]
    return row.entity.is_inner or all(statement.catalog.facets(statement, *owner).may_filter for owner in known)


def camel(name: str) -> str:
    """`CREATED_AT` and `created_at` as the schema writes them."""
    first, *rest = name.lower().split("_")
    return first + "".join(word.title() for word in rest)


def key_cast(entity: Entity) -> str:
    return "bigint" if entity.model._meta.pk.__class__.__name__ == "BigIntField" else "uuid"


def _asked(argument: Argument | None) -> list[tuple[str, str]]:
    if argument is None or not argument.is_given or argument.value is None:
        return []
    return [(element.get("field").value, element.get("direction").value or "ASC") for element in argument.elements()]
