"""What each floor may import, await and write."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, product, tree, under

WRITES = re.compile(r'\b(INSERT\s+INTO|UPDATE\s+"?\w+"?\s+SET|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE|COPY\s+\w+\s*\()')
SAVING = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "copy_records_to_table"}
WAITING = ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
RUNNING = {"eval", "exec", "breakpoint"}
READERS = ("admin_ui", "api", "jobs", "models", "resolvers", "rules", "schema")
BODIES = {"build.py", "fields.py", "scalars.py"}


def test_imports_go_down_the_floors_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert "0 broken" in done.stdout, done.stdout + done.stderr


def test_rules_await_nothing() -> None:
    nodes = [(path, node) for path in under("rules") for node in ast.walk(tree(path))]
    assert [f"{path}:{node.lineno}" for path, node in nodes if isinstance(node, WAITING)] == []


def test_rules_look_at_no_clock() -> None:
    assert _calls(under("rules"), CLOCKS) == []


def test_only_verbs_write() -> None:
    assert [place for place, text in _texts(under(*READERS)) if WRITES.search(text)] == []
    assert _calls(under(*READERS), SAVING) == []


def test_a_write_is_recognized() -> None:
    """Else nobody would know that the test above looks at anything."""
    found = {match.split()[0] for _, text in _texts(under("actions")) for match in WRITES.findall(text)}
    assert found >= {"INSERT", "UPDATE"}


def test_the_schema_reads_like_sdl() -> None:
    found = [f"{path} {name}" for path in under("schema") if path.name not in BODIES for name in _bodies(path)]
    assert found == []


def test_no_text_is_run_as_a_program() -> None:
    assert _calls(product(), RUNNING) == []


def _texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Every text of the program with its place; what is put into a text counts as a word."""
    for path in paths:
        for node in ast.walk(tree(path)):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            texts = [part.value if isinstance(part, ast.Constant) else "x" for part in parts]
            if isinstance(node, ast.JoinedStr | ast.Constant):
                yield f"{path}:{node.lineno}", "".join(map(str, texts))


def _calls(paths: list[Path], names: set[str]) -> list[str]:
    nodes = [(path, node) for path in paths for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    called = [(path, node, getattr(node.func, "attr", getattr(node.func, "id", ""))) for path, node in nodes]
    return [f"{path}:{node.lineno} {name}" for path, node, name in called if name in names]


def _bodies(path: Path) -> Iterator[str]:
    """Functions that do more than to name what they return."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = [part for part in node.body if not isinstance(part, ast.Expr)]
            if len(said) != 1 or not isinstance(said[0], ast.Return):
                yield node.name
