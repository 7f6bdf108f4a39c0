"""How much one operation may ask: everything is bounded before anything is run."""

from graphql import DocumentNode, FieldNode, FragmentSpreadNode, OperationDefinitionNode, SelectionSetNode

from resolvers.planner.errors import BadRequest

DEPTH = 12
TOKENS = 4_000
ALIASES = 30
COST = 1_000
CHARACTERS = 100_000


def check_size(query: str) -> None:
    if len(query) > CHARACTERS:
        raise BadRequest(f"The document has {len(query)} characters; at most {CHARACTERS} are read.", "COST_EXCEEDED")


def check_shape(document: DocumentNode, operation: OperationDefinitionNode) -> None:
    """Depth and aliases, through fragments. Fragments must be known and without cycles (validation sees to that)."""
    fragments = {d.name.value: d.selection_set for d in document.definitions if d.kind == "fragment_definition"}
    depth, aliases = _measure(operation.selection_set, fragments, {})
    if depth > DEPTH:
        raise BadRequest(f"The operation is {depth} levels deep; at most {DEPTH} are allowed.", "COST_EXCEEDED")
    if aliases > ALIASES:
        raise BadRequest(f"The operation uses {aliases} aliases; at most {ALIASES} are allowed.", "COST_EXCEEDED")


def check_cost(cost: int) -> None:
    if cost > COST:
        raise BadRequest(
            f"The operation would cost {cost}; at most {COST} is allowed. Ask for fewer rows or fewer levels.",
            "COST_EXCEEDED",
        )


def _measure(
    selections: SelectionSetNode, fragments: dict[str, SelectionSetNode], known: dict[str, tuple[int, int]]
) -> tuple[int, int]:
    """(depth, aliases) below a selection set; each fragment is measured once and counted at each use."""
    depth = aliases = 0
    for node in selections.selections:
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name not in known:
                known[name] = _measure(fragments[name], fragments, known)
            below, more = known[name]
        elif node.selection_set:
            below, more = _measure(node.selection_set, fragments, known)
            below += isinstance(node, FieldNode)
        else:
            below, more = 1, 0
        depth = max(depth, below)
        aliases += more + bool(isinstance(node, FieldNode) and node.alias)
    return depth, aliases
