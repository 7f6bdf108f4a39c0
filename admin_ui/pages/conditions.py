"""The builder of conditions on a form: rows of field, operator and value, and how many records they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import GraphQLArgument, GraphQLField, get_named_type

from admin_ui.pages.condition_row import Row
from admin_ui.pages.list import names_of
from admin_ui.panels.condition_rows import DROP, MOST, Rows, opened, parted_text, parter_of, without
from admin_ui.panels.controls import Control, leaves
from admin_ui.panels.grammar import Filter
from admin_ui.panels.sentences import Speaker
from admin_ui.panels.shapes import Shape, filter_paths
from admin_ui.panels.typed import Reader
from admin_ui.visits import Unanswered, Visit

ADD, FIELD, COUNT = "conditions:", "field:", "count:"


@dataclass
class Builder:
    """The rows of one control. `count` is how many records they mean, in words; empty if that cannot be asked."""

    visit: Visit
    control: Control
    given: Mapping[str, str]
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    count: str = ""

    @cached_property
    def where(self) -> Any:
        return get_named_type(self.control.type)

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.control.name, parter_of(self.control.type, self.visit.zone), self.given)

    @cached_property
    def shape(self) -> Shape:
        """A list of what the conditions are about."""
        row = self.visit.seen.schema.type_map[self.where.name.removesuffix("Where")]
        return Shape(GraphQLField(row, {"where": GraphQLArgument(self.where)}))  # type: ignore[arg-type]

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.visit.formats, self.visit.seen.schema, self.shape)

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Those of the list of such records, else all that the schema has."""
        parts = (p.list for p in self.visit.seen.panels.values() if p.type == self.shape.type.name and p.list)
        found = next((part.filters for part in parts), ())
        return found or tuple(Filter(path) for path in filter_paths(self.where))

    @property
    def fields(self) -> list[tuple[str, str]]:
        """(name, label) of what can be asked, by label; also what a row already asks."""
        listed = {".".join(f.field): self.speaker.label(f) for f in self.filters}
        for row in self.drawn:
            if row.field and row.field not in listed:
                listed[row.field] = self.speaker.label(row.declared) if row.kind else row.field
        return sorted(listed.items(), key=lambda pair: pair[1].casefold())

    @cached_property
    def drawn(self) -> list[Row]:
        """The rows that are filled, and spare ones."""
        filled, spare = len(self.rows.numbers), min(self.spare, 9)
        return [Row(self, number) for number in range(min(filled + spare, MOST))]

    @property
    def spare(self) -> int:
        said = self.given.get(f"{self.control.name}.spare", "")
        usual = int(said) if said.isdecimal() and len(said) < 3 else 1 if self.rows.numbers else 2
        return usual + (self.given.get("intent") == ADD + self.control.name)

    @property
    def has_rest(self) -> bool:
        """Whether the JSON says something that no row shows."""
        parted = parted_text(self.rows.text, self.rows.parter)
        return parted is None or bool(parted.rest)

    def wrong(self, row: Row, errors: Iterable[Mapping[str, Any]]) -> list[str]:
        return list(dict.fromkeys(e["message"] for e in errors if row.is_wrong(e)))

    def whole(self, errors: Iterable[Mapping[str, Any]]) -> list[str]:
        """What is wrong with no single row."""
        path = list(self.control.path)
        about = [e for e in errors if list(e["path"])[: len(path)] == path]
        return list(dict.fromkeys(e["message"] for e in about if not any(r.is_wrong(e) for r in self.drawn)))


def changed_of(intent: str) -> tuple[str, str] | None:
    """(what to do, the control that it is about) if a button or a choice of a builder sent the form."""
    found = next((start for start in (ADD, FIELD, COUNT, DROP) if intent.startswith(start)), None)
    name = intent.removeprefix(found or "")
    return (found, name.rpartition(".")[0] if found == DROP else name) if found else None


async def builders(visit: Visit, controls: tuple[Control, ...], given: dict[str, str]) -> dict[str, Builder]:
    """One for each control of conditions. `given` gets the rows of JSON that was edited, and the JSON of rows."""
    made = {}
    for control in leaves(controls):
        if control.kind == "where":
            settle(visit, control, given)
            made[control.name] = builder = Builder(visit, control, given)
            builder.choices = await _choices(builder)
            builder.count = await counted(builder)
    return made


def settle(visit: Visit, control: Control, given: dict[str, str]) -> None:
    """Brings rows and JSON together: what was edited is right."""
    name, parter = control.name, parter_of(control.type, visit.zone)
    rows = Rows(name, parter, given)
    if rows.text != rows.drawn or f"{name}.drawn" not in given:
        if parted_text(rows.text, parter) is not None:
            kept = without(name, given) | opened(name, rows.text, parter)
            given.clear()
            given.update(kept)
        return
    given |= {name: (text := rows.said()), f"{name}.drawn": text}


async def _choices(builder: Builder) -> dict[str, dict[str, str]]:
    used = tuple(dict.fromkeys(row.declared for row in builder.drawn if row.kind == "choices" and row.declared.choices))
    document = builder.visit.seen.choices(used)
    data = await builder.visit.ask(document.text, dict(document.fixed)) if document else {}
    return {".".join(declared.field): names_of(data, declared) for declared in used}


async def counted(builder: Builder) -> str:
    """How many there are now, if the caller may ask and nothing is half said."""
    visit = builder.visit
    source = _preview(visit.seen.schema, builder.where)
    reader = Reader(builder.given, visit.zone, visit.words)
    said = reader.where(builder.control) if source else None
    if not source or reader.errors or not isinstance(said, dict):
        return ""
    ask = (
        f"query Means($where: {builder.where.name}!) {{\n  {source}(where: $where) {{ value isEstimate isCapped }}\n}}"
    )
    try:
        data = await visit.ask(ask, {"where": said})
    except Unanswered:
        return ""
    return visit.formats.count(data[source]) if data.get(source) else ""


def _preview(schema: Any, where: Any) -> str:
    """The query that counts what meets such a condition."""
    fields = schema.query_type.fields if schema.query_type else {}
    fitting = (
        name
        for name, f in fields.items()
        if get_named_type(f.type).name == "Count" and set(f.args) == {"where"}
        if get_named_type(f.args["where"].type) == where
    )
    return next(fitting, "")
