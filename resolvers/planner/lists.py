"""Lists of rows: plain lists, and Relay connections with keyset pages."""

from collections.abc import Callable
from dataclasses import dataclass

from resolvers.planner import cursors, searching
from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every, mentions, where
from resolvers.planner.objects import ROW, as_object, as_rows, columns, select_object
from resolvers.planner.orders import Sorting, camel, may_order, sorting
from resolvers.planner.paging import size
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row

Condition = Callable[[Row, Row], str]


@dataclass(frozen=True, slots=True)
class Many:
    """Every row of a type that belongs to this one (or the first so many), as a list in a fixed order; the key decides
    between equals.

    `order` is a column, with `-` before it the other way round. The key alone decides where the order would tell of a
    field what the viewer may not ask.
    """

    type_name: str
    condition: Condition | None = None
    order: str | None = None
    most: int | None = None

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += 2 * row.factor
        target = statement.source(statement.catalog.entities[self.type_name], row.factor * 5)
        shown, as_json = as_rows(columns(target, self.type_name, selected.children()))
        order = f" ORDER BY {', '.join([*self._ordered(target), target.key])}" if self.order else ""
        limit = f" LIMIT {self.most}" if self.most else ""
        conditions = conditions_of(target, row, self.condition)
        source = f"SELECT {shown} FROM {target.source.sql()} WHERE {every(conditions)}{order}{limit}"
        return f"(SELECT coalesce(json_agg({as_json}), '[]') FROM ({source}) {ROW})"

    def _ordered(self, target: Row) -> list[str]:
        column = (self.order or "").removeprefix("-")
        way = " DESC" if (self.order or "").startswith("-") else ""
        return [f"{target.col(column)}{way}"] if may_order(target, (camel(column),)) else []


