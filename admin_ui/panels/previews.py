"""What an act would do, asked before it is sent: a query that takes what the mutation takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

from admin_ui.panels.grammar import Column, Opens
from admin_ui.panels.headings import Heading, headings
from admin_ui.panels.paths import Path, Step, fields_of
from admin_ui.panels.selections import Selection
from admin_ui.panels.shapes import KINDS

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Taken:
    """An argument of the query, and where the mutation's variables have it; `is_alone` where the query wants a list."""

    name: str
    path: tuple[str, ...]
    is_alone: bool


@dataclass(frozen=True)
class Table:
    """Rows of the answer: the path to them, and the headings of their columns."""

    path: Path
    title: Heading
    columns: tuple[Heading, ...]


@dataclass(frozen=True)
class Preview:
    operation: str
    source: str
    taken: tuple[Taken, ...]
    facts: tuple[Heading, ...]
    tables: tuple[Table, ...]

    def variables(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Out of the variables of the mutation."""
        found = {t.name: (_at(said, t.path), t.is_alone) for t in self.taken}
        return {name: [value] if alone else value for name, (value, alone) in found.items() if value is not None}


def preview_of(
    schema: GraphQLSchema, source: str, arguments: Mapping[str, Any], names: Names, leads: Mapping[str, Opens]
) -> Preview | None:
    """None if this caller has no such query, or the mutation does not say what it has to know."""
    field = schema.query_type.fields.get(source) if schema.query_type else None
    if field is None:
        return None
    known = list(_places(arguments, ()))
    matched = {name: _matched(name, argument.type, known) for name, argument in field.args.items()}
    if any(matched[name] is None and is_required_argument(a) for name, a in field.args.items()):
        return None
    taken = tuple(t for t in matched.values() if t)
    facts, tables = _drawn(schema.query_type, source, field, leads)
    given = ", ".join(f"{t.name}: ${t.name}" for t in taken)
    top = Selection()
    here = top.add_text(source, f"{source}({given})" if given else source)
    for path, table in (*((h.column.field, None) for h in facts), *((t.path, t) for t in tables)):
        _select(here, Path(path.steps[1:]), field.type, table, names)
    variables = ", ".join(f"${t.name}: {field.args[t.name].type}" for t in taken)
    title = source[:1].upper() + source[1:]
    operation = "\n".join([f"query {title}{f'({variables})' if variables else ''} {{", *top.lines(1), "}"])
    return Preview(operation, source, taken, facts, tables)


def _places(fields: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything that the mutation takes, the outermost first."""
    here = [((*path, name), given.type) for name, given in fields.items()]
    yield from here
    for inner, type_ in here:
        named = get_named_type(type_)
        if isinstance(named, GraphQLInputObjectType) and not _is_list(type_) and len(inner) < 4:
            yield from _places(named.fields, inner)


def _matched(name: str, wanted: Any, known: list[tuple[tuple[str, ...], Any]]) -> Taken | None:
    """By name and type; an input also by its type alone."""
    same = [(path, type_) for path, type_ in known if get_named_type(type_) == get_named_type(wanted)]
    called = [(path, type_) for path, type_ in same if path[-1] == name]
    fitting = called or (same if isinstance(get_named_type(wanted), GraphQLInputObjectType) else [])
    return next(
        (
            Taken(name, p, _is_list(wanted) and not _is_list(t))
            for p, t in fitting
            if _is_list(wanted) or not _is_list(t)
        ),
        None,
    )


def _drawn(
    query: Any, source: str, field: Any, leads: Mapping[str, Opens]
) -> tuple[tuple[Heading, ...], tuple[Table, ...]]:
    first, named = Step(source), get_named_type(field.type)
    if _is_list(field.type) or is_leaf_type(named) or named.name in KINDS:
        paths = [(first,)]
    else:
        paths = [(first, Step(name)) for name, inner in fields_of(named).items() if _is_shown(name, inner)]
    columns = [Column(Path(steps), opens=leads.get(".".join(step.name for step in steps[1:]))) for steps in paths]
    is_table = {c: _is_rows(c.field.output(query)) for c in columns}
    facts = headings(tuple(c for c in columns if not is_table[c]), query)
    return facts, tuple(_table(c, query, leads) for c in columns if is_table[c])


def _table(column: Column, query: Any, leads: Mapping[str, Opens]) -> Table:
    row, place = get_named_type(column.field.output(query)), column.field.last
    shown = [
        Column(Path((Step(name),)), opens=leads.get(f"{place}.{name}"))
        for name, inner in fields_of(row).items()
        if _is_shown(name, inner)
    ]
    inner = tuple(c for c in shown if not _is_rows(c.field.output(row)))
    return Table(column.field, headings((column,), query)[0], headings(inner, row))


def _is_shown(name: str, field: Any) -> bool:
    is_plain = not any(is_required_argument(argument) for argument in field.args.values())
    return name != "id" and is_plain and "nodes" not in fields_of(field.type)


def _is_rows(type_: Any) -> bool:
    return _is_list(type_) and not is_leaf_type(get_named_type(type_))


def _is_list(type_: Any) -> bool:
    return is_list_type(get_nullable_type(type_))


def _select(here: Selection, path: Path, parent: Any, table: Table | None, names: Names) -> None:
    """A fact with what names it; a table with its columns."""
    if table is None:
        here.add_path(path, parent, names)
        return
    for step in path.steps:
        here = here.add(step)
    for heading in table.columns:
        here.add_path(heading.column.field, get_named_type(path.output(parent)), names)
        for hole in heading.column.opens.holes if heading.column.opens else ():
            here.add_path(hole, get_named_type(path.output(parent)), names)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
