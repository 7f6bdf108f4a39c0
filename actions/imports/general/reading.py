"""Rows of a CSV or Parquet file, in batches of text columns, with the line that each row stands in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

import polars as pl

from actions.imports.general.origin import Origin
from actions.imports.reports import Problem

LINE = "#line"
"The column with a row's line. The header of a CSV file is line 1; the first row of a Parquet file is."
BATCH = 10_000
"Rows in a batch, which is what one transaction writes. Steps are named by it: a new size begins every import anew."


@dataclass
class Batch:
    """Some rows as text. `rows` has the file's columns and LINE; lines that are no rows are in `problems`."""

    first: int
    rows: pl.DataFrame
    problems: list[Problem]

    @property
    def size(self) -> int:
        return self.rows.height + len(self.problems)


@dataclass
class Lines:
    """The physical lines of a text file, of which those after a broken one can be given back."""

    file: TextIO
    number: int = 0
    taken: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else next(self.file)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All that was taken for this row but its first line: a quote that is never closed must not swallow others."""
        self.again.extend(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def batches(origin: Origin) -> Iterator[Batch]:
    """Every row of the file, once."""
    return _parquet_batches(origin) if origin.is_parquet else _csv_batches(origin)


def together(parts: Iterator[Batch], column: str) -> Iterator[Batch]:
    """The same rows, but those that follow each other with one value in `column` are in one batch."""
    held: Batch | None = None
    for part in parts:
        joined = part if held is None else _joined(held, part)
        key = pl.col(column).fill_null("")
        last = joined.rows.select((key != key.last()).fill_null(False).arg_true().max().fill_null(-1) + 1).item() or 0
        yield Batch(joined.first, joined.rows[:last], joined.problems)
        held = Batch(part.first + part.size, joined.rows[last:], [])
    if held is not None and held.rows.height:
        yield held


def _joined(held: Batch, part: Batch) -> Batch:
    return Batch(part.first, pl.concat([held.rows, part.rows]), part.problems)


def _csv_batches(origin: Origin) -> Iterator[Batch]:
    with open(origin.path, encoding=origin.encoding, newline="") as file:
        rows, numbers, problems, first = [], [], [], 1
        for line, row, reason in _records(Lines(file), origin):
            if reason is None:
                rows.append(row)
                numbers.append(line)
            else:
                problems.append(Problem(origin.name, reason, "left out", line=line, value=_start(row)))
            if len(rows) + len(problems) == BATCH:
                yield Batch(first, _frame(origin, rows, numbers), problems)
                first += BATCH
                rows, numbers, problems = [], [], []
        if rows or problems:
            yield Batch(first, _frame(origin, rows, numbers), problems)


def _records(lines: Lines, origin: Origin) -> Iterator[tuple[int, list[str], str | None]]:
    """Line, cells, and why the cells are no row of this file (None if they are one). Empty lines are no rows."""
    reader = csv.reader(lines, delimiter=origin.delimiter, strict=True)
    next(reader, None)
    width = len(origin.columns)
    while True:
        lines.taken.clear()
        line = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back()
            yield line, lines.taken[:1], f"the line is not valid CSV: {error}"
            continue
        if len(row) == width:
            yield line, row, None
        elif row:
            lines.give_back()
            yield line, row, f"has {len(row)} cells where the header has {width}"


def _frame(origin: Origin, rows: list[list[str]], numbers: list[int]) -> pl.DataFrame:
    cells = zip(*rows, strict=True) if rows else ((),) * len(origin.columns)
    columns = {name: pl.Series(values, dtype=pl.String) for name, values in zip(origin.columns, cells, strict=True)}
    return pl.DataFrame(columns | {LINE: pl.Series(numbers, dtype=pl.Int64)})


def _parquet_batches(origin: Origin) -> Iterator[Batch]:
    text = [pl.col(name).cast(pl.String) for name in origin.columns]
    scan = pl.scan_parquet(origin.path)
    for start in range(0, origin.row_count or 0, BATCH):
        rows = scan.slice(start, BATCH).select(text).collect()
        yield Batch(start + 1, rows.with_columns(pl.int_range(start + 1, start + 1 + rows.height).alias(LINE)), [])


def _start(row: list[str]) -> str:
    return ",".join(row).strip()[:100]
