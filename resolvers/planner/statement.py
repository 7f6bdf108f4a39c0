"""The SQL statement under construction: its parameters, its aliases, and the rows that expressions speak of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from asyncpg import Connection

from actions.mail import Post
from actions.program import Programs
from database.writing import WriteConnections
from resolvers.planner.arguments import Argument, Bind
from rules.permissions import Access
from rules.refusals import Refused
from rules.viewer import Viewer

if TYPE_CHECKING:
    from resolvers.planner.approving import Gate
    from resolvers.planner.catalog import Catalog, Entity
    from resolvers.planner.sights import Sights


Say = Callable[[Refused, str], str]
"What a refusal says in a language such as `zh-CN`."


NO_POST = Post("", False, "")


def in_english(refused: Refused, _: str) -> str:
    return refused.message


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every statement of this installation needs to know."""

    currency: str
    secret: str
    time_zone: str
    programs: Programs
    gate: "Gate"
    say: Say = in_english
    writes: WriteConnections | None = None
    "For what a question leaves behind."
    post: Post = NO_POST
    sights: "Sights | None" = None
    "For those who ask what others see."
    hearers: list[Callable[[], None]] = field(default_factory=list)
    "Who forgets what callers may see when a verb changes it."


Work = Callable[[Connection, dict[str, Any], Viewer], Awaitable[Any]]
"Something that rules work out before the statement runs; a bind finds its value under its name among the variables."


@dataclass(slots=True)
class Statement:
    catalog: "Catalog"
    access: Access
    surroundings: Surroundings
    binds: list[Bind] = field(default_factory=list)
    cost: int = 0
    conditions: int = 0
    plans_each_time: bool = False
    works: dict[str, Work] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))
    _known: dict[Any, Any] = field(default_factory=dict)

    def alias(self, stem: str = "t") -> str:
        return f"{stem}{next(self._numbers)}"

    def bind(self, bind: Bind, cast: str) -> str:
        self.binds.append(bind)
        return f"${len(self.binds)}::{cast}"

    def argument(self, argument: Argument, cast: str, convert: Callable[[Any], Any] = lambda value: value) -> str:
        return self.bind(argument.bind(convert), cast)

    def constant(self, value: Any, cast: str) -> str:
        return self.bind(lambda _variables, _viewer: value, cast)

    def viewer(self, attribute: str, cast: str) -> str:
        known = ("viewer", attribute, cast)
        if known not in self._known:
            self._known[known] = self.bind(lambda _, viewer: getattr(viewer, attribute), cast)
        return self._known[known]

    def once(self, known: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, made the first time that it is asked for under this name."""
        if known not in self._known:
            self._known[known] = make()
        return self._known[known]

    def work(self, name: str, work: Work, cast: str) -> str:
        """What the rules work out, as a parameter. No variable can have this name."""
        slot = f"\0{name}"
        self.works[slot] = work
        return self.bind(lambda variables, _: variables[slot], cast)

    def source(self, entity: "Entity", factor: int = 1) -> "Row":
        """A fresh row of the entity's table, to select from."""
        alias = self.alias()
        return Row(self, entity, alias, From(entity.table, alias), factor)


@dataclass(slots=True)
class From:
    """A table and what was joined to it, in order."""

    table: str
    alias: str
    joins: list[str] = field(default_factory=list)
    known: dict[Any, Any] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)

    def sql(self, instead: str | None = None) -> str:
        return " ".join([f"{instead or self.table} {self.alias}", *self.joins])


@dataclass(slots=True)
class Row:
    """One row of an entity as expressions see it. `factor` is how many of it there can be, for the cost."""

    statement: Statement
    entity: "Entity | None"
    alias: str
    source: From
    factor: int = 1

    def col(self, name: str) -> str:
        if self.alias == self.source.alias:
            self.source.used[name] = None
        return f'{self.alias}."{name}"'

    @property
    def key(self) -> str:
        return self.col(self.entity.key)

    def record(self, columns: str) -> str | None:
        """Several columns as one value, an object in JSON: the row of a sub-select that PostgreSQL dissolves.

        No response key can hide its name, since none has a dollar sign. None for a row that is not of a table.
        """
        if not self.source.table:
            return None
        alias = f"{self.statement.alias('o')}$"
        self.source.joins.append(f"CROSS JOIN LATERAL (SELECT {columns}) {alias}")
        return alias

    def one(self, type_name: str, column: str, *, inner: bool = False, key: str | None = None) -> "Row":
        """The row that `column` points at, joined once. Rows out of the viewer's scope are absent."""
        known = (self.alias, type_name, column, inner)
        if known not in self.source.known:
            self.source.known[known] = self._join(type_name, column, inner, key)
        return self.source.known[known]

    def _join(self, type_name: str, column: str, inner: bool, key: str | None) -> "Row":
        entity = self.statement.catalog.entities[type_name]
        target = Row(self.statement, entity, self.statement.alias(), self.source, self.factor)
        kind = "JOIN" if inner else "LEFT JOIN"
        scope = entity.scope_of(self.statement)
        if scope is None:
            on = f'{target.alias}."{key or entity.key}" = {self.col(column)}'
            only = f" AND {entity.only(target)}" if entity.only else ""
            self.source.joins.append(f"{kind} {entity.table} {target.alias} ON {on}{only}")
            return target
        inside = self.statement.source(entity)
        conditions = [f"{inside.col(key or entity.key)} = {self.col(column)}", *scope(inside)]
        select = f"SELECT {inside.alias}.* FROM {inside.source.sql()} WHERE {' AND '.join(conditions)}"
        self.source.joins.append(f"{kind} LATERAL ({select}) {target.alias} ON true")
        return target

    def lateral(self, known: Any, select: Callable[[], str]) -> str:
        """Joins the one row of a sub-select (made once per `known`); returns its alias."""
        known = (self.alias, known)
        if known not in self.source.known:
            alias = self.statement.alias()
            self.source.joins.append(f"LEFT JOIN LATERAL ({select()}) {alias} ON true")
            self.source.known[known] = alias
        return self.source.known[known]
