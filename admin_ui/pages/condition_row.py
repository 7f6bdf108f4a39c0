"""One condition on a form: its field, the operators that fit it, and what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from admin_ui.panels.grammar import Filter
from admin_ui.panels.shapes import filter_input

if TYPE_CHECKING:
    from admin_ui.pages.conditions import Builder


def _(text: str) -> str:
    """Marks a message for the catalog."""
    return text


OPERATORS = {
    "choices": (("is", _("is any of")), ("not", _("is none of"))),
    "yes": (("is", _("is")),),
    "range": (("gte", _("is at least")), ("lte", _("is at most")), ("gt", _("is more than")), ("lt", _("is less than")),
              ("is", _("is")), ("not", _("is not")), ("any", _("is any of"))),
    "time": (("last", _("in the last")), ("next", _("in the next")), ("gte", _("on or after")), ("lt", _("before")),
             ("is", _("is"))),
    "text": (("is", _("is")), ("contains", _("contains")), ("startsWith", _("starts with")), ("not", _("is not")),
             ("any", _("is any of")), ("none", _("is none of"))),
}  # fmt: skip
NEEDS = {"is": {"eq", "in"}, "not": {"ne", "notIn"}, "any": {"in"}, "none": {"notIn"}, "last": {"relative"},
         "next": {"relative"}}  # fmt: skip
EMPTY = (("empty", _("is empty")), ("filled", _("is not empty")))
UNITS = (("minute", _("minutes")), ("hour", _("hours")), ("day", _("days")), ("week", _("weeks")),
         ("month", _("months")), ("year", _("years")))  # fmt: skip


@dataclass
class Row:
    """One condition as it stands now."""

    builder: "Builder"
    number: int

    def part(self, part: str) -> str:
        return self.builder.rows.part(self.number, part)

    @property
    def name(self) -> str:
        return f"{self.builder.control.name}.{self.number}"

    @property
    def field(self) -> str:
        return self.part("field")

    @cached_property
    def declared(self) -> Filter:
        path = tuple(self.field.split("."))
        return next((f for f in self.builder.filters if f.field == path), Filter(path))

    @cached_property
    def kind(self) -> str:
        """Empty while no field was chosen, or one that this person may not filter by."""
        if filter_input(self.builder.where, self.declared.field) is None:
            return ""
        kind = self.builder.speaker.kind(self.declared)
        is_said = self.part("op") in ("contains", "startsWith", "any", "none")
        return "text" if kind == "choices" and is_said and self.declared.choices else kind

    @cached_property
    def operators(self) -> list[tuple[str, str]]:
        known = self.builder.speaker.operators(self.declared)
        fitting = [pair for pair in OPERATORS.get(self.kind, ()) if known & NEEDS.get(pair[0], {pair[0]})]
        return [*fitting, *(EMPTY if "isNull" in known else ())]

    @property
    def operator(self) -> str:
        """The one in force; several values of a field without choices are a list of them."""
        said = self.part("op")
        if self.kind in ("text", "range") and "\n" in self.part("value"):
            said = {"is": "any", "not": "none"}.get(said, said)
        return said or (self.operators[0][0] if self.operators else "")

    @property
    def units(self) -> tuple[tuple[str, str], ...]:
        return UNITS

    @property
    def value(self) -> str:
        return self.part("value")

    @property
    def lines(self) -> str:
        return self.part("values") or self.value

    @property
    def chosen(self) -> list[str]:
        return self.value.split("\n") if self.value else []

    @property
    def choices(self) -> dict[str, str]:
        """What there is to choose from, with what is chosen now."""
        known = self.builder.choices.get(self.field) or self.builder.speaker.enum_choices(self.declared)
        return known | {value: value for value in self.chosen if value not in known}

    def is_wrong(self, error: Mapping[str, Any]) -> bool:
        control, path = list(self.builder.control.path), list(error["path"])
        places = ([*control, str(self.number)], [*control, *self.declared.field])
        return bool(self.field) and any(path[: len(place)] == place for place in places)
