"""What is known of every type: its table, how each field is answered, how delicate it is, how lists of it are cut."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tortoise import Model
from tortoise.fields.relational import ForeignKeyFieldInstance, OneToOneFieldInstance

from resolvers.planner.masks import Mask, nothing
from resolvers.planner.opening import is_open
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from rules.asking import TYPES, UNASKED
from rules.permissions import NOTHING, Access, Facets, ReadLevel, Sensitivity

Scope = Callable[[Row], list[str]]
OF_ANYBODY = Facets(ReadLevel.FULL, filter=True)
"Of what says nothing of a row: whoever reaches it reads it."


class Answer(Protocol):
    """How a field is answered: an SQL expression over its row that gives the JSON of the field."""

    def sql(self, row: Row, selected: Selected) -> str: ...


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of one type. `about` is a type that the viewer must see for this field to make sense.

    `counts` are fields (`Type.field`) that it counts, sums or selects by: each must be one that he may filter by.
    """

    type_name: str
    name: str
    answer: Answer
    sensitivity: Sensitivity
    mask: Mask = nothing
    about: str | None = None
    counts: tuple[str, ...] = ()


@dataclass(slots=True)
class Entity:
    """A GraphQL type whose values are rows of a table.

    A field that `fields` does not name is the same-named column, or the relation of that name. `only` says which rows
    of a table shared by several types are of this one, `seen` what must hold for every viewer, whatever his roles say.
    An inner entity is not part of the schema, and not granted.
    """

    type_name: str
    model: type[Model]
    prefix: str | None = None
    fields: Mapping[str, Answer] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    orders: Mapping[str, Any] = field(default_factory=dict)
    default_order: tuple[tuple[str, str], ...] = ()
    search: Any = None
    only: Callable[[Row], str] | None = None
    seen: Callable[[Row], str] | None = None
    is_inner: bool = False

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return self.model._meta.db_pk_column

    def relation(self, name: str) -> str | None:
        """The type that the foreign key `name` leads to."""
        found = self.model._meta.fields_map.get(name)
        if isinstance(found, ForeignKeyFieldInstance | OneToOneFieldInstance):
            return found.model_name.rpartition(".")[2]
        return None

    def has_column(self, name: str) -> bool:
        return name in self.model._meta.fields_db_projection.values()

    def is_nullable(self, column: str) -> bool:
        name = next(n for n, c in self.model._meta.fields_db_projection.items() if c == column)
        return self.model._meta.fields_map[name].null

    def scope_of(self, statement: Statement) -> Scope | None:
        """Gives the conditions that keep a row within what the viewer may see; None if every row is."""
        scopes = None if self.is_inner else statement.access.scopes(self.type_name)
        is_asked = self.type_name in TYPES and not self.is_inner and not statement.access.permits(UNASKED)
        seen = None if self.is_inner else self.seen
        if scopes is None and not is_asked and seen is None:
            return None
        return lambda row: [
            *([statement.catalog.scope_condition(row, scopes)] if scopes is not None else []),
            *([seen(row)] if seen is not None else []),
            *([is_open(statement, self.filters["memberKey"].expression(row))] if is_asked else []),
        ]


@dataclass(slots=True)
class Catalog:
    """Every entity and every field's spec; made once from the schema and never changed."""

    entities: dict[str, Entity]
    specs: dict[tuple[str, str], Spec]
    scope_condition: Callable[[Row, list[dict[str, Any]]], str]

    def by_prefix(self, prefix: str) -> Entity | None:
        return next((e for e in self.entities.values() if e.prefix == prefix), None)

    def facets(self, statement: Statement, type_name: str, name: str) -> Facets:
        spec = self.specs[type_name, name]
        return statement.access.facets(type_name, name, spec.sensitivity)

    def judged(self, access: Access, type_name: str, name: str) -> Facets:
        """What a caller may do with a field. Grants speak of entities, the classes alone of everything else.

        At the root there is no half of an answer.
        """
        spec = self.specs.get((type_name, name))
        if spec is None:
            return OF_ANYBODY
        if type_name in self.entities:
            return access.facets(type_name, name, spec.sensitivity)
        if spec.sensitivity is Sensitivity.PUBLIC:
            return OF_ANYBODY
        found = access.of_class(spec.sensitivity)
        return NOTHING if type_name == "Query" and found.read is not ReadLevel.FULL else found

    def hides(self, statement: Statement, type_name: str, name: str) -> bool:
        """Whether a field of a value type is of a class that the viewer may only recognize."""
        sensitivity = self.specs[type_name, name].sensitivity
        if sensitivity is Sensitivity.PUBLIC:
            return False
        return statement.access.of_class(sensitivity).read is not ReadLevel.FULL

    def is_masked(self, statement: Statement, spec: Spec) -> bool:
        return statement.access.facets(spec.type_name, spec.name, spec.sensitivity).read is not ReadLevel.FULL


def owner_of(entity: str, field: str) -> tuple[str, str]:
    """The (type, field) that a governing name means: a field of the entity, or `Type.field` of another."""
    owner, _, name = field.rpartition(".")
    return owner or entity, name
