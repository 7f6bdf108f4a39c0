"""Would a test notice? `python -m tests.faults.mutants [module …]`: every small change of a function, one at a time.

The tests of a module are collected once; each mutant is a fork in which one function has another body. What is decided
while a module is imported is not changed.
"""

import ast
import copy
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import CodeType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 60
PERMISSIONS = {
    "rules.permissions": ["tests/rules/test_grants.py"],
    "rules.roles": ["tests/rules/test_grants.py"],
    "rules.granting": ["tests/rules/test_granting.py"],
    "resolvers.planner.pruning": ["tests/resolvers/test_pruning.py"],
    "resolvers.planner.writing": ["tests/resolvers/test_writing.py"],
    "resolvers.planner.masks": ["tests/resolvers/test_writing.py"],
    "resolvers.planner.landing": ["tests/resolvers/test_writing.py"],
    "resolvers.planner.sights": ["tests/resolvers/test_pruning.py"],
}
"""What decides who may do what, each with the tests that kill its mutants soonest."""
MONEY = {
    "rules.money": ["tests/rules/test_money.py"],
    "rules.points": ["tests/rules/test_points.py"],
    "rules.wallets": ["tests/rules/test_wallets.py"],
    "rules.earning": ["tests/rules/test_earning.py"],
}
BAR = 95.0
SAID = {"Refused", "tells", "Detail"}
"Calls whose texts are words for people: other tests hold those."
SWAPPED: dict[type[Any], type[Any]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitOr, ast.Break: ast.Continue,
}  # fmt: skip
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
Change = tuple[str, ast.AST]
"""What was done, and the node that stands there now."""


@dataclass(frozen=True)
class Mutant:
    module: str
    function: str
    line: int
    told: str
    code: CodeType


def mutants(module: str) -> Iterator[Mutant]:
    """Of every function of a module."""
    file = ROOT / f"{module.replace('.', '/')}.py"
    tree = ast.parse(file.read_text())
    places = [(n, node) for n, node in enumerate(ast.walk(tree)) if not isinstance(node, ast.Module)]
    inside = {id(part): name for name, function in _functions(tree) for part in ast.walk(function)}
    words = {id(part) for part in _words(tree)}
    for number, node in places:
        if id(node) in inside and id(node) not in words:
            for told, changed in changes(node):
                yield _made(module, file, tree, number, inside[id(node)], told, changed)


