"""How large files and functions may be."""

import ast
from itertools import chain
from pathlib import Path

from tests.house.sources import Function, functions, product, text, tree, under

FILE, LARGE_FILE = 250, 400
FUNCTION, TEST, NESTING = 40, 20, 3
TEMPLATE, STYLES = 80, 300
BLOCKS = ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.Match
PYTHON = product() + under("tests")


def test_a_file_is_read_at_one_sitting() -> None:
    assert [str(path) for path in PYTHON if _lines(path) > (LARGE_FILE if _may_be_large(path) else FILE)] == []


def test_a_function_fits_a_screen() -> None:
    assert [f"{path} {f.name}" for path in PYTHON for f in functions(path) if _length(f) > FUNCTION] == []


def test_a_test_is_short() -> None:
    tests = [(path, f) for path in under("tests") for f in functions(path) if f.name.startswith("test_")]
    assert len(tests) > 100
    assert [f"{path} {test.name}" for path, test in tests if _length(test) > TEST] == []


def test_nothing_is_nested_deeply() -> None:
    bodies = [(path, part) for path in PYTHON for part in (tree(path), *functions(path))]
    deep = {f"{path} {getattr(part, 'name', '')}" for path, part in bodies if _depth(part.body) > NESTING}
    assert deep == set()


def test_a_template_is_short() -> None:
    assert [str(path) for path in _under_pages(".html") if _lines(path) > TEMPLATE] == []


def test_a_style_file_is_short() -> None:
    assert [str(path) for path in _under_pages(".css", ".scss") if _lines(path) > STYLES] == []


def test_an_elif_is_no_deeper_than_its_if() -> None:
    flat = "if a:\n  pass\nelif b:\n  pass\nelif c:\n  for d in e: pass"
    deep = "try:\n  for a in b:\n    if c: pass\nexcept E:\n  with d:\n    for e in f:\n      if g: pass"
    assert (_depth(ast.parse(flat).body), _depth(ast.parse(deep).body)) == (2, 4)


def _under_pages(*suffixes: str) -> list[Path]:
    found = [path for suffix in suffixes for path in under("admin_ui", suffix=suffix)]
    assert found
    return found


def _may_be_large(path: Path) -> bool:
    return path.parts[0] == "tests" or path.parts[:2] == ("resolvers", "planner")


def _lines(path: Path) -> int:
    return len(text(path).splitlines())


def _length(function: Function) -> int:
    return function.end_lineno - function.lineno + 1


def _depth(body: list[ast.stmt]) -> int:
    return max((_block_depth(statement) for statement in body), default=0)


def _block_depth(statement: ast.stmt) -> int:
    """How deep blocks lie in each other; a function begins anew."""
    if not isinstance(statement, BLOCKS):
        return 0
    otherwise = getattr(statement, "orelse", [])
    is_elif = isinstance(statement, ast.If) and len(otherwise) == 1 and isinstance(otherwise[0], ast.If)
    parts = chain(getattr(statement, "handlers", []), getattr(statement, "cases", []))
    inside = [*getattr(statement, "body", []), *getattr(statement, "finalbody", []), *([] if is_elif else otherwise)]
    deepest = max([_depth(inside), *(_depth(part.body) for part in parts)])
    return max(1 + deepest, _depth(otherwise) if is_elif else 0)
