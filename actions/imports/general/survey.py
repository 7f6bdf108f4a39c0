"""A first look at the whole file: how many rows it has, and which of them repeat what must be there once."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from actions.imports.general.checking import Checker, doubles
from actions.imports.general.origin import Origin
from actions.imports.general.reading import LINE, batches
from actions.imports.reports import Progress


@dataclass(frozen=True)
class Survey:
    rows: int
    doubles: dict[str, pl.DataFrame]


def survey(origin: Origin, checker: Checker, unique: Sequence[str], grouped: str | None, progress: Progress) -> Survey:
    """Reads everything once and keeps only hashes (12 bytes a cell), so that a file of any size fits.

    `unique` fields may stand in one row only; the field `grouped` only in rows that follow each other.
    """
    names = [name for name in (*unique, grouped) if name in checker.columns]
    reads = {field.name: field.read for field in checker.fields}
    seen, rows = {name: [] for name in names}, 0
    for batch in batches(origin):
        texts = checker.texts(batch.rows)
        for name in names:
            values = texts.select(pl.col(LINE).cast(pl.UInt32), key=reads[name](pl.col(name))).drop_nulls("key")
            seen[name].append(values.with_columns(pl.col("key").hash()))
        rows += batch.size
        progress("reading", rows, origin.row_count)
    return Survey(rows, {name: _doubles(seen.pop(name), name == grouped) for name in names})


def _doubles(parts: list[pl.DataFrame], is_grouped: bool) -> pl.DataFrame:
    keys = pl.concat(parts) if parts else pl.DataFrame(schema={LINE: pl.UInt32, "key": pl.UInt64})
    if not is_grouped:
        return doubles(keys)
    run = keys.with_columns((pl.col("key") != pl.col("key").shift()).fill_null(True).cum_sum().alias("run"))
    starts = run.group_by("run", maintain_order=True).first()
    late = starts.select(LINE, "key").pipe(doubles).join(starts.with_columns(pl.col(LINE).cast(pl.Int64)), on=LINE)
    return run.join(late.drop(LINE, "key"), on="run").select(pl.col(LINE).cast(pl.Int64), "#first")
