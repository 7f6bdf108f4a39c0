"""Says why a document was rejected: unknown to everybody, or only not in this caller's schema."""

import re

from graphql import GraphQLError, GraphQLSchema

from resolvers.planner.documents import coded

FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")
INPUT = re.compile(r"Expected value of type '(\w+)' not to include unknown field '(\w+)'")
VALUE = re.compile(r"Value '(\w+)' does not exist in '(\w+)' enum")
ARGUMENT = re.compile(r"Unknown argument '(\w+)' on field '(\w+)\.(\w+)'")
TYPE = re.compile(r"Unknown type '(\w+)'")
ROOT = "The subscription operation is not supported by the schema."


def explain(errors: list[GraphQLError], master: GraphQLSchema) -> list[GraphQLError]:
    """Marks each error with INVALID, or NOT_IN_YOUR_SCHEMA when the thing exists but the caller may not use it."""
    return [_explained(error, master) for error in errors]


def _explained(error: GraphQLError, master: GraphQLSchema) -> GraphQLError:
    missing = _missing(error.message, master)
    if missing is None:
        return coded(error, "INVALID")
    message = f"{missing} is not in your schema: your role has no grant for it."
    return GraphQLError(message, error.nodes, extensions={"code": "NOT_IN_YOUR_SCHEMA"})


def _missing(message: str, master: GraphQLSchema) -> str | None:
    """The name of what the master schema has and the caller's has not."""
    if found := FIELD.search(message) or VALUE.search(message):
        return _known(master, found.group(2), found.group(1))
    if found := INPUT.search(message):
        return _known(master, found.group(1), found.group(2))
    if found := ARGUMENT.search(message):
        name, kind, field = found.groups()
        known = getattr(master.type_map.get(kind), "fields", {})
        return f"{kind}.{field}({name}:)" if field in known and name in known[field].args else None
    if message == ROOT:
        return "Subscription"
    if found := TYPE.search(message):
        return found.group(1) if found.group(1) in master.type_map else None
    return None


def _known(master: GraphQLSchema, kind: str, name: str) -> str | None:
    """A field, or a value of an enum."""
    found = master.type_map.get(kind)
    return f"{kind}.{name}" if name in (getattr(found, "fields", None) or getattr(found, "values", ())) else None
