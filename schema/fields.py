"""The one place with function bodies: how types, fields, arguments and words are declared, each described."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from resolvers.planner.masks import Mask, nothing
from rules.permissions import Sensitivity

T = TypeVar("T", bound=type)
ABOUT = "memberdesk"
"The key under which a field's declaration is kept in its metadata."


class Undescribed(TypeError):
    """Something is declared without a description."""


class Quiet(strawberry.Schema):
    """Does not log a caller's mistakes as if they were ours; our own are logged where they happen.

    Tells graphql-core which inputs take exactly one of their fields: strawberry checks that only when it executes.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for kind in self._schema.type_map.values():
            if getattr((kind.extensions or {}).get("strawberry-definition"), "is_one_of", False):
                kind.is_one_of = True

    def process_errors(self, errors: list[Any], execution_context: Any = None) -> None:
        return None


def kind(description: str, *, name: str | None = None) -> Callable[[T], T]:
    """An object type."""
    return strawberry.type(description=_described(description), name=name)


def abstract(description: str) -> Callable[[T], T]:
    """An interface."""
    return strawberry.interface(description=_described(description))


def given(description: str, *, one_of: bool = False) -> Callable[[T], T]:
    """An input type; with `one_of` exactly one of its fields is to be given."""
    return strawberry.input(description=_described(description), one_of=one_of)


def field(
    description: str,
    sensitivity: Sensitivity = Sensitivity.PUBLIC,
    *,
    mask: Mask = nothing,
    about: str | None = None,
    counts: tuple[str, ...] = (),
    name: str | None = None,
    arguments: dict[str, StrawberryArgument] | None = None,
) -> Any:
    """A field to read. `mask` is what those see who may only recognize it; `about` a type that must be visible too.

    `counts` are fields of other types (`Type.field`) that it counts, sums or selects by.
    """
    declared = StrawberryField(
        description=_described(description),
        graphql_name=name,
        metadata={ABOUT: {"sensitivity": sensitivity, "mask": mask, "about": about, "counts": counts}},
    )
    declared.arguments = [_placed(key, argument) for key, argument in (arguments or {}).items()]
    return declared


def operand(description: str, name: str | None = None) -> Any:
    """An optional field of an input."""
    return strawberry.field(description=_described(description), name=name, default=strawberry.UNSET)


def required(description: str, name: str | None = None) -> Any:
    """A field of an input that must be given."""
    return strawberry.field(description=_described(description), name=name)


def defaulted(description: str, default: Any) -> Any:
    """A field of an input that has a value when it is not given."""
    return strawberry.field(description=_described(description), default=default)


def argument(annotation: Any, description: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
    """An argument of a field."""
    return StrawberryArgument(
        python_name="",
        graphql_name=None,
        type_annotation=StrawberryAnnotation(annotation),
        default=default,
        description=_described(description),
    )


def words(enum: type[StrEnum], description: str, **descriptions: str) -> Any:
    """An enum with a description for each of its values."""
    declared = strawberry.enum(enum, description=_described(description))
    for value in declared.__strawberry_definition__.values:
        value.description = _described(descriptions.get(value.name, ""))
    return declared


def _placed(name: str, argument: StrawberryArgument) -> StrawberryArgument:
    argument.python_name = name
    return argument


def _described(description: str) -> str:
    if not description.strip():
        raise Undescribed("A type, field, argument or value of the schema has no description.")
    return description
