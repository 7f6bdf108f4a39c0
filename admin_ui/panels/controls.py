"""What a person fills in: each argument of a mutation, taken apart until every part is one control."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)
from graphql.utilities import value_from_ast_untyped

from admin_ui.labels import field_label, value_label
from admin_ui.panels.grammar import Choices
from admin_ui.panels.references import reference

KINDS = {
    "Int": "number", "Points": "number", "Decimal": "decimal", "Float": "decimal", "DateTime": "when", "Date": "day",
    "JSON": "json",
}  # fmt: skip
SECRET = {"pin", "currentPin", "newPin", "identityNumber", "currentIdentityNumber", "password"}
LONG = {"reason", "body", "note", "description", "summary", "text", "comment", "message"}
ROW = "#"
"Stands in the names of a row's controls where its number will be."
OWNER = "Mutation"
"Where labels of arguments are looked up."
SPARE = 2
"Empty rows below those that are filled."


@dataclass(frozen=True)
class Control:
    """One thing to fill in, or a `group` of them, or `rows` of them.

    `path` leads from the argument to it. `choices` are the values of an enum with their labels; `source` says where
    the choices of a reference come from.
    """

    path: tuple[str, ...]
    kind: str
    type: Any = field(compare=False)
    owner: str = OWNER
    label: str = ""
    help: str = ""
    is_required: bool = False
    enum: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    source: Choices | None = None
    inside: tuple["Control", ...] = ()
    default: str = ""

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def input(self) -> str:
        """The type of its input in HTML."""
        return {"when": "datetime-local", "day": "date", "secret": "password"}.get(self.kind, "text")

    @property
    def mode(self) -> str:
        """The keyboard of a phone."""
        return {"number": "numeric", "decimal": "decimal"}.get(self.kind, "text")

    @property
    def is_transparent(self) -> bool:
        """A group that needs no heading: the `input` of a mutation."""
        return self.kind == "group" and len(self.path) == 1 and self.path[0] == "input"

    @property
    def is_suggested(self) -> bool:
        """Whether what is typed is looked for."""
        return self.kind in ("by", "reference")

    @property
    def named_by(self) -> tuple[tuple[str, str], ...]:
        """By which of its names a record is found: (owner, label) of each."""
        names = [name for name in get_named_type(self.type).fields if name != "id"] if self.kind == "by" else []
        return tuple((get_named_type(self.type).name.removesuffix("By"), name) for name in names)

    def row(self, number: int | str) -> tuple["Control", ...]:
        """Its controls in one row."""
        return tuple(_numbered(control, len(self.path), str(number)) for control in self.inside)

    def count(self, typed: Mapping[str, str]) -> int:
        """How many rows hold something, or stand before one that does."""
        start = f"{self.name}."
        numbers = [name.removeprefix(start).partition(".")[0] for name, text in typed.items() if name.startswith(start)]
        return max((int(n) + 1 for n in numbers if n.isdecimal() and len(n) < 4), default=0)


def _numbered(control: Control, place: int, number: str) -> Control:
    path = (*control.path[:place], number, *control.path[place + 1 :])
    return replace(control, path=path, inside=tuple(_numbered(c, place, number) for c in control.inside))


def leaves(controls: tuple[Control, ...]) -> Iterator[Control]:
    """All that is not a group; rows are one."""
    for control in controls:
        yield from leaves(control.inside) if control.kind == "group" else (control,)


def everywhere(controls: tuple[Control, ...]) -> Iterator[Control]:
    for control in controls:
        yield control
        yield from everywhere(control.inside)


@dataclass(frozen=True)
class Maker:
    """Makes controls. `filled` are the paths that need none; `sources` where choices come from, by path."""

    schema: GraphQLSchema
    filled: frozenset[str] = frozenset()
    sources: Mapping[str, Choices] = field(default_factory=dict)

    def of_arguments(self, arguments: Mapping[str, Any], without: frozenset[str]) -> tuple[Control, ...]:
        made = (
            self._control((name,), argument, OWNER, is_required_argument(argument), ())
            for name, argument in arguments.items()
            if name not in without
        )
        return tuple(control for control in made if control)

    def _control(self, path: tuple[str, ...], given: Any, owner: str, required: bool, above: tuple[str, ...]) -> Any:
        """None if the record fills it."""
        spoken = ".".join(name for name in path if name != ROW)
        if spoken in self.filled:
            return None
        kind, named = self._kind(path, given.type, above), get_named_type(given.type)
        source = self.sources.get(spoken) or reference(self.schema, path[-1]) if kind in ("text", "words") else None
        if kind == "by" and any(name.startswith(f"{spoken}.") for name in self.filled):
            return None
        inside = self._inside(path, named, kind, above)
        if kind in ("group", "rows") and not inside:
            return None
        choices = ()
        if isinstance(named, GraphQLEnumType):
            choices = tuple((value, value_label(named.name, value)) for value in named.values)
        label = _label(owner, path[-1])
        return Control(
            path, "reference" if source and kind == "text" else kind, given.type, owner, label,
            _help(given.description or "", label), required, named.name, choices, source, inside, _default(given),
        )  # fmt: skip

    def _kind(self, path: tuple[str, ...], type_: Any, above: tuple[str, ...]) -> str:
        named, is_list = get_named_type(type_), is_list_type(get_nullable_type(type_))
        if isinstance(named, GraphQLInputObjectType):
            if named.is_one_of and not is_list:
                return "by"
            if named.name.endswith("Where") or named.name in above or (is_list and ROW in path):
                return "json" if is_list or ROW in path or not self._is_asked_for(named) else "where"
            return "rows" if is_list else "group"
        if isinstance(named, GraphQLEnumType):
            return "several" if is_list else "choices"
        if is_list:
            return "words"
        if named.name == "Boolean":
            return "yes" if str(type_).endswith("!") else "maybe"
        if path[-1] in SECRET:
            return "secret"
        return "long" if path[-1] in LONG else KINDS.get(named.name, "text")

    def _is_asked_for(self, named: Any) -> bool:
        """Whether it is the conditions of a type that this schema has."""
        return named.name.endswith("Where") and named.name.removesuffix("Where") in self.schema.type_map

    def _inside(self, path: tuple[str, ...], named: Any, kind: str, above: tuple[str, ...]) -> tuple[Control, ...]:
        if kind not in ("group", "rows"):
            return ()
        start = (*path, ROW) if kind == "rows" else path
        owner = owner_of(self.schema, named.name)
        made = (
            self._control((*start, name), given, owner, is_required_input_field(given), (*above, named.name))
            for name, given in named.fields.items()
        )
        return tuple(control for control in made if control)


def owner_of(schema: GraphQLSchema, input_name: str) -> str:
    """The type whose words an input speaks: MemberRegisterInput those of Member."""
    fitting = [
        n
        for n in schema.type_map
        if input_name.startswith(n) and n != input_name and hasattr(schema.type_map[n], "interfaces")
    ]
    return max(fitting, key=len, default=input_name)


def _label(owner: str, name: str) -> str:
    """A code is what a machine calls it; people choose the thing itself, and say yes to a word, not to a question."""
    label = field_label(owner, name)
    if name.endswith("Code"):
        return label.removesuffix(" code")
    return label[3:].capitalize() if label.startswith("Is ") else label


def _help(description: str, label: str) -> str:
    """Empty where it says no more than the label."""
    said = description.strip()
    return "" if said.strip(".").lower().removeprefix("the ") == label.lower() else said


def _default(given: Any) -> str:
    stated = given.default
    if stated is None:
        return ""
    value = value_from_ast_untyped(stated.literal) if stated.literal else stated.value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else ""
