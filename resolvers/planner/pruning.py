"""The part of the schema that a caller may use: what he may not read, filter by or call is not in it."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLScalarType,
    GraphQLSchema,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    TypeNode,
    build_ast_schema,
    parse,
    print_schema,
)

from resolvers.planner.catalog import Catalog, owner_of
from resolvers.planner.forcing import cut_away, uses
from rules.permissions import Access, Facets, ReadLevel

WAYS_OF_SCALARS = (
    "serialize", "parse_value", "parse_literal", "coerce_output_value", "coerce_input_value", "coerce_input_literal",
)  # fmt: skip
KEPT_ALWAYS = {"id", "and", "or", "not"}


class Pruner:
    """Cuts a caller's schema out of the master schema."""

    def __init__(self, master: GraphQLSchema, catalog: Catalog, permissions: dict[str, str]) -> None:
        """`permissions` names what each mutation needs, and each question that not everybody may ask."""
        self.master = master
        self.catalog = catalog
        self.permissions = permissions
        self.document = parse(print_schema(master), no_location=True)
        self.inputs = {
            f"{name}{suffix}": name for name in catalog.entities for suffix in ("Where", "By", "OrderField", "Order")
        }

    def prune(self, access: Access) -> GraphQLSchema:
        return self._whole if access.is_everything else self._built(_reachable(_Cut(self, access).definitions()))

    @cached_property
    def _whole(self) -> GraphQLSchema:
        return self._built(self.document.definitions)

    @cached_property
    def uses(self) -> dict[str, set[str]]:
        return uses(self.master)

    def forced(self, access: Access) -> frozenset[tuple[str, str]]:
        """Arguments and fields of inputs that are not in the caller's schema, because his roles set them."""
        cut = {
            part
            for name, needed in self.permissions.items()
            for part in cut_away(self, name, access.forced(name, needed))
        }
        emptied = {
            n for n, _ in cut if n in self.master.type_map and self._fields_of(n) <= {f for t, f in cut if t == n}
        }
        return frozenset(part for part in cut if part[0] not in emptied)

    def _fields_of(self, name: str) -> set[str]:
        return set(self.master.type_map[name].fields)

    def _built(self, definitions: Iterable[Any]) -> GraphQLSchema:
        schema = build_ast_schema(DocumentNode(definitions=tuple(definitions)), assume_valid=True)
        for name, kind in self.master.type_map.items():
            if name in schema.type_map:
                _lend(kind, schema.type_map[name])
        return schema


def _lend(master: Any, pruned: Any) -> None:
    """SDL does not carry how a scalar is read and written, nor what strawberry's introspection looks at."""
    pruned.extensions = master.extensions
    if isinstance(master, GraphQLScalarType):
        for way in WAYS_OF_SCALARS:
            setattr(pruned, way, getattr(master, way))


