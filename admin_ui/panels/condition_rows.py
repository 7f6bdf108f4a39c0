"""The rows of a `where` as a form sends them: `where.0.field=tier.code`, `where.0.op=is`, `where.0.value=gold`.

Beside them stand the JSON that they were drawn from (`where.drawn`) and the JSON field (`where`), which wins
once edited.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import get_named_type

from admin_ui.panels.conditions import Parted, Parter, is_day
from admin_ui.panels.filters import RELATIVE, Condition, is_value, taken_by
from admin_ui.panels.shapes import filter_input

MOST = 50
"Rows of one form."
NULLS = {"empty": "true", "filled": "false"}
LISTS = {"any": "is", "none": "not"}
PARTS = ("field", "op", "value", "values", "number", "unit")
DROP = "drop:"


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be read. `reason` is the type that its value is not of, `filter`, or empty for no value."""

    number: int
    reason: str


@dataclass
class Rows:
    """The controls of one `where` in what was typed."""

    name: str
    parter: Parter
    typed: Mapping[str, str]
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The JSON field."""
        return self.typed.get(self.name, "").strip()

    @property
    def drawn(self) -> str:
        return self.typed.get(f"{self.name}.drawn", "").strip()

    def part(self, number: int, part: str) -> str:
        return self.typed.get(f"{self.name}.{number}.{part}", "").strip()

    @property
    def numbers(self) -> list[int]:
        """Of the rows that name a field."""
        return [number for number in range(MOST) if self.part(number, "field")]

    @property
    def any_of(self) -> bool:
        return self.typed.get(f"{self.name}.match") == "any"

    def said(self) -> str:
        """The JSON that is meant: the field if it was edited or no row was; `wrong` tells of rows that say nothing."""
        before = parted_text(self.text, self.parter)
        if self.text != self.drawn or before is None:
            return self.text
        found = [self._condition(number) for number in self.numbers]
        if self.wrong:
            return self.text
        now = Parted(tuple(dict.fromkeys(c for c in found if c)), self.any_of, before.rest)
        is_same = set(now.rows) == set(before.rows) and (now.any_of == before.any_of or len(now.rows) < 2)
        return self.text if is_same else _text(self.parter.joined(now))

    def _condition(self, number: int) -> Condition | None:
        path = tuple(self.part(number, "field").split("."))
        given = filter_input(self.parter.where, path)
        if given is None:
            return self._refused(number, "filter")
        operator, values = self._operands(number)
        if operator == "relative":
            fits = "relative" in given.fields and RELATIVE.fullmatch(values[0])
            return Condition(path, operator, values) if fits else self._refused(number, "Int")
        taken = taken_by(operator, given)
        if taken is None or not values:
            return self._refused(number, "")
        bad = not all(is_value(v, taken) and (taken.name != "Date" or is_day(v)) for v in values)
        return self._refused(number, taken.name) if bad else Condition(path, operator, values)

    def _operands(self, number: int) -> tuple[str, tuple[str, ...]]:
        operator, value = self.part(number, "op"), self.part(number, "value")
        if operator in NULLS:
            return "isNull", (NULLS[operator],)
        if operator in ("last", "next"):
            unit = self.part(number, "unit") or "day"
            return "relative", (f"{operator}-{self.part(number, 'number')}-{unit}s",)
        if operator in LISTS:
            return LISTS[operator], _lines(self.part(number, "values"))
        values = _lines(value)
        return operator, values if operator in ("is", "not") else values[-1:]

    def _refused(self, number: int, reason: str) -> None:
        self.wrong.append(Wrong(number, reason))


def parted_text(text: str, parter: Parter) -> Parted | None:
    """None if it is no `where`."""
    try:
        said = json.loads(text) if text else {}
    except ValueError:
        return None
    return parter.parted(said) if isinstance(said, dict) else None


def opened(name: str, text: str, parter: Parter) -> dict[str, str]:
    """The rows of a JSON text as a form would send them; none if it cannot be read."""
    parted = parted_text(text, parter)
    found = {name: text, f"{name}.drawn": text}
    if parted is None:
        return found
    for number, condition in enumerate(parted.rows[:MOST]):
        found |= {f"{name}.{number}.{part}": value for part, value in _typed(condition)}
    return found | {f"{name}.match": "any" if parted.any_of else "all"}


def _typed(condition: Condition) -> Iterable[tuple[str, str]]:
    yield "field", condition.name
    value = condition.values[0]
    if condition.operator == "relative":
        way, number, unit = value.split("-")
        yield from (("op", way), ("number", number), ("unit", unit.removesuffix("s")))
    elif condition.operator == "isNull":
        yield "op", "empty" if value == "true" else "filled"
    else:
        yield from (("op", condition.operator), ("value", "\n".join(condition.values)))


def compact(name: str, typed: dict[str, str]) -> None:
    """Numbers the rows that name a field from 0 on; the one that is to go is left out."""
    gone = typed.get("intent", "").removeprefix(DROP)
    parts = [(f"{name}.{n}", {part: typed.pop(f"{name}.{n}.{part}", "") for part in PARTS}) for n in range(MOST + 10)]
    kept = [row for at, row in parts if row["field"].strip() and at != gone]
    for number, row in enumerate(kept[:MOST]):
        typed.update({f"{name}.{number}.{part}": value for part, value in row.items()})


def parter_of(type_: Any, zone: Any) -> Parter:
    return Parter(get_named_type(type_), zone)


def without(name: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without the rows and the JSON."""
    return {n: text for n, text in typed.items() if n != name and not n.startswith(f"{name}.")}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2) if said else ""
