"""The ways in which a field is answered: by a column, an expression, a nested object, a related row, a list of rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from resolvers.planner.catalog import Answer
from resolvers.planner.formats import as_amount
from resolvers.planner.objects import ROW, as_object, as_rows, columns, one_row
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row

Expression = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the row, in the JSON form of its scalar."""

    name: str
    form: Callable[[str], str]

    def sql(self, row: Row, selected: Selected) -> str:
        return self.form(row.col(self.name))


@dataclass(frozen=True, slots=True)
class Computed:
    """An SQL expression over the row that gives the field's JSON value."""

    expression: Expression

    def sql(self, row: Row, selected: Selected) -> str:
        return self.expression(row)


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression that depends on the arguments of the field as well."""

    expression: Callable[[Row, Selected], str]

    def sql(self, row: Row, selected: Selected) -> str:
        return self.expression(row, selected)


@dataclass(frozen=True, slots=True)
class Through:
    """The answer given by another row that belongs to this one, such as the figures of a member."""

    row: Callable[[Row], Row]
    answer: Answer

    def sql(self, row: Row, selected: Selected) -> str:
        return self.answer.sql(self.row(row), selected)


@dataclass(frozen=True, slots=True)
class Embedded:
    """An object whose fields are answered by the same row; null where `present` is false."""

    fields: Mapping[str, Answer]
    present: Expression | None = None

    def sql(self, row: Row, selected: Selected) -> str:
        name = selected.type.name
        found = [(child.key, self._field(row, name, child)) for child in selected.children()]
        json = as_object(found, row)
        return json if self.present is None else f"CASE WHEN {self.present(row)} THEN {json} END"

    def _field(self, row: Row, type_name: str, child: Selected) -> str:
        if child.name == "__typename":
            return f"'{type_name}'::text"
        if row.statement.catalog.hides(row.statement, type_name, child.name):
            return "NULL::text"
        return self.fields[child.name].sql(row, child)


def money(amount: Expression, present: Expression | None = None) -> Embedded:
    """A Money object from an expression in minor units."""
    return Embedded(
        {
            "amount": Computed(lambda row: as_amount(amount(row), row.statement.surroundings.currency)),
            "currency": Computed(lambda row: f"'{row.statement.surroundings.currency}'::text"),
        },
        present,
    )


def money_column(name: str, *, null: bool = False) -> Embedded:
    return money(lambda row: row.col(name), (lambda row: f"{row.col(name)} IS NOT NULL") if null else None)


def amount(name: str) -> Computed:
    """A column of minor units as a Decimal."""
    return Computed(lambda row: as_amount(row.col(name), row.statement.surroundings.currency))


@dataclass(frozen=True, slots=True)
class One:
    """The row that a column points at; null where it points nowhere, or out of the viewer's sight."""

    type_name: str
    column: str

    def sql(self, row: Row, selected: Selected) -> str:
        row.statement.cost += row.factor
        target = row.one(self.type_name, self.column)
        json = as_object(columns(target, self.type_name, selected.children()), target)
        return f"CASE WHEN {target.key} IS NOT NULL THEN {json} END"


@dataclass(frozen=True, slots=True)
class OneWhere:
    """The row of a type that a condition over both rows picks; null if none does."""

    type_name: str
    condition: Callable[[Row, Row], str]

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += row.factor
        target = statement.source(statement.catalog.entities[self.type_name], row.factor)
        scope = target.entity.scope_of(statement)
        conditions = [self.condition(row, target), *(scope(target) if scope else [])]
        shown = columns(target, self.type_name, selected.children())
        return one_row(shown, f"FROM {target.source.sql()} WHERE {' AND '.join(conditions)} LIMIT 1")


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of value objects, one for each row of a sub-select over this row.

    `fields` says how each field is answered by such a row; a text is the name of a column already in JSON form.
    """

    select: Callable[[Row, Selected], str]
    fields: Mapping[str, Answer | str]

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += 5 * row.factor
        select = self.select(row, selected)
        alias = statement.alias()
        each = Row(statement, None, alias, From("", alias), row.factor)
        found = [(child.key, self._field(each, selected, child)) for child in selected.children()]
        shown, as_json = as_rows(found)
        source = each.source.sql(f"({select})")
        if each.source.joins:
            source = f"{each.source.sql(f'(SELECT *, row_number() OVER () AS n FROM ({select}) s)')} ORDER BY {alias}.n"
        return f"(SELECT coalesce(json_agg({as_json}), '[]') FROM (SELECT {shown} FROM {source}) {ROW})"

    def _field(self, each: Row, selected: Selected, child: Selected) -> str:
        if child.name == "__typename":
            return f"'{selected.type.name}'::text"
        if each.statement.catalog.hides(each.statement, selected.type.name, child.name):
            return "NULL::text"
        answer = self.fields[child.name]
        return each.col(answer) if isinstance(answer, str) else answer.sql(each, child)
