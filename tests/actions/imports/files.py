"""Files to import, as others send them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

HEADER = ("Member No", "Name", "Phone", "E-mail", "Birthday", "Gender", "Joined at", "External ID", "Card No", "Points")


def written(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with open(path, "w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def member_row(n: int, **instead: object) -> list[object]:
    """The cells of HEADER for member number n; `instead` goes by the header's words, with _ for what is no letter."""
    row = dict(zip(HEADER, (
        f"A{n:06d}", f"Ann {n}", f"+1 555 {n:07d}", f"Ann{n}@Example.com", "1980-02-29", "f", "2024-05-01 10:00",
        f"crm:{n}", f"60{n:06d}" if n % 2 else "", n % 50,
    ), strict=True))  # fmt: skip
    known = {name.replace(" ", "_").replace("-", "_"): name for name in HEADER}
    return list((row | {known[name]: value for name, value in instead.items()}).values())


def members_file(folder: Path, count: int, bad: int = 0) -> Path:
    """So many members, of whom the last `bad` have an impossible birthday."""
    rows = [member_row(n, **({"Birthday": "2023-02-30"} if n > count - bad else {})) for n in range(1, count + 1)]
    return written(folder / "members.csv", [HEADER, *rows])
