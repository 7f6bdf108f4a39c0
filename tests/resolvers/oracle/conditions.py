"""The filter language over rows in Python. A missing value meets no condition but `ne`, `notIn` and `isNull`."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from unicodedata import combining, normalize

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
OTHER_LETTERS = FULL_WIDTH | str.maketrans({"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "ł": "l"})
STEPS = {
    "MINUTE": timedelta(minutes=1),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
    "WEEK": timedelta(days=7),
}


def fold(text: str) -> str:
    """Lower case without accents, in letters and signs of half width."""
    bare = "".join(letter for letter in normalize("NFD", text) if not combining(letter))
    return normalize("NFC", bare).translate(OTHER_LETTERS).lower()


def meets(value: Any, operator: str, operand: Any) -> bool:
    """One condition on one value."""
    if operator == "isNull":
        return (value is None) is operand
    if operator == "ne":
        return value is None or value != operand
    if operator == "notIn":
        return value is None or value not in operand
    if value is None or operand is None:
        return False
    if operator == "relative":
        return within(value, operand)
    if operator == "in":
        return value in operand
    return {
        "eq": lambda: value == operand, "gt": lambda: value > operand, "gte": lambda: value >= operand,
        "lt": lambda: value < operand, "lte": lambda: value <= operand, "contains": lambda: operand in value,
        "startsWith": lambda: value.startswith(operand),
    }[operator]()  # fmt: skip


def within(value: date | datetime, span: dict[str, Any]) -> bool:
    now = datetime.now(UTC)
    instant = value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
    back, ahead = span.get("last"), span.get("next")
    start = moved(now, -back, span["unit"]) if back is not None else now
    end = moved(now, ahead, span["unit"]) if ahead is not None else now
    return start <= instant < end


def moved(instant: datetime, count: int, unit: str) -> datetime:
    if unit in STEPS:
        return instant + count * STEPS[unit]
    year, month = divmod(instant.year * 12 + instant.month - 1 + count * {"MONTH": 1, "YEAR": 12}[unit], 12)
    return instant.replace(year=year, month=month + 1, day=min(instant.day, monthrange(year, month + 1)[1]))


Get = Callable[[Any], Any]


@dataclass(frozen=True)
class Value:
    """Compared as it is; `read` turns an operand into what rows have."""

    get: Get
    read: Callable[[Any], Any] = lambda operand: operand

    def holds(self, look: Any, row: Any, given: dict[str, Any]) -> bool:
        return all(meets(self.get(row), name, self._operand(look, name, value)) for name, value in given.items())

    def _operand(self, look: Any, operator: str, operand: Any) -> Any:
        if operator in ("isNull", "relative"):
            return operand
        if isinstance(operand, list):
            return [self.read(look.who.means(element)) for element in operand]
        return self.read(look.who.means(operand))


@dataclass(frozen=True)
class Text:
    """`contains` and `startsWith` fold case and accents unless the text is a code."""

    get: Get
    exact: bool = False
    clean: Callable[[str], str] = lambda text: text

    def holds(self, look: Any, row: Any, given: dict[str, Any]) -> bool:
        return all(self._meets(self.get(row), name, operand) for name, operand in given.items())

    def _meets(self, value: str | None, operator: str, operand: Any) -> bool:
        if operator == "isNull":
            return meets(value, operator, operand)
        cleaned = [self.clean(text) for text in operand] if isinstance(operand, list) else self.clean(operand)
        if operator in ("contains", "startsWith") and not self.exact and value is not None:
            return meets(fold(value), operator, fold(cleaned))
        return meets(value, operator, cleaned)


@dataclass(frozen=True)
class Among:
    """Met if one of several texts meets it; `ne` and `notIn` if none is equal."""

    get: Callable[[Any], Iterable[str]]
    exact: bool = False

    def holds(self, look: Any, row: Any, given: dict[str, Any]) -> bool:
        return all(self._meets(list(self.get(row)), name, operand) for name, operand in given.items())

    def _meets(self, texts: list[str], operator: str, operand: Any) -> bool:
        if operator == "isNull":
            return (not texts) is operand
        opposite = {"ne": "eq", "notIn": "in"}.get(operator)
        test = Text(lambda text: text, self.exact)
        found = any(test.holds(None, text, {opposite or operator: operand}) for text in texts)
        return found is (opposite is None)


@dataclass(frozen=True)
class Related:
    """Conditions on the row that a column points at."""

    type_name: str
    column: str

    def holds(self, look: Any, row: Any, given: dict[str, Any]) -> bool:
        rest = {name: value for name, value in given.items() if name != "isNull"}
        if "isNull" in given and (row[self.column] is None) is not given["isNull"]:
            return False
        if not rest:
            return True
        target = look.thing(self.type_name, row[self.column])
        return target is not None and look.where(self.type_name, target.row, rest)


def major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor) / 100
