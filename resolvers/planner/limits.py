"""How much one operation may ask: everything is bounded before anything is run."""

from collections import Counter
from collections.abc import Iterator

from graphql import DocumentNode, FieldNode, FragmentSpreadNode, OperationDefinitionNode, SelectionSetNode

from resolvers.planner.errors import BadRequest
from rules.bounds import Bounds

FRAGMENTS = 50
REPEATS = 30
"Times that one field may be named in one place: checking that they all mean the same takes the square of it."
WIDTH = 300
"Things that are named in one place: no type has so many fields."
CONDITIONS = 500
"Of all filters of an operation: each becomes a part of the statement."
FIELDS = 10_000
"Fields of an operation when its fragments are spread."
ABOUT_SCHEMA = ("__schema", "__type")
"Tools ask these in a fixed form that is deeper; validation bounds them."
COST_ABOUT_SCHEMA = 400
COST_OF_CHANGE = 10
"Of calling a mutation, beside what it shows."


def check_size(query: str, bounds: Bounds) -> None:
    most = bounds.characters
    if len(query) > most:
        raise BadRequest(f"The document has {len(query)} characters; at most {most} are read.", "COST_EXCEEDED")


def check_fragments(document: DocumentNode) -> None:
    count = sum(definition.kind == "fragment_definition" for definition in document.definitions)
    if count > FRAGMENTS:
        raise BadRequest(f"The document has {count} fragments; at most {FRAGMENTS} are read.", "COST_EXCEEDED")


def check_width(document: DocumentNode) -> None:
    """Before validation, which takes longer than counting."""
    sets = [definition.selection_set for definition in document.definitions if hasattr(definition, "selection_set")]
    while sets:
        nodes = sets.pop().selections
        names = Counter((node.alias or node.name).value for node in nodes if isinstance(node, FieldNode))
        if names and max(names.values()) > REPEATS:
            key, times = names.most_common(1)[0]
            message = f"'{key[:60]}' is asked for {times} times in one place; at most {REPEATS} times are allowed."
            raise BadRequest(message, "COST_EXCEEDED")
        if len(nodes) > WIDTH:
            message = f"{len(nodes)} things are asked for in one place; at most {WIDTH} are allowed."
            raise BadRequest(message, "COST_EXCEEDED")
        sets += [node.selection_set for node in nodes if getattr(node, "selection_set", None)]


def check_shape(document: DocumentNode, operation: OperationDefinitionNode, bounds: Bounds) -> None:
    """Depth and aliases, through fragments. Fragments must be known and without cycles (validation sees to that)."""
    fragments = {d.name.value: d.selection_set for d in document.definitions if d.kind == "fragment_definition"}
    depth, aliases = _measure(operation.selection_set, fragments, {})
    if depth > bounds.depth:
        raise BadRequest(f"The operation is {depth} levels deep; at most {bounds.depth} are allowed.", "COST_EXCEEDED")
    if aliases > bounds.aliases:
        message = f"The operation uses {aliases} aliases; at most {bounds.aliases} are allowed."
        raise BadRequest(message, "COST_EXCEEDED")
    for other in document.definitions:
        if isinstance(other, OperationDefinitionNode):
            _check_fields([other.selection_set], fragments, FIELDS)


def _check_fields(sets: list[SelectionSetNode], fragments: dict[str, SelectionSetNode], left: int) -> int:
    """Counts the fields of selection sets that merge into one; returns how many may still be asked for."""
    merged: dict[str, list[FieldNode]] = {}
    for node in _spread(sets, fragments, set()):
        merged.setdefault((node.alias or node.name).value, []).append(node)
    for key, nodes in merged.items():
        left -= len(nodes)
        if len(nodes) > REPEATS:
            message = f"'{key[:60]}' is asked for {len(nodes)} times in one place; at most {REPEATS} times are allowed."
            raise BadRequest(message, "COST_EXCEEDED")
        if left < 0:
            raise BadRequest(f"The operation asks for more than {FIELDS} fields.", "COST_EXCEEDED")
        if below := [node.selection_set for node in nodes if node.selection_set]:
            left = _check_fields(below, fragments, left)
    return left


def _spread(
    sets: list[SelectionSetNode], fragments: dict[str, SelectionSetNode], seen: set[str]
) -> Iterator[FieldNode]:
    for node in (node for each in sets for node in each.selections):
        if isinstance(node, FieldNode):
            yield node
        elif not isinstance(node, FragmentSpreadNode):
            yield from _spread([node.selection_set], fragments, seen)
        elif node.name.value not in seen:
            seen.add(node.name.value)
            yield from _spread([fragments[node.name.value]], fragments, seen)


def check_cost(cost: int, most: int) -> None:
    if cost > most:
        raise BadRequest(
            f"The operation would cost {cost}; at most {most} is allowed. Ask for fewer rows or fewer levels.",
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
        elif isinstance(node, FieldNode) and node.name.value in ABOUT_SCHEMA:
            below, more = 1, 0
        elif node.selection_set:
            below, more = _measure(node.selection_set, fragments, known)
            below += isinstance(node, FieldNode)
        else:
            below, more = 1, 0
        depth = max(depth, below)
        aliases += more + bool(isinstance(node, FieldNode) and node.alias)
    return depth, aliases
