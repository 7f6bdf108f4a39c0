"""What an operation selects: fragments spread, directives decided, equal response keys merged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLBoolean,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

from resolvers.planner.arguments import Argument, read_arguments, read_value


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with one set of variables, read against the caller's schema."""

    schema: GraphQLSchema
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]

    def roots(self) -> "list[Selected]":
        root = self.schema.get_root_type(self.definition.operation)
        return self.select([self.definition.selection_set], root.name)

    def select(self, sets: list[SelectionSetNode], type_name: str) -> "list[Selected]":
        """The fields that these selection sets ask of a value of this object type, in the order first asked."""
        found: dict[str, list[FieldNode]] = {}
        for node in self._fields(sets, type_name, set()):
            key = node.alias.value if node.alias else node.name.value
            found.setdefault(key, []).append(node)
        return [self._selected(key, nodes, type_name) for key, nodes in found.items()]

    def _selected(self, key: str, nodes: list[FieldNode], type_name: str) -> "Selected":
        name = nodes[0].name.value
        spec = None if name == "__typename" else self.schema.get_field(self.schema.type_map[type_name], name)
        sets = [node.selection_set for node in nodes if node.selection_set]
        return Selected(self, key, name, spec, nodes, sets)

    def _fields(self, sets: list[SelectionSetNode], type_name: str, seen: set[str]) -> Iterator[FieldNode]:
        for node in (node for each in sets for node in each.selections):
            if not self._is_included(node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._applies(node.type_condition.name.value, type_name):
                    yield from self._fields([node.selection_set], type_name, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, type_name):
                    yield from self._fields([fragment.selection_set], type_name, seen)

    def _applies(self, condition: str, type_name: str) -> bool:
        if condition == type_name:
            return True
        abstract = self.schema.type_map[condition]
        return is_abstract_type(abstract) and self.schema.is_sub_type(abstract, self.schema.type_map[type_name])

    def _is_included(self, directives: tuple[DirectiveNode, ...]) -> bool:
        for directive in directives:
            condition = read_value(directive.arguments[0].value, GraphQLBoolean, self.variables).value
            if bool(condition) is (directive.name.value == "skip"):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Selected:
    """A field that is asked for, under its response key, with what is asked of its value."""

    operation: Operation
    key: str
    name: str
    spec: GraphQLField | None
    nodes: list[FieldNode]
    sets: list[SelectionSetNode] = field(default_factory=list)

    @property
    def type(self) -> GraphQLNamedType:
        return get_named_type(self.spec.type)

    def arguments(self) -> dict[str, Argument]:
        return read_arguments(self.spec, self.nodes[0].arguments, self.operation.variables)

    def children(self, type_name: str | None = None) -> "list[Selected]":
        return self.operation.select(self.sets, type_name or self.type.name)
