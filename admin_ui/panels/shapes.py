"""What a field of the schema gives and takes: rows, one thing, a leaf; filters, search, order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from admin_ui.panels.paths import fields_of

OPERATORS = frozenset({
    "eq", "ne", "in", "notIn", "contains", "startsWith", "gt", "gte", "lt", "lte", "relative", "isNull",
})  # fmt: skip
GROUPS = frozenset({"and", "or", "not"})
STATES = ("Status", "Priority")
"Enums that say how a thing stands; they get a color."
KINDS = {
    "Money": "money", "DateTime": "when", "Date": "day", "Points": "number", "Int": "number", "Decimal": "decimal",
    "Float": "decimal", "Boolean": "yes", "JSON": "json", "Count": "count", "Tier": "tier",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A field read as the source of rows or of one thing."""

    field: GraphQLField

    @cached_property
    def is_connection(self) -> bool:
        return "nodes" in fields_of(self.field.type)

    @cached_property
    def is_list(self) -> bool:
        return is_list_type(get_nullable_type(self.field.type))

    @cached_property
    def type(self) -> Any:
        """The type of one row, or of the one thing."""
        return get_named_type(fields_of(self.field.type)["nodes"].type if self.is_connection else self.field.type)

    def takes(self, argument: str) -> bool:
        return argument in self.field.args

    @cached_property
    def where(self) -> GraphQLInputObjectType | None:
        found = get_named_type(self.field.args["where"].type) if self.takes("where") else None
        return found if isinstance(found, GraphQLInputObjectType) else None

    @cached_property
    def sorts(self) -> frozenset[str]:
        """The values of the enum that `orderBy` takes; empty where the rows cannot be sorted."""
        if not self.takes("orderBy"):
            return frozenset()
        order = get_named_type(self.field.args["orderBy"].type)
        enum = get_named_type(order.fields["field"].type) if isinstance(order, GraphQLInputObjectType) else None
        return frozenset(enum.values) if isinstance(enum, GraphQLEnumType) else frozenset()


def root(schema: GraphQLSchema, source: str) -> Shape | None:
    field = schema.query_type.fields.get(source) if schema.query_type else None
    return Shape(field) if field else None


def cell_kind(output: GraphQLOutputType) -> str:
    """How a value is shown when the panel does not say."""
    named = get_named_type(output)
    if is_list_type(get_nullable_type(output)):
        return "links"
    if isinstance(named, GraphQLEnumType):
        return "badge" if named.name.endswith(STATES) else "word"
    if named.name in KINDS:
        return KINDS[named.name]
    return "link" if isinstance(named, GraphQLObjectType) else "text"


def is_operators(given: Any) -> bool:
    """Whether an input type is the operators of one field, and not the filters of another type."""
    return isinstance(given, GraphQLInputObjectType) and set(given.fields) <= OPERATORS


def filter_input(where: GraphQLInputObjectType | None, path: tuple[str, ...]) -> GraphQLInputObjectType | None:
    """The operators that a filter path takes, or None if this caller may not filter by it."""
    found: Any = where
    for name in path:
        if not isinstance(found, GraphQLInputObjectType) or name not in found.fields or name in GROUPS:
            return None
        found = get_named_type(found.fields[name].type)
    return found if is_operators(found) else None


def filter_paths(where: GraphQLInputObjectType | None) -> list[tuple[str, ...]]:
    """Every filter of one field that stands directly in a where type."""
    if where is None:
        return []
    return [(name,) for name, field in where.fields.items()
            if name not in GROUPS and name != "id" and is_operators(get_named_type(field.type))]  # fmt: skip


def sort_name(sorts: frozenset[str], keys: tuple[str, ...]) -> str:
    """The sort that fits a path by name: `points.available` is POINTS_AVAILABLE, `metrics.totalSpend` TOTAL_SPEND."""
    whole, last = screaming("_".join(keys)), screaming(keys[-1])
    return whole if whole in sorts else last if last in sorts else ""


def screaming(camel: str) -> str:
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in camel)
