"""What a form is opened with: the values that a record has for the controls that change them."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from graphql import get_named_type, get_nullable_type, is_leaf_type, is_list_type, is_required_argument

from admin_ui.panels.controls import ROW, Control
from admin_ui.panels.paths import fields_of
from admin_ui.panels.selections import Selection

MOST = 100
"Records of a list that a form can hold."


@dataclass(frozen=True)
class Prefill:
    """A control and the fields that lead from the record to its value. `inside` is for rows."""

    control: Control
    steps: tuple[str, ...]
    inside: tuple["Prefill", ...] = ()

    @property
    def page(self) -> tuple[str, ...]:
        """The fields that lead to the page of records that it is about; empty if it is no page."""
        return self.steps[: self.steps.index("nodes")] if "nodes" in self.steps else ()


def prefills_of(controls: tuple[Control, ...], parent: Any) -> Iterator[Prefill]:
    for control in controls:
        name = control.path[-1]
        if control.is_transparent:
            yield from prefills_of(control.inside, parent)
        elif control.kind in ("group", "rows"):
            yield from _inside(control, parent, name)
        elif steps := _steps(control, fields_of(parent)):
            yield Prefill(control, steps)


def _inside(control: Control, parent: Any, name: str) -> Iterator[Prefill]:
    held = fields_of(parent).get(name)
    if held is None or not _is_plain(held) or "nodes" in fields_of(held.type):
        return
    inner = tuple(prefills_of(control.inside, held.type))
    is_list = is_list_type(get_nullable_type(held.type))
    if control.kind == "rows" and is_list and inner:
        yield Prefill(control, (name,), inner)
    elif control.kind == "group" and not is_list:
        yield from (Prefill(p.control, (name, *p.steps), p.inside) for p in inner)


def _steps(control: Control, known: dict[str, Any]) -> tuple[str, ...]:
    name = control.path[-1]
    field = known.get(name)
    if field is not None and _is_plain(field):
        return _leaf(control, name, field)
    for ending, leaf in (("Codes", "code"), ("Code", "code"), ("Id", "id")):
        front = name.removesuffix(ending)
        held = known.get(f"{front}s" if ending == "Codes" else front) if front != name else None
        if held is not None and _is_plain(held):
            return _named(control, f"{front}s" if ending == "Codes" else front, held, leaf)
    return ()


def _named(control: Control, name: str, held: Any, leaf: str) -> tuple[str, ...]:
    """Codes of what the record holds: one, a list, or the first page of many."""
    nodes, is_many = fields_of(held.type).get("nodes"), control.kind == "words"
    if nodes is not None:
        return (name, "nodes", leaf) if is_many and leaf in fields_of(nodes.type) else ()
    is_list = is_list_type(get_nullable_type(held.type))
    return (name, leaf) if leaf in fields_of(held.type) and is_list == is_many else ()


def _leaf(control: Control, name: str, field: Any) -> tuple[str, ...]:
    is_list = is_list_type(get_nullable_type(field.type))
    if is_leaf_type(get_named_type(field.type)):
        return (name,) if is_list == (control.kind in ("words", "several")) or control.kind in ("json", "where") else ()
    if get_named_type(field.type).name == "Money" and control.kind == "decimal":
        return name, "amount"
    return _named(control, name, field, "code") if control.kind in ("words", "text", "reference") else ()


def _is_plain(field: Any) -> bool:
    return not any(is_required_argument(argument) for argument in field.args.values())


def select(prefills: tuple[Prefill, ...], one: Selection) -> None:
    """Asks for what they need."""
    for prefill in prefills:
        here = one
        for step in prefill.steps:
            here = here.add_text(step, f"{step}(first: {MOST})" if prefill.page[-1:] == (step,) else step)
            if prefill.page[-1:] == (step,):
                here.add_text("pageInfo", "pageInfo").add_names(("hasNextPage",))
        select(prefill.inside, here)


def is_too_long(prefills: tuple[Prefill, ...], one: Any) -> bool:
    """Whether a form would leave out some of what the record has."""
    pages = (_at(one, prefill.page) for prefill in prefills if prefill.page)
    return any(page and page["pageInfo"]["hasNextPage"] for page in pages)


def typed_of(prefills: tuple[Prefill, ...], one: Any, zone: tzinfo, hidden: Collection[str] = ()) -> dict[str, str]:
    """As a person would have typed it. Fields in `hidden` are not opened: what would stand there is a mask."""
    found: dict[str, str] = {}
    for prefill in prefills:
        if prefill.steps[0] in hidden:
            continue
        value = _at(one, prefill.steps)
        if prefill.control.kind == "rows":
            found |= _rows(prefill, value or [], zone)
        elif value is not None and (text := _typed(prefill.control, value, zone)):
            found[prefill.control.name] = text
    return found


def _rows(prefill: Prefill, rows: list[Any], zone: tzinfo) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in enumerate(rows):
        inner = typed_of(prefill.inside, row, zone)
        found |= {name.replace(f".{ROW}.", f".{number}.", 1): text for name, text in inner.items()}
    return found


def _at(value: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        if isinstance(value, list):
            value = [entry.get(step) for entry in value if entry]
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _typed(control: Control, value: Any, zone: tzinfo) -> str:
    if control.kind in ("json", "where"):
        return json.dumps(value, ensure_ascii=False, indent=2)
    if isinstance(value, list):
        return ("\n" if control.kind == "several" or control.source else ", ").join(str(entry) for entry in value)
    if isinstance(value, bool):
        return "true" if value else "false" if control.kind == "maybe" else ""
    if control.kind == "when":
        at = datetime.fromisoformat(value).astimezone(zone)
        return at.strftime("%Y-%m-%dT%H:%M:%S" if at.second else "%Y-%m-%dT%H:%M")
    return str(value)
