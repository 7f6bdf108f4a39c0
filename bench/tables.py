"""Prints tables, on a terminal and for docs/FIGURES.md."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table whose columns are also straight on a terminal."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(_width(row[n]) for row in cells) for n in range(len(head))]
    lines = ["| " + " | ".join(_padded(cell, widths[n], n) for n, cell in enumerate(row)) + " |" for row in cells]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if n == 0 else ":") for n, width in enumerate(widths)) + "|"
    return "\n".join([f"**{title}**", "", lines[0], rule, *lines[1:], ""])


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, column: int) -> str:
    space = " " * (width - _width(text))
    return text + space if column == 0 else space + text