def changes(node: ast.AST) -> Iterator[Change]:
    """Each way in which a node is changed."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield from _with(node, ops=[SWAPPED[type(op)]()])
        case ast.BoolOp() if not _is_filled(node):
            yield from _with(node, op=SWAPPED[type(node.op)]())
            for n in range(len(node.values)):
                left = [v for m, v in enumerate(node.values) if m != n]
                told = f"{ast.unparse(node)[:70]} without {ast.unparse(node.values[n])[:40]}"
                yield told, left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
        case ast.BinOp() if type(node.op) in SWAPPED:
            yield from _with(node, op=SWAPPED[type(node.op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield f"not {ast.unparse(node.operand)} → {ast.unparse(node.operand)}", node.operand
        case ast.IfExp():
            yield from _with(node, body=node.orelse, orelse=node.body)
        case ast.If() | ast.While() if not isinstance(node.test, ast.Constant):
            yield from _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension() if node.ifs:
            yield from _with(node, ifs=node.ifs[1:])
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield from _with(node, func=ast.Name(NAMES[name], ast.Load()))
        case ast.Return(value=value) if value is not None and not _is_plain(value):
            yield from _with(node, value=ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Break():
            yield f"without {ast.unparse(node)[:60]}", ast.Pass()
        case ast.Constant():
            yield from _constant(node)


def _constant(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield from _with(node, value=not node.value)
    elif isinstance(node.value, int):
        yield from _with(node, value=node.value + 1)
    elif isinstance(node.value, str) and node.value:
        yield from _with(node, value=f"{node.value}XX")


def _with(node: Any, **parts: Any) -> Iterator[Change]:
    changed = copy.copy(node)
    for name, value in parts.items():
        setattr(changed, name, value)
    before, after = (
        ast.unparse(node).partition("\n")[0],
        ast.unparse(ast.fix_missing_locations(changed)).partition("\n")[0],
    )
    yield f"{before[:70]} → {after[:70]}", changed


def _is_plain(value: ast.expr) -> bool:
    """None in its place says the same, or its own change says more."""
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool))


def _is_filled(node: ast.BoolOp) -> bool:
    """`given or ()`, for what is never None here."""
    return isinstance(node.values[-1], ast.Tuple) and not node.values[-1].elts


def _functions(tree: ast.AST, before: str = "") -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield before + node.name, ast.Module([*node.body], [])
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{before}{node.name}.")


def _words(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, texts for people, annotations."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID:
            yield from (part for part in ast.walk(node) if isinstance(part, ast.Constant))
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["message"]:
            yield from ast.walk(node.value)
        if isinstance(node, ast.AnnAssign):
            yield from ast.walk(node.annotation)
        if isinstance(node, ast.Assert):
            yield from ast.walk(node)


def _made(module: str, file: Path, tree: ast.Module, number: int, function: str, told: str, changed: ast.AST) -> Mutant:
    other = copy.deepcopy(tree)
    target = next(node for n, node in enumerate(ast.walk(other)) if n == number)
    line = _line(target)

    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return ast.copy_location(changed, node) if node is target else self.generic_visit(node)

    code = compile(ast.fix_missing_locations(Put().visit(other)), str(file), "exec")
    return Mutant(module, function, line, told, _code_of(code, function))


def _line(node: ast.AST) -> int:
    return next((part.lineno for part in ast.walk(node) if hasattr(part, "lineno")), 0)


def _code_of(code: CodeType, name: str) -> CodeType:
    for part in name.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return code


def put(mutant: Mutant) -> None:
    """The running function gets the other body."""
    found: Any = importlib.import_module(mutant.module)
    for part in mutant.function.split("."):
        found = vars(found)[part]
    function = getattr(found, "fget", None) or getattr(found, "func", None) or getattr(found, "__func__", found)
    function = getattr(function, "__wrapped__", function)
    assert isinstance(function, FunctionType), mutant.function
    function.__code__ = mutant.code


class Forking:
    """Runs the collected tests once as they are, and once for each mutant, in a process of its own."""

    def __init__(self, made: list[Mutant]) -> None:
        self.made, self.survived = made, list[Mutant]()
        self.is_sound = False

    def pytest_configure(self) -> None:
        """Few examples, always the same: they are tried for every mutant."""
        from hypothesis import settings

        settings.register_profile("mutants", max_examples=30, database=None, deadline=None, derandomize=True)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.is_sound = self._passes(session, None)
        for mutant in self.made if self.is_sound else ():
            if self._passes(session, mutant):
                self.survived.append(mutant)
        return True

    def _passes(self, session: pytest.Session, mutant: Mutant | None) -> bool:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            self._run(session, mutant)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def _run(self, session: pytest.Session, mutant: Mutant | None) -> None:
        signal.alarm(SECONDS)
        if mutant:
            put(mutant)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        try:
            for n, item in enumerate(session.items):
                after = session.items[n + 1] if n + 1 < len(session.items) else None
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if session.testsfailed:
                    os._exit(1)
        finally:
            os._exit(1 if session.testsfailed else 0)


def survivors(module: str, tests: list[str]) -> tuple[int, list[Mutant]]:
    """How many mutants there are, and those that no test noticed. Raises AssertionError if the tests fail anyway."""
    made = list(mutants(module))
    forking = Forking(made)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-x", "--no-header", *tests], plugins=[forking])
    assert forking.is_sound, f"the tests of {module} fail as they are"
    return len(made), forking.survived


def main(wanted: list[str]) -> int:
    known = PERMISSIONS | MONEY
    chosen = {name: tests for name, tests in known.items() if not wanted or name in wanted}
    total = lost = 0
    for module, tests in chosen.items():
        began = perf_counter()
        many, left = survivors(module, tests)
        total, lost = total + many, lost + len(left)
        for one in left:
            print(f"  {one.module}:{one.line} {one.function}: {one.told}")
        _tell(module, many, left, perf_counter() - began)
    print(f"{total - lost} of {total} killed: {100 * (total - lost) / max(total, 1):.1f} %")
    return int(total > 0 and 100 * (total - lost) / total < BAR)


def _tell(module: str, many: int, left: list[Mutant], seconds: float) -> None:
    share = 100 * (many - len(left)) / max(many, 1)
    print(f"{module}: {many - len(left)} of {many} killed, {share:.1f} %, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main([name for name in sys.argv[1:] if not name.startswith("-")]))
