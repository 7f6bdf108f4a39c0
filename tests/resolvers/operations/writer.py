"""Writes one random operation: fields, aliases, fragments, directives, variables."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import GraphQLField, GraphQLNonNull, GraphQLSchema, get_named_type, is_leaf_type, parse_type, type_from_ast

from tests.resolvers.operations.coverage import LEFT_OUT, WORKED_OUT
from tests.resolvers.operations.values import Values, literal
from tests.resolvers.oracle.execute import Look

ALIASES = ("x", "r", "q", "p", "j", "c", "n", "k", "o1", "total", "cursors", "node1", "list1", "t1", "value", "key",
           "_", "id", "nodes", "a" * 70)  # fmt: skip
"Names that the statement uses itself, and one that is longer than a column may be."
MOST_COST, MOST_ALIASES, MOST_FIELDS = 700, 25, 70
SKIPPED = LEFT_OUT | {("Query", name) for name in WORKED_OUT}
ABOUT_SCHEMA = '__type(name: "Tier") { name kind fields { name } }', "__schema { queryType { name } }"
Scope = dict[str, tuple[str, Any]]


@dataclass
class Operation:
    query: str
    variables: dict[str, Any]


@dataclass
class Writer:
    chance: Random
    look: Look
    definitions: dict[str, str] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    cost: int = 0
    aliases: int = 0
    fields: int = 0

    def __post_init__(self) -> None:
        self.values = Values(self.chance, self.look)

    @property
    def schema(self) -> GraphQLSchema:
        return self.look.schema

    def operation(self) -> Operation:
        selection = self._selection(self.schema.query_type, {}, 1, 0, roots=self.chance.choice((1, 1, 1, 2, 3)))
        declared = f"({', '.join(self.definitions.values())})" if self.definitions else ""
        query = "\n".join([f"query{' Q' if declared else ''}{declared} {selection}", *self.fragments])
        return Operation(query, self.given)

    def _selection(self, kind: Any, scope: Scope, factor: int, depth: int, roots: int = 0) -> str:
        number = roots or self.chance.choice((1, 2, 2, 3, 4, 6))
        parts = [self._part(kind, scope, factor, depth) for _ in range(number)]
        written = [part for part in parts if part]
        return f"{{ {' '.join(written or [self._typename(scope)])} }}"

    def _part(self, kind: Any, scope: Scope, factor: int, depth: int) -> str:
        roll = self.chance.random()
        if roll < 0.05:
            return self._typename(scope)
        if roll < 0.07 and depth == 0:
            return self.chance.choice(ABOUT_SCHEMA)
        if roll < 0.15 and depth < 6:
            return self._fragment(kind, scope, factor, depth)
        return self._field(kind, scope, factor, depth)

    def _typename(self, scope: Scope) -> str:
        scope.setdefault("__typename", ("__typename", {}))
        return f"__typename{self._directive()}"

    def _fragment(self, kind: Any, scope: Scope, factor: int, depth: int) -> str:
        """Inline with or without a type, or named."""
        inner = self._selection(kind, scope, factor, depth + 1)
        shape = self.chance.choice(("plain", "typed", "named", "node"))
        if shape == "node" and any(i.name == "Node" for i in getattr(kind, "interfaces", ())):
            return f"... on Node{self._directive()} {{ id }}" if scope.setdefault("id", ("id", {}))[0] == "id" else ""
        if shape == "plain":
            return f"...{self._directive()} {inner}"
        if shape == "named":
            name = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {name} on {kind.name} {inner}")
            return f"...{name}{self._directive()}"
        return f"... on {kind.name}{self._directive()} {inner}"

    def _field(self, kind: Any, scope: Scope, factor: int, depth: int) -> str:
        name = self._choice(kind, depth)
        spec = kind.fields[name]
        arguments, rows = self._arguments(kind, name, spec)
        signature = f"{name}{arguments}"
        key = self._key(name, signature, scope)
        if key is None:
            return ""
        alias = "" if key == name else f"{key}: "
        inner = self._below(spec, scope.setdefault(key, (signature, {}))[1], factor * rows, depth)
        return f"{alias}{signature}{self._directive()}{inner}"

    def _choice(self, kind: Any, depth: int) -> str:
        self.fields += 1
        names = [name for name in kind.fields if (kind.name, name) not in SKIPPED]
        flat = [name for name in names if is_leaf_type(get_named_type(kind.fields[name].type))]
        is_full = self.cost > MOST_COST or self.fields > MOST_FIELDS or depth > 7
        return self.chance.choice(flat if flat and (is_full or self.chance.random() < 0.5) else names)

    def _key(self, name: str, signature: str, scope: Scope) -> str | None:
        """The response key: the name, an alias, or None if every try is taken by something else."""
        tries = [name, *self.chance.sample(ALIASES, 4)]
        if self.chance.random() < 0.2:
            tries = tries[1:]
        for key in tries:
            if key in scope and scope[key][0] != signature:
                continue
            self.aliases += key != name
            return key if key == name or self.aliases <= MOST_ALIASES else None
        return None

    def _below(self, spec: GraphQLField, scope: Scope, factor: int, depth: int) -> str:
        kind = get_named_type(spec.type)
        if is_leaf_type(kind):
            return ""
        self.cost += factor * 3
        if kind.name == "Node":
            return f" {{ id {self._of_each_type(factor, depth)} }}"
        return f" {self._selection(kind, scope, factor, depth + 1)}"

    def _of_each_type(self, factor: int, depth: int) -> str:
        kinds = self.schema.get_possible_types(self.schema.type_map["Node"])
        chosen = self.chance.sample(list(kinds), min(2, len(kinds)))
        return " ".join(f"... on {kind.name} {self._selection(kind, {}, factor, depth + 2)}" for kind in chosen)

    def _directive(self) -> str:
        if self.chance.random() > 0.06:
            return ""
        condition = self.chance.random() < 0.5
        shown = self._variable(condition, "Boolean!") if self.chance.random() < 0.5 else str(condition).lower()
        return f" @{self.chance.choice(('skip', 'include'))}(if: {shown})"

    def _arguments(self, kind: Any, name: str, spec: GraphQLField) -> tuple[str, int]:
        """The arguments as text, and how many rows they ask for."""
        given = self._paged(spec, is_root=kind.name == "Query") if "after" in spec.args else self._named(spec)
        written = [f"{key}: {self._written(value, spec.args[key].type)}" for key, value in given.items()]
        rows = given.get("first") or given.get("last") or (20 if "after" in spec.args else 1)
        return f"({', '.join(written)})" if written else "", rows

    def _paged(self, spec: GraphQLField, *, is_root: bool) -> dict[str, Any]:
        given: dict[str, Any] = {}
        type_name = get_named_type(spec.type).name.removesuffix("Connection")
        backward = is_root and self.chance.random() < 0.3
        if is_root or self.cost > 100 or self.chance.random() < 0.7:
            given["last" if backward else "first"] = self.chance.choice(
                (0, 1, 2, 3, 7) if not is_root else (1, 2, 5, 20)
            )
        for name, chance in (("orderBy", 0.5), ("where", 0.5), ("search", 0.2)):
            if name in spec.args and self.chance.random() < chance:
                given[name] = self._argument(name, spec, type_name)
        if self.chance.random() < 0.25 and (cursor := self.values.cursor(type_name, given.get("orderBy"))):
            given["before" if backward else "after"] = cursor
        return given

    def _argument(self, name: str, spec: GraphQLField, type_name: str) -> Any:
        kind = get_named_type(spec.args[name].type)
        if name == "where":
            return self.values.where(kind)
        return self.values.order(kind) if name == "orderBy" else self.values.search(type_name)

    def _named(self, spec: GraphQLField) -> dict[str, Any]:
        type_name = get_named_type(spec.type).name
        return {
            name: self._of_name(name, argument, type_name)
            for name, argument in spec.args.items()
            if (isinstance(argument.type, GraphQLNonNull) and name not in ("days", "withinDays"))
            or self.chance.random() < 0.5
        }

    def _of_name(self, name: str, argument: Any, type_name: str) -> Any:
        kind = get_named_type(argument.type)
        if name in ("days", "withinDays", "cap", "first"):
            return self.chance.choice((1, 2, 30))
        if name == "by":
            return self.values.lookup(kind)
        if name == "where":
            return self.values.where(kind)
        if name == "tiers":
            return []
        if name == "archived":
            return self.chance.choice((True, False))
        return self.values.identifier() if type_name == "Node" else self.values.named(type_name, name)

    def _written(self, value: Any, kind: Any) -> str:
        """As a literal of which the whole, or any part, may be a variable."""

        def swap(part: Any, kind: Any) -> str | None:
            if self.chance.random() > 0.2:
                return None
            return self._variable(part, str(kind).removesuffix("!") + "!" if part is not None else str(kind))

        return literal(value, kind, swap)

    def _variable(self, value: Any, kind: str) -> str:
        name = f"v{len(self.definitions)}"
        is_default = self.chance.random() < 0.2 and not kind.endswith("By!")
        default = f" = {literal(value, _type_named(self.schema, kind))}" if is_default else ""
        self.definitions[name] = f"${name}: {kind}{default}"
        if not is_default or self.chance.random() < 0.3:
            self.given[name] = value
        return f"${name}"


def _type_named(schema: GraphQLSchema, text: str) -> Any:
    return type_from_ast(schema, parse_type(text))
