"""Arguments of a field as values that remember which variable they came from, so that they can be bound again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    value_from_ast,
)
from graphql.pyutils import Undefined

from rules.viewer import Viewer

Bind = Callable[[dict[str, Any], Viewer], Any]
"Gives the value of a statement's parameter from the coerced variables and the viewer."
FORCED = "\0forced"
"Where statements find the values that the caller's roles set, among the variables; no variable can have this name."


@dataclass(frozen=True, slots=True)
class Argument:
    """A coerced value. `path` leads to it in the variables; None if the document (or a row scope) states it.

    Inside a stated object or list the children are Arguments themselves, since each may be a variable.
    """

    value: Any
    path: tuple[str | int, ...] | None = None
    viewer: str | None = None

    @property
    def is_given(self) -> bool:
        return self.value is not Undefined

    def items(self) -> Iterator[tuple[str, "Argument"]]:
        for name, value in self.value.items():
            yield name, self._child(name, value)

    def elements(self) -> Iterator["Argument"]:
        for index, value in enumerate(self.value):
            yield self._child(index, value)

    def get(self, name: str) -> "Argument":
        return self._child(name, self.value.get(name, Undefined))

    def _child(self, name: str | int, value: Any) -> "Argument":
        if isinstance(value, Argument):
            return value
        return Argument(value, None if self.path is None else (*self.path, name))

    def bind(self, convert: Callable[[Any], Any] = lambda value: value) -> Bind:
        """The parameter for this leaf (or list of leaves), converted to what the database driver wants."""
        if self.viewer is not None:
            attribute = self.viewer
            return lambda _, viewer: getattr(viewer, attribute)
        if self.path is not None:
            return _follow(self.path, convert)
        if isinstance(self.value, list):
            return _gather([element.bind() for element in self.elements()], convert)
        value = convert(self.value)
        return lambda _variables, _viewer: value


def whole(argument: Argument) -> Bind:
    """The plain value of an argument with everything inside it; what is not given is left out."""
    if argument.path is not None:
        return _follow(argument.path, lambda value: value)
    if isinstance(argument.value, dict):
        parts = {name: whole(child) for name, child in argument.items() if child.is_given}
        return lambda variables, viewer: {name: part(variables, viewer) for name, part in parts.items()}
    if isinstance(argument.value, list):
        each = [whole(element) for element in argument.elements()]
        return lambda variables, viewer: [part(variables, viewer) for part in each]
    return argument.bind()


def _follow(path: tuple[str | int, ...], convert: Callable[[Any], Any]) -> Bind:
    if len(path) == 1:
        name = path[0]
        return lambda variables, _: convert(variables[name])

    def follow(variables: dict[str, Any], _: Viewer) -> Any:
        value: Any = variables
        for step in path:
            value = value[step]
        return convert(value)

    return follow


def _gather(binds: list[Bind], convert: Callable[[Any], Any]) -> Bind:
    return lambda variables, viewer: convert([bind(variables, viewer) for bind in binds])


def read_arguments(field: GraphQLField, nodes: Any, variables: dict[str, Any]) -> dict[str, Argument]:
    """Every argument of the field: given, or its default, or an Argument that is not given."""
    given = {node.name.value: node.value for node in nodes or ()}
    return {name: _argument(given.get(name), spec.type, _default(spec), variables) for name, spec in field.args.items()}


def _default(spec: Any) -> Any:
    """The default of an argument or input field, whether the schema was made in Python or from SDL."""
    if spec.default_value is not Undefined:
        return spec.default_value
    default = getattr(spec, "default", None)
    if default is None:
        return Undefined
    if default.value is not Undefined:
        return default.value
    return value_from_ast(default.literal, spec.type)


def _argument(node: ValueNode | None, kind: GraphQLInputType, default: Any, variables: dict[str, Any]) -> Argument:
    if node is None:
        return Argument(default)
    read = read_value(node, kind, variables)
    return read if read.is_given else Argument(default)


def read_value(node: ValueNode, kind: GraphQLInputType, variables: dict[str, Any]) -> Argument:
    if isinstance(node, VariableNode):
        name = node.name.value
        return Argument(variables.get(name, Undefined), (name,))
    if isinstance(node, NullValueNode):
        return Argument(None)
    if isinstance(kind, GraphQLNonNull):
        return read_value(node, kind.of_type, variables)
    if isinstance(kind, GraphQLList):
        nodes = node.values if isinstance(node, ListValueNode) else [node]
        return Argument([read_value(element, kind.of_type, variables) for element in nodes])
    if isinstance(kind, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
        return Argument(_read_object(node, kind, variables))
    return Argument(value_from_ast(node, kind))


def _read_object(node: ObjectValueNode, kind: GraphQLInputObjectType, variables: dict[str, Any]) -> dict[str, Argument]:
    given = {field.name.value: field.value for field in node.fields or ()}
    read = {
        name: _argument(given.get(name), spec.type, _default(spec), variables) for name, spec in kind.fields.items()
    }
    return {name: argument for name, argument in read.items() if argument.is_given}


def stated(value: Any) -> Argument:
    """An Argument for plain JSON, such as a row scope; a text `$viewer.x` stands for the viewer's `x_id`."""
    if isinstance(value, dict):
        return Argument({name: stated(child) for name, child in value.items()})
    if isinstance(value, list):
        return Argument([stated(child) for child in value])
    if isinstance(value, str) and value.startswith("$viewer."):
        return Argument(value, viewer=VIEWER_ATTRIBUTES[value])
    return Argument(value)


VIEWER_ATTRIBUTES = {
    "$viewer.id": "staff_id",
    "$viewer.store": "store_id",
    "$viewer.unit": "unit_path",
    "$viewer.member": "member_id",
}
"What a row scope may say of the viewer, and the attribute of Viewer that it means."
