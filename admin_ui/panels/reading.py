"""TOML to panels. Strict: a word that is not in the grammar stops the start with one clear line."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from pathlib import Path as FilePath
from typing import Any, get_args

from admin_ui.panels.grammar import (
    Act,
    Block,
    BlockKind,
    CellKind,
    Chart,
    Choices,
    Column,
    Empty,
    Filter,
    Item,
    ListPart,
    Opens,
    Panel,
    Sentence,
    Tab,
    Tile,
    Tone,
    View,
)
from admin_ui.panels.paths import BETWEEN_STEPS, BadPath, Path

FOLDER = FilePath(__file__).parent
HOLE = re.compile(r"\{([^{}]+)\}")
Reader = Callable[[Any, str], Any]


class PanelError(ValueError):
    """A panel file is wrong; the message names the panel, the place and the word."""


def read_panels(folder: FilePath = FOLDER) -> dict[str, Panel]:
    """All panels of a folder by name, in the order of their navigation."""
    panels = [read_panel(file.stem, file.read_text()) for file in sorted(folder.glob("*.toml"))]
    return {panel.name: panel for panel in sorted(panels, key=lambda p: p.place)}


def panel_names(folder: FilePath = FOLDER) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.toml"))


def read_panel(name: str, text: str) -> Panel:
    try:
        return _made(Panel, {"name": name} | tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as problem:
        raise PanelError(f"{name}: not TOML: {problem}") from problem


def _made(kind: type, table: Any, where: str) -> Any:
    if not isinstance(table, dict):
        raise PanelError(f"{where}: expected a table, found '{table}'")
    words = READERS[kind]
    for word in table:
        if word not in words:
            raise PanelError(f"{where}: '{word}' is not a word of the grammar here. Words: {', '.join(words)}")
    for field in fields(kind):
        if _is_needed(field) and WORD_OF.get((kind, field.name), field.name) not in table:
            raise PanelError(f"{where}: '{WORD_OF.get((kind, field.name), field.name)}' is missing")
    return kind(**{_field_of(kind, word): words[word](value, f"{where}: {word}") for word, value in table.items()})


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise PanelError(f"{where}: expected text, found '{value}'")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise PanelError(f"{where}: expected true or false, found '{value}'")
    return value


def _number(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100:
        raise PanelError(f"{where}: expected a whole number from 1 to 100, found '{value}'")
    return value


def _anything(value: Any, where: str) -> Any:
    return value


def _path(value: Any, where: str) -> Path:
    try:
        return Path.read(_text(value, where))
    except BadPath as problem:
        raise PanelError(f"{where}: {problem}") from problem


def _dotted(value: Any, where: str) -> tuple[str, ...]:
    return tuple(_text(value, where).split("."))


def _many(reader: Reader) -> Reader:
    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise PanelError(f"{where}: expected a list, found '{value}'")
        return tuple(reader(entry, f"{where}[{number}]") for number, entry in enumerate(value))

    return read


def _one_of(allowed: Any) -> Reader:
    def read(value: Any, where: str) -> str:
        if value not in get_args(allowed):
            raise PanelError(f"{where}: '{value}' is not one of {', '.join(get_args(allowed))}")
        return value

    return read


def _of(kind: type) -> Reader:
    return lambda value, where: _made(kind, value, where)


def _column(value: Any, where: str) -> Column:
    return Column(_path(value, where)) if isinstance(value, str) else _made(Column, value, where)


def _filter(value: Any, where: str) -> Filter:
    return Filter(_dotted(value, where)) if isinstance(value, str) else _made(Filter, value, where)


def _choices(value: Any, where: str) -> Choices:
    """`tiers.code.name`; the query may have arguments."""
    parts = BETWEEN_STEPS.split(_text(value, where))
    if len(parts) == 2:
        parts = [parts[0], *parts[1].split(":")]
    if len(parts) != 3:
        raise PanelError(f"{where}: expected query.value.text, found '{value}'")
    return Choices(*parts)


def _each(reader: Reader) -> Reader:
    def read(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise PanelError(f"{where}: expected a table, found '{value}'")
        return {name: reader(entry, f"{where}: {name}") for name, entry in value.items()}

    return read


def _sentence(value: Any, where: str) -> Sentence:
    text = _text(value, where)
    return Sentence(text, tuple(_path(hole, where) for hole in HOLE.findall(text)))


def _opens(value: Any, where: str) -> Opens:
    """`panel?filters`, `panel/{key}` or `#tab`."""
    text = _text(value, where)
    holes = tuple(_path(hole, where) for hole in HOLE.findall(text))
    if text.startswith("#"):
        return Opens("", tab=text[1:])
    panel, slash, key = text.partition("/")
    if slash:
        return Opens(panel, key=key, holes=holes)
    panel, _, query = text.partition("?")
    return Opens(panel, query=query, holes=holes)


def _why(value: Any, where: str) -> Opens:
    """`question?argument={field}`."""
    question, _, query = _text(value, where).partition("?")
    return Opens(f"explain/{question}", query=query, holes=tuple(_path(hole, where) for hole in HOLE.findall(query)))


READERS: dict[type, dict[str, Reader]] = {
    Column: {
        "field": _path, "under": _many(_path), "label": _text, "as": _one_of(CellKind), "sort": _text, "opens": _opens,
        "why": _why, "hidden": _flag,
    },
    Filter: {"field": _dotted, "label": _text, "choices": _choices},
    View: {"title": _text, "query": _text},
    Empty: {"title": _text, "text": _text},
    ListPart: {
        "source": _text, "columns": _many(_column), "order": _text, "search": _text, "filters": _many(_filter),
        "views": _many(_of(View)), "empty": _of(Empty), "acts": _many(_of(Act)),
    },
    Tile: {
        "field": _path, "label": _text, "as": _one_of(CellKind), "notes": _many(_sentence), "bar": _many(_path),
        "opens": _opens, "why": _why, "tone": _one_of(Tone),
    },
    Chart: {"x": _column, "bars": _column, "others": _many(_column)},
    Block: {
        "id": _text, "as": _one_of(BlockKind), "title": _text, "field": _path, "source": _text, "by": _text,
        "first": _number,
        "where": _anything, "order": _text, "columns": _many(_column), "tiles": _many(_of(Tile)), "chart": _of(Chart),
        "opens": _opens, "empty": _text, "wide": _flag, "acts": _many(_of(Act)),
    },
    Tab: {"id": _text, "title": _text, "blocks": _many(_of(Block))},
    Item: {
        "source": _text, "by": _dotted, "badges": _many(_column), "facts": _many(_column), "access": _path,
        "waits": _many(_text),
        "tiles": _many(_of(Tile)), "tabs": _many(_of(Tab)), "side": _many(_of(Block)),
        "queue": _of(Block), "acts": _many(_of(Act)),
    },
    Act: {
        "mutation": _text, "title": _text, "fill": _each(_anything), "suggest": _each(_text),
        "when": _each(_many(_anything)),
        "on": _each(_many(_anything)), "choices": _each(_choices), "fields": _many(_text), "icon": _text, "id": _text,
        "send": _text, "done": _text, "preview": _text, "leads": _each(_opens), "prefill": _flag, "confirm": _flag,
        "tells": _text, "masked": _text,
    },
    Panel: {
        "name": _text, "type": _text, "title": _text, "one": _text, "icon": _text, "area": _text, "place": _anything,
        "about": _text, "key": _text, "names": _many(_text), "found": _flag, "list": _of(ListPart), "item": _of(Item),
    },
}  # fmt: skip
RENAMED = {
    "as": "kind",
    "on": "when",
    "hidden": "is_hidden",
    "wide": "is_wide",
    "confirm": "is_confirmed",
    "found": "is_found",
}
WORD_OF = {(kind, RENAMED[w]): w for kind, words in READERS.items() for w in words if w in RENAMED}


def _field_of(kind: type, word: str) -> str:
    return RENAMED.get(word, word)
