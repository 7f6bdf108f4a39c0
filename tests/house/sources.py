"""What the repository is made of, for the tests of its laws."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("actions", "admin_ui", "api", "bench", "database", "jobs", "models", "resolvers", "rules", "schema")
DOORS = ("app.py", "cli.py", "settings.py")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root; what is made or installed is not of it."""
    return tuple(sorted(_below(ROOT)))


def under(*folders: str, suffix: str = ".py") -> list[Path]:
    """Files of these folders, of every depth."""
    return [path for path in files() if path.parts[0] in folders and path.suffix == suffix]


def product() -> list[Path]:
    """The Python that is installed, without the migrations, which stay as they were when they were applied."""
    return [path for path in files() if path.suffix == ".py" and (path.parts[0] in FLOORS or str(path) in DOORS)]


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        relative = path.relative_to(ROOT)
        if _is_ignored(relative):
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield relative


@cache
def _ignored() -> list[str]:
    return [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line)]


def _is_ignored(path: Path) -> bool:
    return any(fnmatch(path.name, pattern) or str(path) == pattern for pattern in _ignored())
