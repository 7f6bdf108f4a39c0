"""Mutations as forms: what a person fills in, and the operation that is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_required_argument,
)

from admin_ui.panels.controls import Control, Maker, everywhere, leaves
from admin_ui.panels.grammar import Act
from admin_ui.panels.paths import fields_of
from admin_ui.panels.prefills import Prefill, prefills_of
from admin_ui.panels.previews import Preview, preview_of
from admin_ui.panels.references import missing
from admin_ui.panels.typed import put
from rules.unkept import takes_secrets

KEY = "idempotencyKey"
"Filled by the form itself, so that it can be sent twice without harm."
VERSION = "expectedVersion"
"Filled with the record's version, so that nobody's change is lost."
TRIED = "changePreview"
Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Form:
    """An act with its controls and its operation, as one schema allows it. `shows` are records that come back."""

    act: Act
    help: str
    controls: tuple[Control, ...]
    operation: str
    prefills: tuple[Prefill, ...] = ()
    shows: tuple[tuple[str, str], ...] = ()
    takes_key: bool = False
    takes_version: bool = False
    needed: tuple[str, ...] = ()
    "Inputs that must be sent, if empty."
    preview: Preview | None = None
    is_tried: bool = False
    "Whether the mutation can be called and taken back, for want of a preview of its own."

    @property
    def sends_changes_only(self) -> bool:
        """An update is told what differs; all else is told everything."""
        return bool(self.prefills) and self.act.mutation.endswith("Update")

    @property
    def is_previewed_at_once(self) -> bool:
        """Whether nobody has to type anything before the preview can be asked for."""
        if self.preview is None:
            return self.is_tried and not self.controls
        return all(".".join(taken.path) in self.act.fill for taken in self.preview.taken)

    @property
    def is_large(self) -> bool:
        """Whether it wants two columns."""
        return len(list(everywhere(self.controls))) > 6

    @property
    def references(self) -> tuple[Control, ...]:
        """Controls whose choices come from a list, those of rows once."""
        return tuple(c for c in everywhere(self.controls) if c.source)

    def variables(self, said: Mapping[str, Any], given: Mapping[str, str], item: Mapping[str, Any]) -> dict[str, Any]:
        """`said` is what the controls say. `item` has what `$key`, `$id`, `$row…` and `$record…` stand for."""
        whole: dict[str, Any] = {name: {} for name in self.needed} | dict(said)
        for path, value in self.act.fill.items():
            filled = item.get(value, value) if isinstance(value, str) else value
            if filled is not None:
                put(whole, path.split("."), filled)
        if self.takes_key:
            whole[KEY] = given.get(KEY, "")
        if self.takes_version and given.get(VERSION, "").isdecimal():
            whole[VERSION] = int(given[VERSION])
        return whole


def form_of(schema: GraphQLSchema, act: Act, parent: Any = None, names: Names | None = None) -> Form | None:
    """None if this caller has no such mutation, or it has no argument that the panel fills.

    `parent` is the type of the record that it changes, `names` the fields that name records, by their type.
    """
    field = schema.mutation_type.fields.get(act.mutation) if schema.mutation_type else None
    if field is None or any(type_at(field, path) is None for path in act.fill):
        return None
    sources = {path: c for path, c in act.choices.items() if missing(schema, c) is None}
    maker = Maker(schema, frozenset(act.fill), sources)
    whole = {path for path in act.fill if "." not in path}
    controls = maker.of_arguments(field.args, frozenset({KEY, VERSION, *whole}))
    shows = _shown(field, names or {})
    preview = preview_of(schema, act.preview, field.args, names or {}, act.leads) if act.preview else None
    kept = _kept(controls, act.fields)
    asked = {control.name for control in leaves(kept)}
    prefills = prefills_of(controls, parent) if _is_edit(field, act, parent) else ()
    return Form(
        act,
        (field.description or "").strip(),
        kept,
        _operation(field, act, shows, _waiting(schema)),
        tuple(p for p in prefills if p.control.name in asked),
        tuple((name, type_) for name, type_, _ in shows),
        KEY in field.args,
        VERSION in field.args and _is_about(shows, parent),
        tuple(name for name, argument in field.args.items() if is_required_argument(argument) and _is_input(argument)),
        preview,
        preview is None and TRIED in fields_of(schema.query_type) and not takes_secrets(field),
    )


def refused(schema: GraphQLSchema, act: Act) -> str | None:
    """Why an act does not fit a schema, beyond its mutation."""
    form = form_of(schema, act)
    if form is None:
        return f"'{act.mutation}' is not a field of Mutation with the arguments {', '.join(act.fill)}"
    if act.preview and form.preview is None:
        return f"'{act.preview}' is not a query that takes what '{act.mutation}' takes"
    if act.tells and act.tells not in fields_of(schema.mutation_type.fields[act.mutation].type):  # type: ignore[union-attr]
        return f"'{act.tells}' is not what '{act.mutation}' answers with"
    for path, choices in act.choices.items():
        if missing(schema, choices) is not None:
            return f"'{missing(schema, choices)}' is not there for the choices of '{path}'"
    known = {".".join(n for n in c.path if n != "#") for c in everywhere(form_of(schema, _whole(act)).controls)}  # type: ignore[union-attr]
    wrong = [name for name in (*act.fields, *act.choices) if name not in known]
    return f"'{wrong[0]}' is not an argument of '{act.mutation}' that is left to fill in" if wrong else None


def _whole(act: Act) -> Act:
    return Act(act.mutation, act.title, act.fill)


def _is_edit(field: GraphQLField, act: Act, parent: Any) -> bool:
    """Whether it opens with the record's values: it answers with such a record."""
    if parent is None or act.prefill is False:
        return False
    wanted = get_named_type(parent)
    return bool(act.prefill) or any(get_named_type(f.type) == wanted for f in fields_of(field.type).values())


