"""What refusals say, read from the source: the template of each `Refused(…)`, `fails(…)`, `tells(…)` or `Effect(…)`."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("rules", "actions", "resolvers")
CALLS = {"Refused": 1, "Outrun": 1, "fails": 1, "Effect": 2, "tells": 0}
"Each with the place of its template among the arguments."


@dataclass(frozen=True, slots=True)
class Said:
    """One call. `texts` are what its template can be; none if that cannot be read from the source."""

    place: str
    texts: tuple[str, ...]


def refusals() -> Iterator[Said]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from of_source(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT)))


def of_source(source: str, place: str) -> Iterator[Said]:
    tree = ast.parse(source)
    known = _literals(tree.body)
    yield from _of(tree, known, place)


def _of(node: ast.AST, known: dict[str, tuple[str, ...]], place: str) -> Iterator[Said]:
    """A name inside a function is what the function says it is, else what the module says."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        known = known | _literals(ast.walk(node))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
        yield Said(f"{place}:{node.lineno}", _texts(_template(node), known))
    for child in ast.iter_child_nodes(node):
        yield from _of(child, known, place)


def _template(call: ast.Call) -> ast.AST | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "template"), None)
    place = CALLS[call.func.id]
    return call.args[place] if len(call.args) > place else named


def _literals(nodes: Iterator[ast.AST] | list[ast.stmt]) -> dict[str, tuple[str, ...]]:
    """The texts that each assigned name can have; none if one of its values is not a plain text."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for node in nodes:
        for target, value in _assigned(node):
            found.setdefault(target, []).append(_texts(value, {}))
    return {name: sum(texts, ()) if all(texts) else () for name, texts in found.items()}


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if not isinstance(node, ast.Assign):
        return
    target, value = node.targets[0], node.value
    pairs = zip(target.elts, value.elts, strict=False) if _are_both_tuples(target, value) else [(target, value)]
    yield from ((name.id, given) for name, given in pairs if isinstance(name, ast.Name))


def _are_both_tuples(target: ast.AST, value: ast.AST) -> bool:
    return isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)


def _texts(node: ast.AST | None, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    match node:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.Name(id=name):
            return known.get(name, ())
        case ast.IfExp(body=one, orelse=other):
            both = _texts(one, known), _texts(other, known)
            return both[0] + both[1] if all(both) else ()
    return ()
