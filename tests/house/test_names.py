"""Names, docstrings and words."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import FLOORS, files, product, text, tree

UNNAMED = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "service", "services"}
UNNAMED |= {"handler", "handlers", "misc"}
LAW = re.compile(r"^\| `(\w+)/` \| (.+?)[.:;] ?.*\|$", re.MULTILINE)
"A row of the table of laws: the floor, and the beginning of its law."
LAWS = LAW.findall(text(Path("docs/HOUSE.md")))
FOLDERS = "|".join(("work", "tmp", "home", "root", "Users", "workspace"))
OF_ONE_MACHINE = re.compile(rf"(?<![\w.~$}}>/-])/(?:{FOLDERS})/[\w.-]")
OF_ONE_WORKPLACE = re.compile("|".join((r"\bfarm" + "-", "helper" + " session", "issue" + " #")), re.IGNORECASE)
IMAGES = {".png", ".jpg", ".webp", ".ico", ".woff2"}
HOSTED = re.compile(r'-index-url|"resolved"|https?://[^\s"]+/simple')


def test_every_file_is_named_by_what_it_does() -> None:
    assert [str(path) for path in files() if UNNAMED & {part.partition(".")[0].strip("_") for part in path.parts}] == []


def test_every_floor_has_its_law_in_the_house() -> None:
    assert set(FLOORS) - set(dict(LAWS)) == {"database"}


@pytest.mark.parametrize(("floor", "law"), LAWS)
def test_a_floor_opens_with_its_law(floor: str, law: str) -> None:
    assert re.split(r"[.:;]", _opening(Path(floor, "__init__.py")))[0] == law


def test_every_module_says_what_it_is_in_a_sentence() -> None:
    assert [str(path) for path in product() if not _opening(path).endswith((".", "?"))] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert _lines_with(OF_ONE_MACHINE) == []


def test_no_file_speaks_of_the_workplace() -> None:
    assert _lines_with(OF_ONE_WORKPLACE) == []


@pytest.mark.parametrize("line", ["cd /" + "work/main", 'Path("/' + 'tmp/x")', "see /" + "home/ana/notes"])
def test_a_path_of_one_machine_is_recognized(line: str) -> None:
    assert OF_ONE_MACHINE.search(line)


@pytest.mark.parametrize("line", ["https://example.com/" + "work/main", "actions/" + "work/x", "${X}/" + "tmp/x"])
def test_other_paths_are_left_alone(line: str) -> None:
    assert not OF_ONE_MACHINE.search(line)


def test_lock_files_name_no_host() -> None:
    locks = [path for path in files() if path.suffix == ".lock" or path.name == "package-lock.json"]
    assert len(locks) == 3
    assert [str(path) for path in locks if HOSTED.search(text(path))] == []


def _opening(path: Path) -> str:
    """The first line of the docstring."""
    return (ast.get_docstring(tree(path)) or "").partition("\n")[0]


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in files()
        if path.suffix not in IMAGES
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