def conditions_of(target: Row, parent: Row, condition: Condition | None) -> list[str]:
    scope = target.entity.scope_of(target.statement)
    return [*([condition(target, parent)] if condition else []), *(scope(target) if scope else [])]


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of rows of a type: all of them at the root, or those that `condition` ties to the row."""

    type_name: str
    condition: Condition | None = None
    unless: tuple[str, Callable[[Row], str]] | None = None
    """A filter, and the condition that holds as long as nobody filters by it or searches."""

    def sql(self, row: Row, selected: Selected) -> str:
        page = Page(self, row, selected)
        if row.entity is None:
            return f"({page.json()})"
        return f"{row.lateral(page, page.json)}.j"


class Page:
    """The sub-select of one connection field."""

    def __init__(self, connection: Connection, parent: Row, selected: Selected) -> None:
        self.connection = connection
        self.parent = parent
        self.statement = parent.statement
        self.selected = selected
        self.arguments = selected.arguments()
        self.entity: Entity = self.statement.catalog.entities[connection.type_name]
        self.backward, self.size = size(self.arguments, is_root=parent.entity is None)
        self.statement.cost += parent.factor * (2 + self.size)

    def json(self) -> str:
        """A select of one row with one column `j`."""
        children = self.selected.children()
        lists = [child for child in children if child.name in ("nodes", "edges")]
        if len(lists) <= 1 and all(child.name in ("nodes", "totalCount", "__typename") for child in children):
            return self._nodes_alone(children)
        return self._whole(children)

    def _nodes_alone(self, children: list[Selected]) -> str:
        """Without edges and page information one aggregate does."""
        source, found = "", []
        for child in children:
            if child.name == "nodes":
                outer = self._outer()
                shown, as_json = as_rows(columns(outer, self.connection.type_name, child.children()))
                order = self.order.outside(outer.alias)
                source = f"(SELECT {shown} FROM {self._page(outer, self.size)} ORDER BY {order}) {ROW}"
                found.append((child.key, f"coalesce(json_agg({as_json}), '[]')"))
            else:
                found.append((child.key, self._other(child)))
        return select_object(found, source)

    def _whole(self, children: list[Selected]) -> str:
        """Rows numbered in the order of the list; one JSON column for each time that the nodes are asked for."""
        outer = self._outer()
        number = f"row_number() OVER (ORDER BY {self.order.outside(outer.alias, backward=self.backward)}) AS n"
        self.shown, self.gathered = [number], ["count(*) AS total"]
        found = [(child.key, self._part(child, outer)) for child in children]
        if self._asks_cursor(children):
            self.shown.append(f"{self._cursor_of(outer)} AS c")
            self.gathered.append("array_agg(p.c ORDER BY p.n) AS cursors")
        rows = f"SELECT {', '.join(self.shown)} FROM {self._page(outer, self.size + 1)}"
        return select_object(found, f"(SELECT {', '.join(self.gathered)} FROM ({rows}) p) q")

    def _part(self, child: Selected, outer: Row) -> str:
        if child.name == "nodes":
            return self._gather(self._node(child, outer))
        if child.name == "edges":
            return self._gather(as_object([(edge.key, self._edge(edge, outer)) for edge in child.children()]))
        if child.name == "pageInfo":
            return as_object([(info.key, self._info(info.name)) for info in child.children()])
        return self._other(child)

    def _edge(self, edge: Selected, outer: Row) -> str:
        if edge.name == "cursor":
            return "p.c"
        return self._node(edge, outer) if edge.name == "node" else f"'{self.connection.type_name}Edge'::text"

    def _node(self, selected: Selected, outer: Row) -> str:
        name = f"node{len(self.shown)}"
        self.shown.append(f"{as_object(columns(outer, self.connection.type_name, selected.children()))} AS {name}")
        return f"p.{name}"

    def _gather(self, element: str) -> str:
        """A list of the page's rows, in the order of the list, without the row that only tells that there is more."""
        name = f"list{len(self.gathered)}"
        direction = "DESC" if self.backward else "ASC"
        gathered = f"json_agg({element} ORDER BY p.n {direction}) FILTER (WHERE p.n <= {self.size})"
        self.gathered.append(f"coalesce({gathered}, '[]') AS {name}")
        return f"q.{name}"

    def _info(self, name: str) -> str:
        if name == "__typename":
            return "'PageInfo'::text"
        if name in ("startCursor", "endCursor"):
            is_nearest = (name == "startCursor") is not self.backward
            return f"q.cursors[{'1' if is_nearest and self.size else f'least({self.size}, q.total)'}]"
        if (name == "hasNextPage") is not self.backward:
            return f"q.total > {self.size}"
        return "true" if self._cursor().value is not None else "false"

    def _other(self, child: Selected) -> str:
        if child.name == "__typename":
            return f"'{self.connection.type_name}Connection'::text"
        return self._count(child)

    def _count(self, child: Selected) -> str:
        cap = child.arguments()["cap"].value
        if not isinstance(cap, int) or not 1 <= cap <= 10_000_000:
            raise BadRequest(f"totalCount: cap must be from 1 to 10000000, not {cap}.")
        inner = self.statement.source(self.entity)
        conditions = every(self._conditions(inner))
        counted = f"SELECT count(*) AS n FROM (SELECT FROM {inner.source.sql()} WHERE {conditions} LIMIT {cap + 1}) c"
        forms = {
            "value": f"least(k.n, {cap})",
            "isEstimate": "false",
            "isCapped": f"k.n > {cap}",
            "__typename": "'Count'::text",
        }  # fmt: skip
        fields = {part.key: forms[part.name] for part in child.children()}
        return f"({select_object(list(fields.items()), f'({counted}) k')})"

    def _outer(self) -> Row:
        """The row that the fields of a node are answered by: one of the page, with what is joined to it."""
        alias = self.statement.alias()
        outer = Row(self.statement, self.entity, alias, From(self.entity.table, alias), self.parent.factor * self.size)
        self.inner = self.statement.source(self.entity)
        self.order: Sorting = sorting(self.inner, self.arguments.get("orderBy"))
        return outer

    def _page(self, outer: Row, limit: int) -> str:
        """The rows of the page alone, cut before anything else is joined to them."""
        conditions = [*self._conditions(self.inner), *self._beyond()]
        used = [f"{self.inner.col(name)}" for name in outer.source.used]
        shown = ", ".join([*used, *self.order.columns()])
        order = self.order.sql(backward=self.backward)
        inner = (
            f"SELECT {shown} FROM {self.inner.source.sql()} WHERE {every(conditions)} ORDER BY {order} LIMIT {limit}"
        )
        return outer.source.sql(f"({inner})")

    def _conditions(self, row: Row) -> list[str]:
        conditions = conditions_of(row, self.parent, self.connection.condition)
        given = self.arguments.get("where")
        if given is not None:
            conditions += where(row, given)
        search = self.arguments.get("search")
        if search is not None and search.is_given and searching.words(search.value):
            return conditions + self.entity.search.sql(row, search)
        if self.connection.unless is not None:
            name, usual = self.connection.unless
            conditions += [] if given is not None and mentions(given, name) else [usual(row)]
        return conditions

    def _cursor(self) -> Argument:
        cursor = self.arguments.get("before" if self.backward else "after")
        return cursor if cursor is not None and cursor.is_given else Argument(None)

    def _beyond(self) -> list[str]:
        cursor = self._cursor()
        if cursor.value is None:
            return []
        secret, spec, count = self.statement.surroundings.secret, self.order.spec, len(self.order.expressions)
        values = [
            self.statement.argument(cursor, "text", lambda text, i=index: cursors.read(text, secret, spec, count)[i])
            for index in range(count)
        ]
        typed = [f"{value}::{cast}" for value, cast in zip(values, self.order.casts, strict=True)]
        return [self.order.beyond(typed, backward=self.backward)]

    def _cursor_of(self, outer: Row) -> str:
        secret = self.statement.constant(self.statement.surroundings.secret, "text")
        keys = [f"{outer.alias}.o{n}" for n in range(1, len(self.order.expressions) + 1)]
        return cursors.in_sql(secret, self.order.spec, keys)

    def _asks_cursor(self, children: list[Selected]) -> bool:
        asked = {part.name for child in children if child.name in ("edges", "pageInfo") for part in child.children()}
        return bool(asked & {"cursor", "startCursor", "endCursor"})
