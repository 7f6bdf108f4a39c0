"""A `where` of the API as rows of a form, and rows as a `where`. What rows cannot say is kept as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type

from admin_ui.panels.filters import (
    RELATIVE,
    Condition,
    instant,
    is_value,
    merge,
    nested,
    operands,
    taken_by,
)
from admin_ui.panels.shapes import GROUPS, OPERATORS, is_operators

SEVERAL = {"in": "is", "notIn": "not"}
ONE = {"eq": "is", "ne": "not"}


@dataclass(frozen=True)
class Parted:
    """The rows, whether one of them is enough, and the rest of the `where`, which holds besides."""

    rows: tuple[Condition, ...] = ()
    any_of: bool = False
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parter:
    """Takes apart what is said in one `where` type, with times of one zone."""

    where: GraphQLInputObjectType
    zone: tzinfo

    def parted(self, said: Mapping[str, Any]) -> Parted:
        rows: list[Condition] = []
        rest: dict[str, Any] = {}
        for path, operator, value in _flat({n: v for n, v in said.items() if n not in GROUPS}, self.where, ()):
            condition = self._condition(path, operator, value)
            if condition:
                rows.append(condition)
            else:
                merge(rest, nested(path, {operator: value} if operator else value))
        groups = {name: value for name, value in said.items() if name in GROUPS}
        kept = self._all(groups.pop("and", None), rows)
        if kept is not None:
            groups["and"] = kept
        any_of = None if rows else self._any(groups.get("or"))
        if any_of:
            groups.pop("or")
        return Parted(tuple(dict.fromkeys(any_of or rows)), bool(any_of), rest | groups)

    def _all(self, entries: Any, rows: list[Condition]) -> Any:
        """Adds to the rows what every one of `and` must meet; answers what stays."""
        if not isinstance(entries, list) or not entries:
            return entries
        kept = []
        for entry in entries:
            simple = self._simple(entry)
            rows += simple or []
            kept += [] if simple else [entry]
        return kept or None

    def _any(self, entries: Any) -> list[Condition] | None:
        """The rows of an `or` whose every part is one row."""
        simple = [self._simple(entry) or [] for entry in entries] if isinstance(entries, list) else []
        return [found[0] for found in simple] if simple and all(len(found) == 1 for found in simple) else None

    def _simple(self, entry: Any) -> list[Condition] | None:
        """None if rows cannot say the whole of it."""
        if not isinstance(entry, Mapping) or GROUPS & entry.keys():
            return None
        found = [self._condition(*part) for part in _flat(entry, self.where, ())]
        return [c for c in found if c] if all(found) else None

    def _condition(self, path: tuple[str, ...], operator: str, value: Any) -> Condition | None:
        given = _reached(self.where, path)
        if given is None or operator not in given.fields:
            return None
        if operator == "relative":
            text = _relative(value)
            return Condition(path, operator, (text,)) if text else None
        word = SEVERAL.get(operator) or ONE.get(operator, operator)
        taken = get_named_type(given.fields[operator].type)
        values = value if operator in SEVERAL and isinstance(value, list) else [value]
        texts = tuple(self._text(v, taken) for v in values)
        if not texts or not all(texts) or len(set(texts)) != len(texts):
            return None
        condition = Condition(path, word, tuple(t for t in texts if t))
        is_said = taken_by(word, given) is not None and all(is_value(text, taken) for text in condition.values)
        return condition if is_said else None

    def _text(self, value: Any, taken: Any) -> str | None:
        """As a person would type it; None if it cannot be typed."""
        if taken.name == "Boolean":
            return {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value) if taken.name in ("Int", "Points", "Decimal") else None
        if not isinstance(value, str) or value != value.strip() or not value.isprintable():
            return None
        if taken.name in ("Int", "Points"):
            return None
        if taken.name == "Date":
            return value if is_day(value) else None
        return self._when(value) if taken.name == "DateTime" else value

    def _when(self, value: str) -> str | None:
        """A day for its midnight, else the time on the clocks of the house; None for what is finer than seconds."""
        try:
            said = datetime.fromisoformat(value)
        except ValueError:
            return None
        if said.tzinfo is None or said.microsecond:
            return None
        local = said.astimezone(self.zone).replace(tzinfo=None)
        text = local.date().isoformat() if local.time() == time() else local.isoformat()
        return text if datetime.fromisoformat(instant(text, self.zone)) == said else None

    def joined(self, parted: Parted) -> dict[str, Any]:
        """The `where` that they mean; empty if there is nothing."""
        whole: dict[str, Any] = {}
        merge(whole, {name: _copied(value) for name, value in parted.rest.items()})
        single = [nested(c.path, operands(c, self.where, self.zone, None)) for c in dict.fromkeys(parted.rows)]
        if parted.any_of and len(single) > 1:
            _group(whole, "or", single)
            return whole
        for one in single:
            if _clash(whole, one):
                whole["and"] = [*(whole.get("and") or []), one]
            else:
                merge(whole, one)
        return whole


def _group(whole: dict[str, Any], name: str, entries: list[Any]) -> None:
    """Beside what is there; an `or` that stands there already keeps its meaning."""
    if name not in whole:
        whole[name] = entries
        return
    whole["and"] = [*(whole.get("and") or []), {name: entries}]


def _clash(whole: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether putting one into the other would lose something."""
    for name, value in one.items():
        if name in whole:
            held = whole[name]
            return not isinstance(held, dict) or not isinstance(value, dict) or _clash(held, value)
    return False


def _copied(value: Any) -> Any:
    return {n: _copied(v) for n, v in value.items()} if isinstance(value, dict) else value


def _flat(said: Mapping[str, Any], given: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """(path, operator, value) of each condition; without an operator where it is none that is known."""
    for name, value in said.items():
        inner = get_named_type(given.fields[name].type) if given and name in given.fields else None
        if is_operators(given) and name in OPERATORS:
            yield path, name, value
        elif isinstance(value, Mapping) and value and isinstance(inner, GraphQLInputObjectType):
            yield from _flat(value, inner, (*path, name))
        else:
            yield (*path, name), "", value


def _reached(given: Any, path: tuple[str, ...]) -> Any:
    """The operators at the end of a path; None if there are none."""
    for name in path:
        if not isinstance(given, GraphQLInputObjectType) or name not in given.fields:
            return None
        given = get_named_type(given.fields[name].type)
    return given if is_operators(given) else None


def _relative(value: Any) -> str | None:
    """`last-30-days`; None for what is no such range."""
    said = {n: v for n, v in value.items() if v is not None} if isinstance(value, Mapping) else {}
    way = next((w for w in ("last", "next") if w in said), "")
    if len(said) != 2 or not way or isinstance(said[way], bool):
        return None
    text = f"{way}-{said[way]}-{str(said.get('unit', '')).lower()}s"
    return text if RELATIVE.fullmatch(text) else None


def is_day(text: str) -> bool:
    """Whether it is a day alone, without a time."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
