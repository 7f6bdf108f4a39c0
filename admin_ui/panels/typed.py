"""What was typed, read into the values that go to the API. What cannot be read is said beside its control."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from graphql import get_named_type

from admin_ui.panels.condition_rows import Rows, parter_of
from admin_ui.panels.controls import Control
from admin_ui.words import Words

NOTHING: Any = object()
"Stands for a control that says nothing."
WHOLE = re.compile(r"-?\d{1,16}")
EXACT = re.compile(r"-?\d{1,24}(\.\d{1,12})?")
SEPARATOR = re.compile(r"[\n,，、;；]+")


@dataclass
class Reader:
    """Reads one form. `was` is what it was opened with: what was emptied since is said as null.

    `says_all` also what is as it was. `named` is what was found for each control that takes any name of a record.
    """

    typed: Mapping[str, str]
    zone: tzinfo
    words: Words
    was: Mapping[str, str] | None = None
    named: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    says_all: bool = False

    def values(self, controls: tuple[Control, ...], depth: int = 0) -> dict[str, Any]:
        """By the parts of their paths from `depth` on."""
        whole: dict[str, Any] = {}
        for control in controls:
            value = self._value(control)
            if value is not NOTHING:
                put(whole, control.path[depth:], value)
        return whole

    def _value(self, control: Control) -> Any:
        if control.kind == "group":
            inside = self.values(control.inside, len(control.path))
            return inside if inside or control.is_required else NOTHING
        if control.kind == "rows":
            return self._rows(control)
        if control.kind == "where":
            return self.where(control)
        text = self.text(control)
        if not self.says_all and self._is_as_it_was(control, text):
            return NOTHING
        if control.kind == "yes":
            return bool(text)
        if not text:
            return self._empty(control)
        return self._read(control, text)

    def text(self, control: Control) -> str:
        return self.typed.get(control.name, "").strip()

    def _is_as_it_was(self, control: Control, text: str) -> bool:
        return self.was is not None and text == self.was.get(control.name, "")

    def _empty(self, control: Control) -> Any:
        if self.was is not None and not control.is_required and not self._is_as_it_was(control, ""):
            return None
        if control.is_required and control.kind in ("text", "long", "secret"):
            return ""
        if control.is_required:
            self._wrong(control, self.words.gettext("This is needed."))
        return NOTHING

    def _rows(self, control: Control) -> Any:
        held = {} if self.was is None else _under(control, self.was)
        if self.was is not None and not self.says_all and _under(control, self.typed) == held:
            return NOTHING
        numbers = [n for n in range(control.count(self.typed)) if any(self.text(c) for c in control.row(n))]
        rows = [self._row(control, number) for number in numbers]
        return rows if rows or control.is_required or held else NOTHING

    def _row(self, control: Control, number: int) -> dict[str, Any]:
        """A row is said whole: it stands for the one before."""
        reader = Reader(self.typed, self.zone, self.words, None, self.named, self.errors)
        return reader.values(control.row(number), len(control.path) + 1)

    def _read(self, control: Control, text: str) -> Any:
        read = getattr(self, f"_{control.kind}", None)
        return read(control, text) if read else text

    def _number(self, control: Control, text: str) -> Any:
        if WHOLE.fullmatch(text):
            return int(text)
        return self._wrong(control, self.words.gettext("Enter a whole number, such as 250."))

    def _decimal(self, control: Control, text: str) -> Any:
        if not EXACT.fullmatch(text):
            return self._wrong(control, self.words.gettext("Enter a number, such as 12.50."))
        return float(text) if get_named_type(control.type).name == "Float" else text

    def _when(self, control: Control, text: str) -> Any:
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone).isoformat()
        except ValueError:
            return self._wrong(control, self.words.gettext("A time was not understood."))

    def _day(self, control: Control, text: str) -> Any:
        try:
            return datetime.fromisoformat(text).date().isoformat()
        except ValueError:
            return self._wrong(control, self.words.gettext("Enter a date, such as 2026-01-31."))

    def _maybe(self, control: Control, text: str) -> bool:
        return text == "true"

    def where(self, control: Control) -> Any:
        """Conditions, of rows or of JSON; what is wrong with a row is said of its number."""
        rows = Rows(control.name, parter_of(control.type, self.zone), self.typed)
        text = rows.said()
        for wrong in rows.wrong:
            path = [*control.path, str(wrong.number)]
            self.errors.append({"message": self._reason(wrong.reason), "path": path, "code": "INVALID"})
        if rows.wrong or (not self.says_all and self._is_as_it_was(control, text)):
            return NOTHING
        return self._json(control, text) if text else self._empty(control)

    def _reason(self, reason: str) -> str:
        match reason:
            case "":
                return self.words.gettext("Say what it should be.")
            case "filter":
                return self.words.gettext("You may not filter by this.")
            case "Int" | "Points":
                return self.words.gettext("Enter a whole number, such as 250.")
            case "Decimal":
                return self.words.gettext("Enter a number, such as 12.50.")
            case "Date" | "DateTime":
                return self.words.gettext("Enter a date, such as 2026-01-31.")
        return self.words.gettext("This is not one of the choices.")

    def _several(self, control: Control, text: str) -> list[str]:
        return text.split("\n")

    def _words(self, control: Control, text: str) -> Any:
        parts = [part.strip() for part in SEPARATOR.split(text) if part.strip()]
        if get_named_type(control.type).name not in ("Int", "Points"):
            return parts
        return [int(p) for p in parts] if all(WHOLE.fullmatch(p) for p in parts) else self._number(control, text)

    def _json(self, control: Control, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError as problem:
            place = {"line": getattr(problem, "lineno", 1), "column": getattr(problem, "colno", 1)}
            said = self.words.gettext("This is not JSON: look at line %(line)s, column %(column)s.")
            return self._wrong(control, said % place)

    def _by(self, control: Control, text: str) -> Any:
        return dict(self.named.get(control.name, {}))

    def _wrong(self, control: Control, message: str) -> Any:
        self.errors.append({"message": message, "path": list(control.path), "code": "INVALID"})
        return NOTHING


def put(whole: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """At the end of a path; what is on the way is made or copied."""
    for name in path[:-1]:
        inner = whole.get(name)
        whole[name] = dict(inner) if isinstance(inner, Mapping) else {}
        whole = whole[name]
    whole[path[-1]] = value


def _under(control: Control, typed: Mapping[str, str]) -> dict[str, str]:
    """What its rows hold."""
    start = f"{control.name}."
    return {name: text.strip() for name, text in typed.items() if name.startswith(start) and text.strip()}
