"""Values that a role sets at writing."""

from schema.fields import field, given, kind, required
from schema.scalars import JSON


@kind("A value that is always set when people with a role use a mutation; they cannot choose another one.")
class ForcedValue:
    mutation: str = field("The mutation, such as `orderRecord`.")
    argument: str = field("The argument, with dots into inputs: `input.cart.storeCode`.")
    value: JSON = field(
        "What it is set to; `$viewer.id`, `$viewer.store`, `$viewer.unit` and `$viewer.member` stand for who writes."
    )


@given("A value that is always set when people with a role use a mutation; they cannot choose another one.")
class ForcedValueInput:
    mutation: str = required("The mutation, such as `orderRecord`.")
    argument: str = required("The argument, with dots into inputs: `input.cart.storeCode`.")
    value: JSON = required(
        "What it is set to; `$viewer.id`, `$viewer.store`, `$viewer.unit` and `$viewer.member` stand for who writes: "
        "as an id where the argument is an ID, as what people call it where it is a text."
    )
