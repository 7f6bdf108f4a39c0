"""Search by any part of a text: pairs of letters find the rows, LIKE confirms them; see `search_grams`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import owner_of
from resolvers.planner.filters import escaped, plain
from resolvers.planner.statement import Row

MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A text that is searched; `tag` is its position in the table's `search_grams`.

    `letters` says which words can be in it at all: "any", "latin" (no Chinese), "wide" (no plain digits) or "number".
    `also_by` is another field that must be filterable too, such as the list that the text is in.
    """

    tag: int
    expression: Callable[[Row], str]
    governed_by: str
    letters: str = "any"
    clean: Callable[[str], str] = lambda word: word
    also_by: str = ""


@dataclass(frozen=True, slots=True)
class Grams:
    """Every word must be in one of the parts that the viewer may filter by."""

    parts: tuple[Part, ...]

    @property
    def governed_by(self) -> tuple[str, ...]:
        return tuple(part.governed_by for part in self.parts)

    def sql(self, row: Row, argument: Argument) -> list[str]:
        row.statement.plans_each_time = True
        allowed = [part for part in self.parts if may_search(row, part.governed_by, part.also_by)]
        found = [_word(row, allowed, argument, index, word) for index, word in enumerate(words(argument.value))]
        return [*found, f"search_effort({row.col('search_grams')})"] if found else []


@dataclass(frozen=True, slots=True)
class Ends:
    """Search by the beginning or the end of one text, such as the last digits of an order number."""

    expression: Callable[[Row], str]
    governed_by: tuple[str, ...]

    def sql(self, row: Row, argument: Argument) -> list[str]:
        row.statement.plans_each_time = True
        text = self.expression(row)
        begins = row.statement.argument(argument, "text", lambda value: f"{escaped(_one(value))}%")
        ends = row.statement.argument(argument, "text", lambda value: f"{escaped(_one(value)[::-1])}%")
        return [f"({text} LIKE {begins} OR reverse({text}) LIKE {ends})"]


def words(search: Any) -> list[str]:
    return plain(search or "").split()[:MOST_WORDS]


def shape(search: Any) -> tuple[Any, ...] | None:
    """What of a search decides the form of its statement."""
    return None if search is None else tuple((_kind(word), _is_latin(word), _is_number(word)) for word in words(search))


def _one(search: str) -> str:
    return plain(search).strip()


def may_search(row: Row, *governed_by: str) -> bool:
    pairs = [owner_of(row.entity.type_name, name) for name in governed_by if name]
    return all(row.statement.catalog.facets(row.statement, *pair).may_filter for pair in pairs)


def _word(row: Row, parts: list[Part], argument: Argument, index: int, word: str) -> str:
    fitting = [part for part in parts if _fits(part, word)]
    if not fitting:
        return "false"
    if len(word) == 2 and _kind(word) == "pair" and word.isascii():
        return _pair_in_any(row, fitting, argument, index)
    return f"({' OR '.join(_in_part(row, part, argument, index, word) for part in fitting)})"


def _pair_in_any(row: Row, parts: list[Part], argument: Argument, index: int) -> str:
    """A pair of plain letters has one gram in each text, so that one comparison looks into all of them."""
    needle = row.statement.argument(argument, "text", lambda search: words(search)[index])
    tags = {part.tag for part in parts}
    places = ", ".join(needle if tag in tags else "NULL" for tag in range(1, max(tags) + 1))
    return f"{row.col('search_grams')} && search_grams({places})"


def _fits(part: Part, word: str) -> bool:
    return {"any": True, "latin": _is_latin(word), "wide": not _is_number(word), "number": _is_number(word)}[
        part.letters
    ]


def _in_part(row: Row, part: Part, argument: Argument, index: int, word: str) -> str:
    statement = row.statement
    text = f"fold({part.expression(row)})"
    kind = _kind(word)
    tests = []
    if kind != "letter":
        needle = statement.argument(argument, "text", lambda search: part.clean(words(search)[index]))
        tests.append(f"{row.col('search_grams')} @> search_grams({'NULL, ' * (part.tag - 1)}{needle})")
    if kind != "pair":
        pattern = lambda search: f"%{escaped(part.clean(words(search)[index]))}%"  # noqa: E731
        tests.append(f"{text} LIKE fold({statement.argument(argument, 'text', pattern)})")
    return f"({' AND '.join(tests)})"


def _kind(word: str) -> str:
    """A `pair` is found by its gram alone; a single ASCII `letter` has no gram; the rest needs both tests."""
    if len(word) == 1:
        return "letter" if word.isascii() else "pair" if _is_chinese(word) else "rest"
    return "pair" if len(word) == 2 and ((word.isalnum() and word.isascii()) or _is_chinese(word)) else "rest"


def _is_latin(word: str) -> bool:
    return all(ord(letter) < 0x2E80 for letter in word)


def _is_number(word: str) -> bool:
    return all(letter.isdigit() or letter in "+-()" for letter in word)


def _is_chinese(word: str) -> bool:
    return all(0x3400 <= ord(letter) <= 0x9FFF for letter in word)
