"""The security page answers every requirement, with files that are there."""

import re

from tests.house.sources import ROOT

PAGE = (ROOT / "docs" / "SECURITY.md").read_text()
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (met|in part|not met|n/a) \| (.+) \|$", re.MULTILINE)
ROWS = {number: (answer, how) for number, _, answer, how in ROW.findall(PAGE)}
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.\w+|(?:[\w-]+/)+\w+)`")
ASKED = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2
4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3
6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2
10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1
12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3
15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2
"""
"The numbers of levels 1 and 2 of version 5.0.0, by section."


def numbers() -> list[str]:
    found = []
    for section, ranges in (part.split(":") for part in ASKED.split()):
        for first, _, last in (one.partition("-") for one in ranges.split(",")):
            found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def test_every_requirement_is_answered_once_and_in_order() -> None:
    assert len(numbers()) == 253
    assert [number for number, *_ in ROW.findall(PAGE)] == numbers()


def test_every_file_that_is_named_is_there() -> None:
    named = set(FILE.findall(PAGE))
    assert len(named) > 60
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_what_is_met_names_what_does_it() -> None:
    unsaid = [number for number, (answer, how) in ROWS.items() if answer == "met" and len(how) < 4]
    assert unsaid == []


def test_the_sums_at_the_top_are_right() -> None:
    answers = [answer for answer, _ in ROWS.values()]
    said = re.search(r"\*\*Met\*\* (\d+) · \*\*in part\*\* (\d+) · \*\*not met\*\* (\d+) · \*\*n/a\*\* (\d+)", PAGE)
    assert said is not None
    assert [int(n) for n in said.groups()] == [answers.count(a) for a in ("met", "in part", "not met", "n/a")]