class _Cut:
    """The definitions that one caller may use, some of them no longer reachable."""

    def __init__(self, pruner: Pruner, access: Access) -> None:
        self.pruner = pruner
        self.catalog = pruner.catalog
        self.access = access
        self.hidden: set[str] = set()
        self.forced = pruner.forced(access) if access.forces else frozenset[tuple[str, str]]()

    def definitions(self) -> list[Any]:
        self._hide_types()
        definitions = list(self.pruner.document.definitions)
        while True:
            cut = [kept for definition in definitions if (kept := self._definition(definition)) is not None]
            emptied = {d.name.value for d in definitions} - {d.name.value for d in cut}
            definitions = cut
            if emptied <= self.hidden:
                return definitions
            self.hidden |= emptied

    def _hide_types(self) -> None:
        unseen = {name for name in self.catalog.entities if not self.access.sees(name)}
        suffixes = ("", "Connection", "Edge", "Where", "By", "Order", "OrderField")
        self.hidden |= {f"{name}{suffix}" for name in unseen for suffix in suffixes}

    def _definition(self, node: Any) -> Any:
        name = node.name.value
        if name in self.hidden:
            return None
        if node.kind in ("object_type_definition", "interface_type_definition"):
            return self._with(
                node, "fields", [f for field in node.fields or () if (f := self._field(name, field)) is not None]
            )
        if node.kind == "input_object_type_definition":
            kept = [f for f in node.fields or () if self._keeps_input(name, f)]
            return (
                None
                if any(_is_needed(f) for f in node.fields or () if f not in kept and not self._is_forced(name, f))
                else self._with(node, "fields", kept)
            )
        if node.kind == "union_type_definition":
            left = tuple(member for member in node.types if member.name.value not in self.hidden)
            return _copy(node, types=left) if left else None
        if node.kind == "enum_type_definition" and name.endswith("OrderField") and name in self.pruner.inputs:
            return self._with(node, "values", [v for v in node.values or () if self._may_order(name, v.name.value)])
        return node

    def _with(self, node: Any, part: str, kept: list[Any]) -> Any:
        """The node with only these parts; nothing if no part of its own is left."""
        if not [child for child in kept if child.name.value not in ("and", "or", "not")]:
            return None
        return _copy(node, **{part: tuple(kept)})

    def _field(self, type_name: str, node: Any) -> Any:
        name = node.name.value
        if _named(node.type) in self.hidden or not self._may_read(type_name, name):
            return None
        given = tuple(a for a in node.arguments or () if not self._is_forced(f"{type_name}.{name}", a))
        arguments = tuple(a for a in given if self._keeps_argument(node, a))
        if any(_is_needed(a) for a in given if a not in arguments):
            return None
        return _copy(node, arguments=arguments, type=self._nullable(type_name, node))

    def _may_read(self, type_name: str, name: str) -> bool:
        if type_name == "Mutation":
            needed = self.pruner.permissions.get(name)
            return needed is not None and not self.access.reads_only and self.access.permits(needed)
        spec = self.catalog.specs.get((type_name, name))
        if spec is not None and spec.about is not None and not self.access.sees(spec.about):
            return False
        if type_name == "Query" and name in self.pruner.permissions:
            return self.access.permits(self.pruner.permissions[name])
        if spec is not None and not all(self._may_filter(type_name, field) for field in spec.counts):
            return False
        return self._facets(type_name, name).read > ReadLevel.NONE

    def _facets(self, type_name: str, name: str) -> Facets:
        return self.catalog.judged(self.access, type_name, name)

    def _is_forced(self, owner: str, node: Any) -> bool:
        return (owner, node.name.value) in self.forced

    def _keeps_argument(self, field: Any, node: Any) -> bool:
        if _named(node.type) in self.hidden:
            return False
        entity = self.catalog.entities.get(_named(field.type).removesuffix("Connection"))
        if entity is None:
            return True
        if node.name.value == "search":
            return any(self._may_filter(entity.type_name, name) for name in entity.search.governed_by)
        name = self._filter_of(field, node.name.value)
        rule = entity.filters.get(name)
        return rule is None or name in KEPT_ALWAYS or self._governed(entity.type_name, rule, name)

    def _filter_of(self, field: Any, argument: str) -> str:
        """Arguments of a subscription pick by a filter that may have another name."""
        spec = self.catalog.specs.get(("Subscription", field.name.value))
        return getattr(spec and spec.answer, "given", {}).get(argument, argument)

    def _keeps_input(self, type_name: str, node: Any) -> bool:
        if _named(node.type) in self.hidden or self._is_forced(type_name, node):
            return False
        name = node.name.value
        entity = self.pruner.inputs.get(type_name)
        if entity is None or name in KEPT_ALWAYS or type_name.endswith("Order"):
            return True
        return self._governed(entity, self.catalog.entities[entity].filters.get(name), name)

    def _may_order(self, type_name: str, value: str) -> bool:
        entity = self.pruner.inputs[type_name]
        governing = self.catalog.entities[entity].orders[value].governing(value)
        return all(self._may_filter(entity, field) for field in governing)

    def _governed(self, entity: str, rule: Any, name: str) -> bool:
        """All of the governing fields must be filterable; a filter that names none governs itself."""
        governing = getattr(rule, "governed_by", ()) or (name,)
        return all(self._may_filter(entity, field) for field in governing)

    def _may_filter(self, entity: str, field: str) -> bool:
        owner, name = owner_of(entity, field)
        if (owner, name) not in self.catalog.specs:
            return True
        return self._facets(owner, name).may_filter

    def _nullable(self, type_name: str, node: Any) -> TypeNode:
        """A masked field may be null, and so may a reference to a row that the caller's scope may leave out."""
        if not isinstance(node.type, NonNullTypeNode) or (type_name, node.name.value) not in self.catalog.specs:
            return node.type
        is_asked = self.access.asks(type_name, node.name.value)
        is_masked = is_asked or self._facets(type_name, node.name.value).read is ReadLevel.MASKED
        is_reference = type_name in self.catalog.entities and isinstance(node.type.type, NamedTypeNode)
        target = _named(node.type)
        may_miss = is_reference and target in self.catalog.entities and self.access.scopes(target) is not None
        return node.type.type if is_masked or may_miss else node.type


def _is_needed(node: Any) -> bool:
    """Whether an argument or an input field must be given."""
    return isinstance(node.type, NonNullTypeNode) and not node.default_value


def _copy(node: Any, **changes: Any) -> Any:
    return type(node)(**{key: getattr(node, key) for key in node.keys} | changes)


def _named(node: TypeNode) -> str:
    while isinstance(node, ListTypeNode | NonNullTypeNode):
        node = node.type
    return node.name.value


def _reachable(definitions: list[Any]) -> Iterable[Any]:
    """What can be reached from the roots; of a type that implements a reached interface, too."""
    by_name = {d.name.value: d for d in definitions}
    wanted = [name for name in ("Query", "Mutation", "Subscription") if name in by_name]
    reached: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in reached or name not in by_name:
            continue
        reached.add(name)
        wanted += _mentioned(by_name[name])
        wanted += [d.name.value for d in definitions if name in _interfaces(d)]
    return [d for d in definitions if d.name.value in reached or d.kind == "directive_definition"]


def _interfaces(node: Any) -> list[str]:
    return [i.name.value for i in getattr(node, "interfaces", None) or ()]


def _mentioned(node: Any) -> list[str]:
    found: list[str] = _interfaces(node)
    collect: Callable[[Any], None] = lambda typed: found.append(_named(typed.type))  # noqa: E731
    for field in getattr(node, "fields", None) or ():
        collect(field)
        for argument in getattr(field, "arguments", None) or ():
            collect(argument)
    found += [member.name.value for member in getattr(node, "types", None) or () if isinstance(member, NamedTypeNode)]
    return found
