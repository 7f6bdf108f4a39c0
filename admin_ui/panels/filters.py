"""Filters in an address, `tier.code=gold&pointsAvailable.gte=10`, and in a question, `{tier: {code: {eq: "gold"}}}`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, get_named_type

from admin_ui.panels.shapes import OPERATORS, filter_input

RESERVED = frozenset({"q", "sort", "after", "before", "row", "size", "columns", "match", "view"})
RELATIVE = re.compile(r"(last|next)-([1-9]\d{0,4})-(minute|hour|day|week|month|year)s?")
DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
WHOLE = re.compile(r"-?\d{1,15}")
"What an address says besides filters; a filter may not have these names."
ME = "me"
"Stands for the signed-in person where a filter takes an id."


@dataclass(frozen=True)
class Condition:
    """One filter. `operator` is `is` for eq/in, `not` for ne/notIn, `relative`, `isNull`, or the schema's own word."""

    path: tuple[str, ...]
    operator: str
    values: tuple[str, ...]

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """As it stands in an address."""
        suffix = {"is": "", "relative": "", "not": ".ne"}.get(self.operator, f".{self.operator}")
        return [(self.name + suffix, value) for value in self.values]


@dataclass(frozen=True)
class Misread:
    """A parameter that cannot be used: no such filter (for this caller), or not a value of it."""

    name: str
    value: str
    reason: str


def read(
    pairs: Iterable[tuple[str, str]], where: GraphQLInputObjectType | None
) -> tuple[list[Condition], list[Misread]]:
    """The conditions of an address in the order they first appear, and what could not be read."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    wrong: list[Misread] = []
    for name, value in pairs:
        if name in RESERVED or not value:
            continue
        condition = _one(name, value, where)
        if isinstance(condition, Misread):
            wrong.append(condition)
        else:
            found.setdefault((condition.path, condition.operator), []).extend(condition.values)
    kept = [Condition(path, operator, _fitting(operator, values)) for (path, operator), values in found.items()]
    return kept, wrong


def _one(name: str, value: str, where: GraphQLInputObjectType | None) -> Condition | Misread:
    *front, last = name.split(".")
    path, operator = (tuple(front), last) if front and last in OPERATORS else ((*front, last), "eq")
    given = filter_input(where, path)
    if given is None:
        return Misread(name, value, "filter")
    operator = _operator(operator, value, given)
    taken = taken_by(operator, given)
    if taken is None:
        return Misread(name, value, "operator")
    if operator != "relative" and not is_value(value, taken):
        return Misread(name, value, taken.name)
    return Condition(path, operator, (value,))


def _operator(written: str, value: str, given: GraphQLInputObjectType) -> str:
    if written == "eq" and "relative" in given.fields and RELATIVE.fullmatch(value):
        return "relative"
    return {"eq": "is", "in": "is", "ne": "not", "notIn": "not"}.get(written, written)


def taken_by(operator: str, given: GraphQLInputObjectType) -> Any:
    """The type of the value that an operator takes here; None if the operator is not there."""
    for name in {"is": ("eq", "in"), "not": ("ne", "notIn")}.get(operator, (operator,)):
        if name in given.fields:
            return get_named_type(given.fields[name].type)
    return None


def _fitting(operator: str, values: Sequence[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(values))
    return distinct if operator in ("is", "not") else distinct[-1:]


def is_value(text: str, taken: Any) -> bool:
    if isinstance(taken, GraphQLEnumType):
        return text in taken.values
    check = {
        "Int": WHOLE.fullmatch, "Points": WHOLE.fullmatch, "Decimal": DECIMAL.fullmatch,
        "Boolean": {"true", "false"}.__contains__, "Date": _day, "DateTime": _day,
    }.get(taken.name)  # fmt: skip
    return bool(check(text)) if check else True


def _day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def where_of(
    conditions: Sequence[Condition],
    where: GraphQLInputObjectType | None,
    zone: tzinfo,
    me: str | None,
    any_of: bool = False,
) -> dict[str, Any] | None:
    """The conditions as the `where` of a question; None if there are none."""
    single = [nested(c.path, operands(c, where, zone, me)) for c in conditions]
    if len(single) < 2 or not any_of:
        merged: dict[str, Any] = {}
        for one in single:
            merge(merged, one)
        return merged or None
    return {"or": single}


def operands(
    condition: Condition, where: GraphQLInputObjectType | None, zone: tzinfo, me: str | None
) -> dict[str, Any]:
    given = filter_input(where, condition.path)
    assert given is not None
    if condition.operator == "relative":
        return {"relative": _relative(condition.values[0])}
    taken = taken_by(condition.operator, given)
    values = [_value(v, taken.name, zone, me) for v in condition.values]
    single, several = {"is": ("eq", "in"), "not": ("ne", "notIn")}.get(condition.operator, (condition.operator, ""))
    if len(values) == 1 and single in given.fields:
        return {single: values[0]}
    return {several: values} if several in given.fields else {single: values[-1]}


def _relative(text: str) -> dict[str, Any]:
    way, number, unit = RELATIVE.fullmatch(text).groups()  # type: ignore[union-attr]
    return {way: int(number), "unit": unit.upper()}


def _value(text: str, taken: str, zone: tzinfo, me: str | None) -> Any:
    match taken:
        case "Int" | "Points":
            return int(text)
        case "Boolean":
            return text == "true"
        case "Date":
            return date.fromisoformat(text[:10]).isoformat()
        case "DateTime":
            return instant(text, zone)
        case "ID":
            return me if text == ME and me else text
    return text


def instant(text: str, zone: tzinfo) -> str:
    """A day alone begins at midnight in the zone of the house."""
    read_as = datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), time())
    return (read_as if read_as.tzinfo else read_as.replace(tzinfo=zone)).isoformat()


def nested(path: tuple[str, ...], operands: dict[str, Any]) -> dict[str, Any]:
    for name in reversed(path):
        operands = {name: operands}
    return operands


def merge(into: dict[str, Any], other: Mapping[str, Any]) -> None:
    for name, value in other.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            merge(into[name], value)
        else:
            into[name] = value
