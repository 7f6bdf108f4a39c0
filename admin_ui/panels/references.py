"""Arguments that name a record by its code, and the lists that their choices come from."""

from typing import Any

from graphql import GraphQLSchema

from admin_ui.panels.grammar import Choices
from admin_ui.panels.paths import BadPath, Path, Step, fields_of
from admin_ui.panels.shapes import Shape, root

KNOWN = {
    "storecode": Choices("stores", "code", "name"),
    "tiercode": Choices("tiers", "code", "name"),
    "productcode": Choices("products", "code", "name"),
    "templatecode": Choices("couponTemplates", "code", "name"),
    "benefitcode": Choices("benefits", "code", "name"),
    "teamcode": Choices("teams", "code", "name"),
    "rolecode": Choices("roles", "code", "name"),
    "rolecodes": Choices("roles", "code", "name"),
    "segmentcode": Choices("segments", "code", "name"),
    "campaigncode": Choices("campaigns", "code", "name"),
    "staffid": Choices("staff", "id", "name"),
}
"By how the name of the argument ends."


def reference(schema: GraphQLSchema, name: str) -> Choices | None:
    """Where an argument's choices come from when the panel does not say."""
    found = next((choices for ending, choices in KNOWN.items() if name.lower().endswith(ending)), None)
    return found if found and missing(schema, found) is None else None


def missing(schema: GraphQLSchema, choices: Choices) -> str | None:
    """What this schema lacks of a list of choices."""
    shape = shape_of(schema, choices)
    if shape is None:
        return choices.source
    return next((name for name in (choices.value, choices.text) if name not in fields_of(shape.type)), None)


def shape_of(schema: GraphQLSchema, choices: Choices) -> Shape | None:
    step = step_of(choices)
    return root(schema, step.name) if step else None


def step_of(choices: Choices) -> Step | None:
    """The query with its arguments: `dictionaryItems(dictionary: "source")`."""
    try:
        return Path.read(choices.source).steps[0]
    except BadPath:
        return None


def is_searched(schema: GraphQLSchema, choices: Choices) -> bool:
    """Whether there are too many to list, so that they are looked for by what is typed."""
    shape = shape_of(schema, choices)
    return shape is not None and shape.is_connection and shape.takes("search")


def asked(schema: GraphQLSchema, choices: Choices, more: str = "") -> str:
    """The field of a query that lists them; `more` are further arguments."""
    step, shape = step_of(choices), shape_of(schema, choices)
    assert step is not None
    assert shape is not None
    given = [step.arguments, more or ("first: 100" if shape.takes("first") else "")]
    arguments = ", ".join(part for part in given if part)
    return f"{step.name}({arguments})" if arguments else step.name


def pairs(answer: Any, choices: Choices) -> tuple[tuple[str, str], ...]:
    """(value, text) of each row."""
    nodes = answer["nodes"] if isinstance(answer, dict) else answer or []
    return tuple((str(n[choices.value]), str(n[choices.text] or n[choices.value])) for n in nodes)
