"""What can be granted, read from the catalog; row scopes tried before they are kept."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type

from actions.roles.editing import Question, Sight
from resolvers.planner.arguments import VIEWER_ATTRIBUTES, stated
from resolvers.planner.catalog import Catalog, Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import Among, Compare, Related, Text, Within, every, where
from resolvers.planner.forcing import check_fits, forcible
from resolvers.planner.lookups import key_of
from resolvers.planner.orders import key_cast
from resolvers.planner.plans import Planner
from resolvers.planner.pruning import Pruner
from resolvers.planner.statement import Row, Statement, Surroundings
from resolvers.view_documents import gaps
from rules.forcing import Mutations
from rules.granting import Known, KnownField
from rules.permission_words import described
from rules.permissions import Access, Facets, union
from rules.refusals import ErrorCode, Refused
from rules.roles import ADMIN, grants_of, shipped
from rules.unkept import SECRETS
from rules.viewer import Viewer

Path = tuple[str, ...]
EVERYTHING = union([grants_of(ADMIN, shipped()[ADMIN])])
SOMEBODY = Viewer("STAFF", "somebody", (), EVERYTHING, "")
NAMES = ("memberNo", "number", "code", "username", "cardNo", "reference")
"Filters that people call rows by."
OF_TEXT = ("eq", "ne", "in", "notIn", "contains", "startsWith", "isNull")
OF_VALUE = ("eq", "ne", "in", "notIn", "gt", "gte", "lt", "lte", "relative", "isNull")
OPERATORS: dict[type, tuple[str, ...]] = {Text: OF_TEXT, Among: OF_TEXT, Compare: OF_VALUE, Within: ("within",)}


def sight_of(planner: Planner) -> Sight:
    return sight_of_pruner(planner.pruner, planner.surroundings)


def sight_of_pruner(pruner: Pruner, surroundings: Surroundings) -> Sight:
    scopes = Scopes(pruner.catalog, surroundings)
    fits = partial(check_fits, pruner.master, pruner.catalog)
    told = known(pruner.catalog, pruner.master, forcible_of(pruner))
    return Sight(told, scopes.trial, scopes.rows, scopes.named, scopes.facets, fits, scopes.gaps)


def forcible_of(pruner: Pruner) -> Mutations:
    return forcible(pruner.master, pruner.permissions, SECRETS)


def known(catalog: Catalog, schema: GraphQLSchema, mutations: Mutations) -> Known:
    """Types that have rows, with their fields; every permission; and the mutations with what can be set."""
    granted = {name for name, entity in catalog.entities.items() if not entity.is_inner}
    types: dict[str, dict[str, KnownField]] = {name: {} for name in sorted(granted)}
    for (type_name, name), spec in catalog.specs.items():
        if type_name not in granted:
            continue
        leads = _row_type(schema.type_map[type_name].fields[name].type)
        needs = {needed for needed in (leads, spec.about) if needed in granted}
        types[type_name][name] = KnownField(spec.sensitivity, tuple(sorted(needs)))
    return Known(types, described(), mutations)


def _row_type(output: Any) -> str:
    """The type of the rows that a field leads to, through a connection if there is one."""
    named = get_named_type(output)
    is_page = isinstance(named, GraphQLObjectType) and named.name.endswith("Connection")
    return named.name.removesuffix("Connection") if is_page else named.name


class Scopes:
    """Row scopes as statements."""

    def __init__(self, catalog: Catalog, surroundings: Surroundings) -> None:
        self._catalog = catalog
        self._surroundings = surroundings

    def trial(self, type_name: str, scope: dict[str, Any], path: Path) -> Question:
        """A statement that reads no row. Raises Refused for a filter or an operator that is not there."""
        entity = self._catalog.entities[type_name]
        _check(self._catalog, entity, scope, path)
        statement = self._statement(SOMEBODY)
        row = statement.source(entity)
        try:
            condition = every(where(row, stated(scope)))
        except (BadRequest, KeyError, AttributeError, TypeError):
            message = "The row scope of {type} cannot be used as it is."
            raise Refused(ErrorCode.INVALID, message, path, type=type_name) from None
        sql = f"SELECT FROM {row.source.sql()} WHERE {condition} LIMIT 0"
        return sql, [bind({}, SOMEBODY) for bind in statement.binds]

    def rows(self, viewer: Viewer, type_name: str) -> Question:
        """The keys of the rows of a type that a viewer sees."""
        statement = self._statement(viewer)
        row = statement.source(self._catalog.entities[type_name])
        sql = f"SELECT {row.key} AS key FROM {row.source.sql()} WHERE {every(self._conditions(row))}"
        return sql, [bind({}, viewer) for bind in statement.binds]

    def named(self, type_name: str, text: str, path: Path) -> Question:
        """The keys of the rows that an id, a number or a code means. Raises Refused for a type without such names."""
        entity = self._catalog.entities[type_name]
        statement = self._statement(SOMEBODY)
        row = statement.source(entity)
        by = next((name for name in NAMES if isinstance(entity.filters.get(name), Text)), None)
        if entity.prefix is not None and text.startswith(f"{entity.prefix}_"):
            condition = f"{row.key} = {statement.constant(key_of(entity)(text), key_cast(entity))}"
        elif by is None:
            message = "Rows of {type} have no names. Leave the row out."
            raise Refused(ErrorCode.INVALID, message, path, type=type_name)
        else:
            condition = every(where(row, stated({by: {"eq": text}})))
        sql = f"SELECT {row.key} AS key FROM {row.source.sql()} WHERE {condition}"
        return sql, [bind({}, SOMEBODY) for bind in statement.binds]

    def facets(self, access: Access, type_name: str, name: str) -> Facets:
        """By the very cut that a caller's operations are validated against."""
        sights = self._surroundings.sights
        assert sights is not None
        has = sights.has(access, type_name, name)
        return self._catalog.judged(access, type_name, name) if has else Facets()

    def gaps(self, access: Access, views: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
        sights = self._surroundings.sights
        assert sights is not None
        return gaps(sights.schema(access), views)

    def _statement(self, viewer: Viewer) -> Statement:
        return Statement(self._catalog, viewer.access, self._surroundings)

    def _conditions(self, row: Row) -> list[str]:
        scope = row.entity.scope_of(row.statement)
        return [*([row.entity.only(row)] if row.entity.only else []), *(scope(row) if scope else [])]


def _check(catalog: Catalog, entity: Entity, scope: Any, path: Path) -> None:
    if not isinstance(scope, dict):
        message = "A row scope is an object in the filter language, such as {example}."
        raise Refused(ErrorCode.INVALID, message, path, example='{"status": {"eq": "ACTIVE"}}')
    for name, value in scope.items():
        _check_named(catalog, entity, name, value, (*path, name))


def _check_named(catalog: Catalog, entity: Entity, name: str, value: Any, path: Path) -> None:
    if name in ("and", "or"):
        for number, part in enumerate(value if isinstance(value, list) else [value]):
            _check(catalog, entity, part, (*path, str(number)))
    elif name == "not":
        _check(catalog, entity, value, path)
    elif name not in entity.filters:
        names = ", ".join(sorted(entity.filters)) or "-"
        message = "Rows of {type} cannot be told by '{name}'. They can by: {names}."
        raise Refused(ErrorCode.INVALID, message, path, type=entity.type_name, name=name[:80], names=names)
    elif isinstance(entity.filters[name], Related) and isinstance(value, dict):
        inner = {key: part for key, part in value.items() if key != "isNull"}
        _check(catalog, catalog.entities[entity.filters[name].type_name], inner, path)
    else:
        _check_operators(name, entity.filters[name], value, path)


def _check_operators(name: str, rule: Any, value: Any, path: Path) -> None:
    known = OPERATORS.get(type(rule), OF_VALUE)
    given = value if isinstance(value, dict) else {str(value): None}
    for operator, operand in given.items():
        if operator not in known:
            message = "'{name}' has no operator '{operator}'. It has: {operators}."
            listed = ", ".join(known)
            raise Refused(ErrorCode.INVALID, message, path, name=name, operator=operator[:80], operators=listed)
        for text in operand if isinstance(operand, list) else [operand]:
            _check_operand(text, (*path, operator))


def _check_operand(value: Any, path: Path) -> None:
    if value is None:
        raise Refused(ErrorCode.INVALID, "An operand is null. Use isNull to ask for missing values.", path)
    if isinstance(value, str) and value.startswith("$") and value not in VIEWER_ATTRIBUTES:
        message = "There is no '{name}'. A row scope can speak of: {names}."
        raise Refused(ErrorCode.INVALID, message, path, name=value[:80], names=", ".join(VIEWER_ATTRIBUTES))
