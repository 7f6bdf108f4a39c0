"""The filter language as SQL conditions. A condition that is null counts as false, under `not` as well."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Protocol

from resolvers.planner.arguments import Argument, stated
from resolvers.planner.errors import BadRequest
from resolvers.planner.limits import CONDITIONS
from resolvers.planner.ranges import around_now
from resolvers.planner.statement import Row
from rules.money import CURRENCY_DIGITS

LARGEST = 2**63 - 1
COMPARISONS = {"eq": "=", "ne": "IS DISTINCT FROM", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

Expression = Callable[[Row], str]
Convert = Callable[[Any], Any]


class Filter(Protocol):
    """A name in a `where`. `governed_by` lists the fields that the viewer must be allowed to filter by."""

    governed_by: tuple[str, ...]

    def sql(self, row: Row, argument: Argument) -> str: ...


def where(row: Row, argument: Argument) -> list[str]:
    """The conditions of a `where` object, to be ANDed."""
    if not argument.is_given:
        return []
    if argument.value is None:
        raise BadRequest("A filter is null. Leave it out, or use {} for no condition.")
    return [_named(row, name, child) for name, child in argument.items()]


def mentions(argument: Argument, name: str) -> bool:
    """Whether a `where` has a condition of this name, at any depth of and, or and not."""
    if not argument.is_given or not isinstance(argument.value, dict):
        return False
    inner = [
        part
        for key, child in argument.items()
        if key in ("and", "or", "not")
        for part in ([child] if key == "not" else child.elements())
    ]
    return any(key == name for key, _ in argument.items()) or any(mentions(part, name) for part in inner)


def in_scope(row: Row, scopes: list[dict[str, Any]]) -> str:
    """Row scopes of several roles: the row must meet one of them.

    A scope is the same in every operation of its role, so its texts are no reason to plan each time.
    """
    planned_each_time = row.statement.plans_each_time
    parts = [every(where(row, stated(scope))) for scope in scopes]
    row.statement.plans_each_time = planned_each_time
    return f"({' OR '.join(parts)})" if parts else "false"


def _named(row: Row, name: str, argument: Argument) -> str:
    row.statement.conditions += 1
    if row.statement.conditions > CONDITIONS:
        raise BadRequest(f"The filters have more than {CONDITIONS} conditions.", "COST_EXCEEDED")
    if argument.value is None:
        raise BadRequest(f"The filter '{name}' is null. Leave it out, or use isNull to ask for missing values.")
    if name == "and":
        return every([every(where(row, element)) for element in argument.elements()])
    if name == "or":
        parts = [every(where(row, element)) for element in argument.elements()]
        return f"({' OR '.join(parts)})" if parts else "false"
    if name == "not":
        return f"{every(where(row, argument))} IS NOT TRUE"
    return row.entity.filters[name].sql(row, argument)


def every(conditions: list[str]) -> str:
    return f"({' AND '.join(conditions)})" if conditions else "true"


def plain(value: Any) -> Any:
    """Refuses or clamps what PostgreSQL cannot hold."""
    if isinstance(value, str) and "\0" in value:
        raise BadRequest("A text may not contain the character NUL.")
    if isinstance(value, int) and abs(value) > LARGEST:
        return LARGEST if value > 0 else -LARGEST
    return value


@dataclass(frozen=True, slots=True)
class Compare:
    """Compares an expression with values of one SQL type. `convert` gives the conversion for an operator."""

    expression: Expression
    cast: str
    convert: Callable[[str, Row], Convert] = lambda _operator, _row: plain
    governed_by: tuple[str, ...] = ()

    def sql(self, row: Row, argument: Argument) -> str:
        return every([self._operator(row, name, value) for name, value in argument.items()])

    def _operator(self, row: Row, name: str, value: Argument) -> str:
        refuse_null(name, value)
        left = self.expression(row)
        if name == "isNull":
            return f"{left} IS {'' if value.value else 'NOT '}NULL"
        if name == "relative":
            return around_now(left, value)
        if name in ("in", "notIn"):
            return self._one_of(row, left, value, negated=name == "notIn")
        right = row.statement.argument(value, self.cast, self.convert(name, row))
        return f"{left} {COMPARISONS[name]} {right}"

    def _one_of(self, row: Row, left: str, value: Argument, *, negated: bool) -> str:
        convert = self.convert("eq", row)
        many = row.statement.argument(value, f"{self.cast}[]", lambda values: [convert(v) for v in values])
        return f"({left} = ANY({many})) IS NOT TRUE" if negated else f"{left} = ANY({many})"


@dataclass(frozen=True, slots=True)
class Text:
    """Compares a text. `contains` and `startsWith` ignore case and accents unless the text is `exact` (a code)."""

    expression: Expression
    governed_by: tuple[str, ...] = ()
    convert: Convert = plain
    exact: bool = False
    tag: int | None = None

    def sql(self, row: Row, argument: Argument) -> str:
        return every([self._operator(row, name, value) for name, value in argument.items()])

    def _operator(self, row: Row, name: str, value: Argument) -> str:
        if name not in ("contains", "startsWith"):
            return Compare(self.expression, "text", lambda _operator, _row: self.convert)._operator(row, name, value)
        refuse_null(name, value)
        row.statement.plans_each_time = True
        pattern = row.statement.argument(value, "text", self._pattern(name))
        if self.exact:
            return f"{self.expression(row)} LIKE {pattern}"
        return f"fold({self.expression(row)}) LIKE fold({pattern})"

    def _pattern(self, operator: str) -> Convert:
        lead = "%" if operator == "contains" else ""
        return lambda value: f"{lead}{escaped(self.convert(plain(value)))}%"


def escaped(text: str) -> str:
    """A text that LIKE takes literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@dataclass(frozen=True, slots=True)
