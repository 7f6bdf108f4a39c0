"""A path names a field from a type, with arguments where it has some: `points.expiring(withinDays: 30)`."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import GraphQLError, GraphQLInterfaceType, GraphQLObjectType, GraphQLOutputType, get_named_type, parse
from graphql.language import FieldNode, OperationDefinitionNode, print_ast

BETWEEN_STEPS = re.compile(r"\.(?![^(]*\))")


class BadPath(ValueError):
    """The text is not a path; the message says which part."""


@dataclass(frozen=True)
class Step:
    """One field of a path. `key` is the name under which its value comes back."""

    name: str
    arguments: str = ""

    @cached_property
    def key(self) -> str:
        return re.sub(r"\W+", "_", f"{self.name} {self.arguments}").rstrip("_") if self.arguments else self.name

    @cached_property
    def asked(self) -> str:
        return f"{self.key}: {self.name}({self.arguments})" if self.arguments else self.name


@dataclass(frozen=True)
class Path:
    steps: tuple[Step, ...]

    @classmethod
    def read(cls, text: str) -> "Path":
        return cls(tuple(_step(part, text) for part in BETWEEN_STEPS.split(text)))

    @cached_property
    def text(self) -> str:
        return ".".join(f"{s.name}({s.arguments})" if s.arguments else s.name for s in self.steps)

    @property
    def last(self) -> str:
        return self.steps[-1].name

    def value(self, row: Any) -> Any:
        """What stands at this path in a row of an answer; None where a step is missing or null."""
        for step in self.steps:
            if not isinstance(row, dict):
                return None
            row = row.get(step.key)
        return row

    def output(self, parent: Any) -> GraphQLOutputType | None:
        """The type at this path, or None if a step is not a field of its parent (or not for this caller)."""
        found: Any = parent
        for step in self.steps:
            field = fields_of(found).get(step.name)
            if field is None:
                return None
            found = field.type
        return found

    def owner(self, parent: Any) -> str:
        """The name of the type whose field the last step is."""
        found: Any = parent
        for step in self.steps[:-1]:
            found = fields_of(found)[step.name].type
        return get_named_type(found).name

    def missing(self, parent: Any) -> tuple[str, str] | None:
        """The first step that is not there, with the type that lacks it."""
        found: Any = parent
        for step in self.steps:
            field = fields_of(found).get(step.name)
            if field is None:
                return step.name, str(get_named_type(found))
            found = field.type
        return None


def fields_of(output: Any) -> dict[str, Any]:
    named = get_named_type(output)
    return named.fields if isinstance(named, GraphQLObjectType | GraphQLInterfaceType) else {}


def _step(part: str, whole: str) -> Step:
    try:
        node = _only_field(part)
    except (GraphQLError, ValueError) as problem:
        raise BadPath(f"'{whole}' is not a path") from problem
    return Step(node.name.value, ", ".join(print_ast(a) for a in node.arguments or ()))


def _only_field(part: str) -> FieldNode:
    operation = parse(f"{{ {part} }}", no_location=True).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    selections = operation.selection_set.selections
    if len(selections) != 1 or not isinstance(selections[0], FieldNode) or selections[0].selection_set:
        raise ValueError(part)
    return selections[0]
