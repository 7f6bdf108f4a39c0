"""Plans: an operation compiled to one statement, kept, and run."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    GraphQLSchema,
    NamedTypeNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    execute_sync,
)

from database.reading import ReadConnections
from database.writing import WriteConnections
from resolvers.planner import limits
from resolvers.planner.arguments import Bind
from resolvers.planner.catalog import Catalog
from resolvers.planner.documents import Document, read_document
from resolvers.planner.errors import BadRequest
from resolvers.planner.objects import select_object
from resolvers.planner.pruning import Pruner
from resolvers.planner.selection import Operation, Selected
from resolvers.planner.statement import From, Row, Statement, Surroundings, Work
from rules.bounds import Bounds
from rules.permissions import Access
from rules.refusals import Refused
from rules.viewer import Viewer

VIEWS = 128
DOCUMENTS = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement and its parameters. `about_schema` are root fields that ask about the schema itself."""

    statement: str | None
    binds: list[Bind]
    cost: int
    plans_each_time: bool
    keys: list[str]
    works: dict[str, Work]
    about_schema: DocumentNode | None
    seconds: int


@dataclass(slots=True)
class View:
    """What callers with the same rights share: their schema and the documents they have asked."""

    access: Access
    schema: GraphQLSchema
    fingerprint: str
    bounds: Bounds
    documents: OrderedDict[tuple[str, str | None], Document] = field(default_factory=OrderedDict)

    def document(self, query: str, name: str | None) -> Document:
        """Raises Rejected."""
        key = (query, name)
        found = self.documents.get(key)
        if found is None:
            found = self.documents[key] = read_document(self.schema, query, name, self.bounds)
            if len(self.documents) > DOCUMENTS:
                self.documents.popitem(last=False)
        return found


class Planner:
    def __init__(
        self, catalog: Catalog, pruner: Pruner, surroundings: Surroundings, url: str, pool_size: int, primary: str = ""
    ) -> None:
        """Reads from `url`; what is tried and taken back is tried on the primary, if that is another one."""
        self.catalog = catalog
        self.pruner = pruner
        self.surroundings = surroundings
        self._views: OrderedDict[str, View] = OrderedDict()
        self._generic = ReadConnections(url, pool_size, "force_generic_plan")
        self._custom = ReadConnections(url, max(2, pool_size // 2), "force_custom_plan")
        self._working = WriteConnections(primary or url, max(2, pool_size // 2))

    def view(self, viewer: Viewer) -> View:
        found = self._views.get(viewer.fingerprint)
        if found is None:
            found = View(viewer.access, self.pruner.prune(viewer.access), viewer.fingerprint, viewer.access.bounds)
            self._views[viewer.fingerprint] = found
            if len(self._views) > VIEWS:
                self._views.popitem(last=False)
        return found

    def plan(self, view: View, document: Document, variables: dict[str, Any]) -> Plan:
        """Raises a GraphQL error if the operation asks too much, or something malformed."""
        form = document.form(variables)
        found = document.plans.get(form)
        if found is None:
            found = self.compile(view, document.read(variables))
            document.remember(form, found)
        return found

    def statement(self, view: View) -> Statement:
        """An empty one, for what a caller of this view may see."""
        return Statement(self.catalog, view.access, self.surroundings)

    def compile(self, view: View, operation: Operation) -> Plan:
        statement = self.statement(view)
        roots = operation.roots()
        about = [root for root in roots if root.name in limits.ABOUT_SCHEMA]
        root_row = Row(statement, None, "", From("", ""))
        statement.cost += limits.COST_ABOUT_SCHEMA * len(about)
        kind = operation.schema.get_root_type(operation.definition.operation).name
        planned = [(root.key, self._root(root_row, root, kind)) for root in roots if root not in about]
        limits.check_cost(statement.cost, view.bounds.cost)
        sql = f"SELECT json_send(j) FROM ({select_object(planned, '')}) q" if planned or not about else None
        return Plan(
            sql,
            statement.binds,
            statement.cost,
            statement.plans_each_time,
            [root.key for root in roots],
            statement.works,
            _only(operation, about) if about else None,
            view.bounds.seconds,
        )

    async def run(self, plan: Plan, variables: dict[str, Any], viewer: Viewer) -> bytes:
        """`data` as JSON, in the bytes that PostgreSQL wrote: Python never makes a text of them."""
        if plan.works:
            variables = variables | await self._worked(plan.works, variables, viewer)
        values = [bind(variables, viewer) for bind in plan.binds]
        connections = self._custom if plan.plans_each_time else self._generic
        return await connections.fetch(plan.statement, values, plan.seconds)

    async def _worked(self, works: dict[str, Work], variables: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
        try:
            async with self._working.transaction() as connection:
                return {name: await work(connection, variables, viewer) for name, work in works.items()}
        except Refused as refused:
            raise BadRequest(self.surroundings.say(refused, viewer.locale), refused.code) from None

    async def probe(self, statement: str) -> Any:
        """One value, for those who ask how the database is."""
        return await self._generic.fetch(statement, [])

    def plans_kept(self) -> int:
        return sum(len(document.plans) for view in self._views.values() for document in view.documents.values())

    async def close(self) -> None:
        await self._generic.close()
        await self._custom.close()
        await self._working.close()

    def _root(self, row: Row, root: Selected, kind: str) -> str:
        if root.name == "__typename":
            return f"'{kind}'::text"
        return self.catalog.specs[kind, root.name].answer.sql(row, root)


def answer_about_schema(plan: Plan, schema: GraphQLSchema, variables: dict[str, Any], rest: bytes | None) -> bytes:
    """Introspection, answered from the caller's own schema, beside the fields that the database answered."""
    result = execute_sync(schema, plan.about_schema, variable_values=variables)
    data = result.data | (orjson.loads(rest) if rest else {})
    return orjson.dumps({key: data[key] for key in plan.keys})


def _only(operation: Operation, about: list[Selected]) -> DocumentNode:
    """The operation with nothing but its questions about the schema."""
    nodes = tuple(node for selected in about for node in selected.nodes)
    definition = OperationDefinitionNode(
        operation=OperationType.QUERY,
        name=operation.definition.name,
        variable_definitions=[d for d in operation.definition.variable_definitions or () if _is_plain(d)],
        directives=(),
        selection_set=SelectionSetNode(selections=nodes),
    )
    return DocumentNode(definitions=(definition, *operation.fragments.values()))


def _is_plain(variable: VariableDefinitionNode) -> bool:
    """Questions about the schema take texts and booleans only, which are the same when they are coerced again."""
    kind = getattr(variable.type, "type", variable.type)
    return isinstance(kind, NamedTypeNode) and kind.name.value in ("String", "Boolean")
