"""Rows that can be kept, and for every other row the line, the column, the value and the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from actions.imports.general.fields import Field, cell
from actions.imports.general.reading import LINE, Batch
from actions.imports.reports import Problem

REASON, FIRST = "#reason", "#first"
REFUSED = "the row is left out"


@dataclass
class Checked:
    """`rows` and `lost` (those that are left out) have LINE and one column per field, read. Lost ones have problems."""

    rows: pl.DataFrame
    lost: pl.DataFrame
    problems: list[Problem]
    refused: int


@dataclass(frozen=True)
class Checker:
    """Checks batches of one file. `columns` maps fields to columns; `doubles` are rows that repeat an earlier one."""

    file: str
    fields: Sequence[Field]
    columns: Mapping[str, str]
    doubles: Mapping[str, pl.DataFrame]

    def check(self, batch: Batch) -> Checked:
        """Every cell by itself, then what was found twice in the file."""
        texts = self.texts(batch.rows)
        values = self.values(texts)
        problems = [*batch.problems, *self._wrong_cells(texts, values), *self._repeated(texts)]
        problems.sort(key=lambda problem: problem.line or 0)
        return self.without(Checked(values, values.clear(), [], 0), problems)

    def texts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Each field's cell as text; null where the cell is empty or the file has no such column."""
        found = {name: cell(column) for name, column in self.columns.items()}
        missing = [pl.lit(None, pl.String).alias(f.name) for f in self.fields if f.name not in found]
        return rows.select(LINE, *[text.alias(name) for name, text in found.items()], *missing)

    def values(self, texts: pl.DataFrame) -> pl.DataFrame:
        return texts.select(LINE, *[field.read(pl.col(field.name)).alias(field.name) for field in self.fields])

    def without(self, checked: Checked, problems: Iterable[Problem]) -> Checked:
        """The same without the rows that have problems. Each row counts once."""
        problems = list(problems)
        if not problems:
            return checked
        lines = {problem.line for problem in problems}
        is_wrong = pl.col(LINE).is_in(list(lines))
        lost = pl.concat([checked.lost, checked.rows.filter(is_wrong)])
        rows = checked.rows.filter(~is_wrong)
        return Checked(rows, lost, [*checked.problems, *problems], checked.refused + len(lines))

    def problem(self, field: str, line: int, value: str | None, reason: str) -> Problem:
        return Problem(self.file, reason, REFUSED, line=line, column=self.columns.get(field, field), value=value)

    def _wrong_cells(self, texts: pl.DataFrame, values: pl.DataFrame) -> list[Problem]:
        both = texts.hstack(values.drop(LINE).rename({field.name: f"={field.name}" for field in self.fields}))
        verdicts = both.select(
            LINE, *[f.why_not(pl.col(f.name), pl.col(f"={f.name}")).alias(f.name) for f in self.fields]
        )
        problems = []
        for field in self.fields:
            wrong = texts.select(LINE, field.name, verdicts[field.name].alias(REASON)).filter(
                pl.col(REASON).is_not_null()
            )
            problems += [self.problem(field.name, *row) for row in wrong.iter_rows()]
        return problems

    def _repeated(self, texts: pl.DataFrame) -> list[Problem]:
        problems = []
        for name, doubles in self.doubles.items():
            found = texts.select(LINE, name).join(doubles, on=LINE).iter_rows()
            problems += [self.problem(name, line, value, f"is also in line {first:,}") for line, value, first in found]
        return problems


def doubles(keys: pl.DataFrame) -> pl.DataFrame:
    """Lines whose `key` an earlier line has, as LINE and FIRST. `key` is a hash; sorting it takes the least memory."""
    ordered = keys["key"].sort()
    again = ordered.filter((ordered == ordered.shift()).fill_null(False)).unique()
    found = keys.filter(pl.col("key").is_in(again.implode())).with_columns(pl.col(LINE).min().over("key").alias(FIRST))
    return found.filter(pl.col(LINE) != pl.col(FIRST)).select(pl.col(LINE).cast(pl.Int64), pl.col(FIRST).cast(pl.Int64))
