"""An operation that was parsed and validated once, with a plan for each form that its variables can give it."""

from collections import OrderedDict
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    Undefined,
    VariableNode,
    Visitor,
    coerce_input_value,
    get_operation_ast,
    get_variable_values,
    parse,
    specified_rules,
    type_from_ast,
    validate,
    visit,
)

from resolvers.planner import limits, searching
from resolvers.planner.errors import BadRequest
from resolvers.planner.selection import Operation
from rules.bounds import USUAL, Bounds

SLOW_RULES = [OverlappingFieldsCanBeMergedRule]
"Compares every two fields of one name, so it comes after the limits."
QUICK_RULES = [rule for rule in specified_rules if rule not in SLOW_RULES]
LONGEST_MESSAGE = 300
TOO_MANY_TOKENS = "Syntax Error: Document contains more than"
"How the parser begins when it stops counting."
SEVERAL = "The document has no operation, or several: say which with operationName."
ABSENT = "absent"
"Of a variable that is not given, which is not the same as null; no other form is this text."
FORMS = 64
"Plans kept for one document."


class Rejected(Exception):
    """The document cannot be run; `errors` are GraphQL errors for the caller."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


class Document:
    """One operation of one document, valid against one caller's schema."""

    def __init__(self, schema: GraphQLSchema, tree: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.schema = schema
        self.tree = tree
        self.operation = operation
        self.fragments = {d.name.value: d for d in tree.definitions if d.kind == "fragment_definition"}
        self.plans: OrderedDict[Any, Any] = OrderedDict()
        self.witness: Document | None = self
        "The same with the keys of the members that it reads; itself until somebody asks for that."
        self.reads_a_member = _names_root(tree, "member")
        searched = _searched(tree)
        self._kinds = [
            (node.variable.name.value, type_from_ast(schema, node.type), node.variable.name.value in searched)
            for node in operation.variable_definitions or ()
        ]

    def coerce(self, given: dict[str, Any]) -> dict[str, Any]:
        """The variables as the schema's types have them, defaults included. Raises Rejected."""
        values = {name: coerce_input_value(given[name], kind) for name, kind, _ in self._kinds if name in given}
        if len(values) < len(self._kinds) or Undefined in values.values():
            return self._worded(given)
        return values

    def _worded(self, given: dict[str, Any]) -> dict[str, Any]:
        """The long way, with defaults and with words for what does not fit."""
        values = get_variable_values(
            self.schema, self.operation.variable_definitions, given, max_errors=5, hide_suggestions=True
        )
        if isinstance(values, list):
            raise Rejected([coded(error, "INVALID") for error in values])
        return values.coerced

    def form(self, variables: dict[str, Any]) -> tuple[Any, ...]:
        """What of the variables decides the statement; equal forms share a plan."""
        return tuple(
            ABSENT
            if name not in variables
            else searching.shape(variables[name])
            if searched
            else _form(variables[name], kind, inside=False)
            for name, kind, searched in self._kinds
        )

    def read(self, variables: dict[str, Any]) -> Operation:
        return Operation(self.schema, self.operation, self.fragments, variables)

    def remember(self, form: Any, plan: Any) -> None:
        self.plans[form] = plan
        if len(self.plans) > FORMS:
            self.plans.popitem(last=False)


def read_document(schema: GraphQLSchema, query: str, name: str | None, bounds: Bounds = USUAL) -> Document:
    """Parses, validates and measures. Raises Rejected."""
    try:
        limits.check_size(query, bounds)
        tree = parse(query, no_location=False, max_tokens=bounds.tokens)
        limits.check_fragments(tree)
        limits.check_width(tree)
    except GraphQLError as error:
        is_long = error.message.startswith(TOO_MANY_TOKENS)
        raise Rejected([coded(error, "COST_EXCEEDED" if is_long else "INVALID")]) from None
    _validate(schema, tree, QUICK_RULES, bounds.errors)
    operation = get_operation_ast(tree, name or None)
    if operation is None:
        raise Rejected([BadRequest(_which(name))])
    try:
        limits.check_shape(tree, operation, bounds)
    except GraphQLError as error:
        raise Rejected([error]) from None
    _validate(schema, tree, SLOW_RULES, bounds.errors)
    return Document(schema, tree, operation)


def _validate(schema: GraphQLSchema, tree: DocumentNode, rules: list[type[ASTValidationRule]], most: int) -> None:
    errors = validate(schema, tree, rules, max_errors=most, hide_suggestions=True)
    if errors:
        raise Rejected(errors)


def coded(error: GraphQLError, code: str) -> GraphQLError:
    """The error with a code and without guesses, and not longer than needed: some repeat what was sent."""
    error.extensions = {"code": code} | (error.extensions or {})
    error.message = error.message.partition(" Did you mean ")[0]
    if len(error.message) > LONGEST_MESSAGE:
        error.message = f"{error.message[: LONGEST_MESSAGE // 2]} … {error.message[-LONGEST_MESSAGE // 2 :]}"
    return error


def _which(name: str | None) -> str:
    if name:
        return f"The document has no operation named '{name[:60]}'."
    return SEVERAL


def _names_root(tree: DocumentNode, name: str) -> bool:
    """Whether a field of this name is asked for at the top of an operation, or anywhere in a fragment."""
    tops = (node for d in tree.definitions for node in getattr(getattr(d, "selection_set", None), "selections", ()))
    return any(getattr(getattr(node, "name", None), "value", "") == name or node.kind != "field" for node in tops)


def _searched(tree: DocumentNode) -> set[str]:
    """The variables that are given to an argument called `search`."""
    found: set[str] = set()

    class Collect(Visitor):
        def enter_argument(self, node: Any, *_: Any) -> None:
            if node.name.value == "search" and isinstance(node.value, VariableNode):
                found.add(node.value.name.value)

    visit(tree, Collect())
    return found


def _form(value: Any, kind: Any, *, inside: bool) -> Any:
    if value is None:
        return None
    if isinstance(kind, GraphQLNonNull):
        return _form(value, kind.of_type, inside=inside)
    if isinstance(kind, GraphQLInputObjectType):
        exact = kind.name == "RelativeRange"
        return tuple((n, _form(v, kind.fields[n].type, inside=not exact)) for n, v in value.items())
    if isinstance(kind, GraphQLList):
        return tuple(_form(v, kind.of_type, inside=inside) for v in value) if _matters(kind.of_type) else True
    if isinstance(kind, GraphQLEnumType) or kind.name == "Boolean" or (kind.name == "Int" and not inside):
        return value
    return str(value).partition("_")[0] if kind.name == "ID" else True


def _matters(kind: Any) -> bool:
    """Lists of plain values are bound as one array; only lists of objects and of enum values change the statement.

    Nor do lists of what a mutation or a calculation takes: those are inputs that name no rows.
    """
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if getattr(kind, "name", "").endswith("Input"):
        return False
    return isinstance(kind, GraphQLInputObjectType | GraphQLList)