def _is_about(shows: list[tuple[str, str, str]], parent: Any) -> bool:
    """Whether the record's version is meant; what makes a record of another kind has no version of this one."""
    return parent is None or not shows or get_named_type(parent).name in {type_ for _, type_, _ in shows}


def _kept(controls: tuple[Control, ...], wanted: tuple[str, ...]) -> tuple[Control, ...]:
    """Those that the panel asks for, in its order, and what must be said; all without a word of the panel."""
    if not wanted:
        return controls
    flat = {c.name: c for c in leaves(controls)}
    named = [flat[name] for name in wanted if name in flat]
    return (*named, *(c for c in flat.values() if c.is_required and c not in named))


def _is_input(argument: GraphQLArgument) -> bool:
    kind = get_nullable_type(argument.type)
    return isinstance(kind, GraphQLInputObjectType) and not kind.is_one_of


def type_at(field: GraphQLField, path: str) -> Any:
    """The type of an argument, or of a part of one; None if it is not there."""
    first, *rest = path.split(".")
    given: Any = field.args[first].type if first in field.args else None
    for name in rest:
        fields = getattr(get_named_type(given), "fields", {}) if given else {}
        given = fields[name].type if name in fields else None
    return given


def _shown(field: GraphQLField, names: Names) -> list[tuple[str, str, str]]:
    """(field of the payload, its type, the key of such a record)."""
    objects = [(n, get_named_type(f.type)) for n, f in fields_of(field.type).items()]
    known = [(n, t) for n, t in objects if isinstance(t, GraphQLObjectType) and t.name in names]
    return [(n, t.name, names[t.name][0]) for n, t in known if names[t.name][0] in t.fields]


def _waiting(schema: GraphQLSchema) -> str:
    kind = schema.type_map.get("ApprovalRequired")
    return " ... on ApprovalRequired { request { id status } }" if "request" in fields_of(kind) else ""


def _operation(field: GraphQLField, act: Act, shows: list[tuple[str, str, str]], waiting: str) -> str:
    """`waiting` asks for the request that a call becomes which waits for another person."""
    arguments = ", ".join(f"{name}: ${name}" for name in field.args)
    taken = ", ".join(f"${name}: {argument.type}" for name, argument in field.args.items())
    title = act.mutation[:1].upper() + act.mutation[1:]
    lines = [f"{name} {{ {key} }}" for name, _, key in shows]
    if "changeSet" in fields_of(field.type):
        lines.append("changeSet { id isUndoable }")
    if act.tells:
        lines.append(act.tells)
    inside = "\n    ".join([*lines, f"userErrors {{ code message path{waiting} }}"])
    call = f"{act.mutation}({arguments})" if arguments else act.mutation
    return f"mutation {title}{f'({taken})' if taken else ''} {{\n  {call} {{\n    {inside}\n  }}\n}}"
