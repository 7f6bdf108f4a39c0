"""Mutations as forms: what a person fills in, and the operation that is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from graphql import GraphQLArgument, GraphQLEnumType, GraphQLField, GraphQLSchema, get_named_type, is_required_argument

from admin_ui.labels import field_label, value_label
from admin_ui.panels.grammar import Act

KEY = "idempotencyKey"
"Filled by the form itself, so that it can be sent twice without harm."
KINDS = {"Int": "number", "Points": "number", "Decimal": "decimal", "Boolean": "yes", "DateTime": "when", "Date": "day"}
LONG = {"reason", "body", "note"}
OWNER = "Mutation"
"Where labels of arguments are looked up."


@dataclass(frozen=True)
class Control:
    """One thing to fill in. `choices` are the values of an enum with their labels."""

    name: str
    kind: str
    label: str
    help: str
    is_required: bool
    enum: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def input(self) -> str:
        """The type of its input in HTML."""
        return {"number": "number", "when": "datetime-local", "day": "date"}.get(self.kind, "text")

    def read(self, text: str, zone: tzinfo) -> Any:
        """What goes to the API. A number that is none goes as it is: the API says what is wrong with it."""
        if self.kind == "yes":
            return bool(text)
        if self.kind == "when" and text:
            return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()
        if self.kind == "number" and text.removeprefix("-").isdecimal():
            return int(text)
        return text


@dataclass(frozen=True)
class Form:
    """An act with its controls and its operation, as one schema allows it."""

    act: Act
    help: str
    controls: tuple[Control, ...]
    operation: str

    def variables(self, given: Mapping[str, str], zone: tzinfo, item: Mapping[str, Any]) -> dict[str, Any]:
        """`item` has what `$key` and `$id` stand for."""
        said = {c.name: c.read(given.get(c.name, "").strip(), zone) for c in self.controls}
        kept = {c.name: said[c.name] for c in self.controls if said[c.name] != "" or c.is_required}
        filled = {_variable(path): item.get(value, value) for path, value in self.act.fill.items()}
        return kept | filled | ({KEY: given.get(KEY, "")} if f"${KEY}:" in self.operation else {})


def form_of(schema: GraphQLSchema, act: Act) -> Form | None:
    """None if this caller has no such mutation, or it has no argument that the panel fills."""
    field = schema.mutation_type.fields.get(act.mutation) if schema.mutation_type else None
    if field is None or not all(_fits(field, path) for path in act.fill):
        return None
    filled = {path.partition(".")[0] for path in act.fill}
    controls = tuple(
        _control(name, argument) for name, argument in field.args.items() if name not in filled and name != KEY
    )
    return Form(act, field.description or "", controls, _operation(field, act, controls))


def _fits(field: GraphQLField, path: str) -> bool:
    return _type_at(field, path) is not None


def _type_at(field: GraphQLField, path: str) -> Any:
    first, *rest = path.split(".")
    given: Any = field.args[first].type if first in field.args else None
    for name in rest:
        fields = getattr(get_named_type(given), "fields", {}) if given else {}
        given = fields[name].type if name in fields else None
    return given


def _control(name: str, argument: GraphQLArgument) -> Control:
    kind = get_named_type(argument.type)
    label, help_ = field_label(OWNER, name), (argument.description or "").strip()
    if isinstance(kind, GraphQLEnumType):
        choices = tuple((value, value_label(kind.name, value)) for value in kind.values)
        return Control(name, "choices", label, help_, is_required_argument(argument), kind.name, choices)
    shape = "long" if name in LONG else KINDS.get(kind.name, "text")
    return Control(name, shape, label, help_, is_required_argument(argument))


def _operation(field: GraphQLField, act: Act, controls: tuple[Control, ...]) -> str:
    taken = {c.name: str(field.args[c.name].type) for c in controls}
    said = {c.name: f"${c.name}" for c in controls}
    for path in act.fill:
        taken[_variable(path)] = f"{str(_type_at(field, path)).removesuffix('!')}!"
        first, *rest = path.split(".")
        text = f"${_variable(path)}"
        for name in reversed(rest):
            text = f"{{{name}: {text}}}"
        said[first] = text
    if KEY in field.args:
        taken[KEY], said[KEY] = str(field.args[KEY].type), f"${KEY}"
    variables = ", ".join(f"${name}: {kind}" for name, kind in taken.items())
    arguments = ", ".join(f"{name}: {text}" for name, text in said.items())
    title = act.mutation[:1].upper() + act.mutation[1:]
    return (
        f"mutation {title}({variables}) {{\n  {act.mutation}({arguments}) {{\n"
        "    userErrors { code message path }\n  }\n}"
    )


def _variable(path: str) -> str:
    return path.replace(".", "_")
