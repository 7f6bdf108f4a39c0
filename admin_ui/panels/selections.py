"""A selection being put together: paths merge into one tree, which prints as GraphQL."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import get_named_type, is_leaf_type

from admin_ui.panels.paths import Path, Step, fields_of

NAMED_BY = {
    "Money": ("amount", "currency"),
    "Count": ("value", "isEstimate", "isCapped"),
    "DictionaryItem": ("code", "label"),
    "Tier": ("code", "name", "rank"),
    "Tag": ("name", "isAutomatic"),
}
"What is asked of an object that stands in one cell, for types that are not panels or need more than their panel says."
USUAL_NAMES = ("code", "name", "label", "number", "title", "id")


class Selection:
    """Fields by response key. Adding the same path twice changes nothing."""

    def __init__(self) -> None:
        self.fields: dict[str, tuple[str, Selection]] = {}

    def add(self, step: Step) -> "Selection":
        return self.fields.setdefault(step.key, (step.asked, Selection()))[1]

    def add_text(self, key: str, asked: str) -> "Selection":
        return self.fields.setdefault(key, (asked, Selection()))[1]

    def add_names(self, names: Iterable[str]) -> "Selection":
        for name in names:
            self.add(Step(name))
        return self

    def add_path(self, path: Path, parent: Any, names: Mapping[str, tuple[str, ...]]) -> "Selection":
        """The path, and below an object what names it in a cell."""
        here = self
        for step in path.steps:
            here = here.add(step)
        output = path.output(parent)
        return here if is_leaf_type(get_named_type(output)) else here.add_names(naming(output, names))

    def lines(self, depth: int) -> list[str]:
        found: list[str] = []
        for asked, inner in self.fields.values():
            if not inner.fields:
                found.append("  " * depth + asked)
                continue
            words = inner.short()
            if words and depth > 1 and len(words) < 60:
                found.append("  " * depth + f"{asked} {{ {words} }}")
            else:
                found += ["  " * depth + asked + " {", *inner.lines(depth + 1), "  " * depth + "}"]
        return found

    def short(self) -> str:
        return (
            " ".join(asked for asked, _ in self.fields.values())
            if all(not i.fields for _, i in self.fields.values())
            else ""
        )


def naming(output: Any, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The leaves that say which object it is, of those that this caller may see."""
    known = fields_of(output)
    name = get_named_type(output).name
    wanted = (*NAMED_BY.get(name, ()), *names.get(name, ())) or USUAL_NAMES
    return tuple(n for n in dict.fromkeys(wanted) if n in known) or tuple(
        n for n, field in known.items() if is_leaf_type(get_named_type(field.type))
    )