class Related:
    """A nested `where` over the row that a column points at; `isNull` asks whether it points anywhere."""

    type_name: str
    column: str
    governed_by: tuple[str, ...] = ()

    def sql(self, row: Row, argument: Argument) -> str:
        given = dict(argument.items())
        missing = given.pop("isNull", None)
        conditions = []
        if missing is not None:
            refuse_null("isNull", missing)
            conditions.append(f"{row.col(self.column)} IS {'' if missing.value else 'NOT '}NULL")
        if given:
            conditions.append(self._exists(row, Argument(given)))
        return every(conditions)

    def _exists(self, row: Row, argument: Argument) -> str:
        target = row.statement.source(row.statement.catalog.entities[self.type_name])
        scope = target.entity.scope_of(row.statement)
        conditions = [
            f"{target.key} = {row.col(self.column)}",
            *(scope(target) if scope else []),
            *where(target, argument),
        ]
        return f"EXISTS (SELECT FROM {target.source.sql()} WHERE {' AND '.join(conditions)})"


@dataclass(frozen=True, slots=True)
class Within:
    """Whether a path of the company's tree lies within a unit: `within` names its path, as `$viewer.unit` does."""

    expression: Expression
    governed_by: tuple[str, ...] = ()

    def sql(self, row: Row, argument: Argument) -> str:
        return every([self._within(row, value) for _, value in argument.items()])

    def _within(self, row: Row, value: Argument) -> str:
        refuse_null("within", value)
        return f"starts_with({self.expression(row)}, {row.statement.argument(value, 'text')})"


@dataclass(frozen=True, slots=True)
class Among:
    """A filter over texts of related rows: true if one of them meets it. `select` is the FROM and WHERE to them."""

    select: Expression
    expression: str
    governed_by: tuple[str, ...] = ()
    exact: bool = False

    def sql(self, row: Row, argument: Argument) -> str:
        return every([self._operator(row, name, value) for name, value in argument.items()])

    def _operator(self, row: Row, name: str, value: Argument) -> str:
        refuse_null(name, value)
        if name in ("isNull", "ne", "notIn"):
            missing = name != "isNull" or value.value
            inner = "true" if name == "isNull" else self._test(row, {"ne": "eq", "notIn": "in"}[name], value)
            return f"{'NOT ' if missing else ''}EXISTS (SELECT {self.select(row)} AND {inner})"
        return f"EXISTS (SELECT {self.select(row)} AND {self._test(row, name, value)})"

    def _test(self, row: Row, name: str, value: Argument) -> str:
        return Text(lambda _: self.expression, exact=self.exact)._operator(row, name, value)


def refuse_null(operator: str, value: Argument) -> None:
    if value.value is None:
        raise BadRequest(f"The operand of '{operator}' is null. Use isNull to ask for missing values.")


def in_minor_units(operator: str, row: Row) -> Convert:
    """Exact comparison of a Decimal in major units with a whole number of minor units."""
    digits = CURRENCY_DIGITS[row.statement.surroundings.currency]
    rounding = {"gte": ROUND_CEILING, "lt": ROUND_CEILING}.get(operator, ROUND_FLOOR)

    def convert(value: Decimal | str) -> int | None:
        exact = Decimal(value).scaleb(digits)
        whole = exact.to_integral_value(rounding)
        if operator in ("eq", "ne") and whole != exact:
            return None
        return max(-LARGEST, min(LARGEST, int(whole)))

    return convert
