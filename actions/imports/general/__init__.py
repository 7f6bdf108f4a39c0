"""Members or orders from a CSV or Parquet file of anybody's making."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from asyncpg import Connection, connect

from actions.imports.general.checking import Checker
from actions.imports.general.kinds import Kind, kind_of
from actions.imports.general.mapping import columns_of, unused
from actions.imports.general.origin import Origin, origin
from actions.imports.general.reading import Batch, batches, together
from actions.imports.general.survey import survey
from actions.imports.reports import Progress, Summary, silent
from actions.imports.runs import SETTINGS, Run, open_run
from actions.imports.stepping import Step, do

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Load:
    """A file that was looked through, and how its rows are checked and written."""

    origin: Origin
    kind: Kind
    checker: Checker
    rows: int
    progress: Progress

    @property
    def digest(self) -> str:
        """Of the file and of what was made of its columns: with another mapping it is another import."""
        named = f"{self.kind.name}:{sorted(self.checker.columns.items())}:{self.origin.digest}"
        return sha256(named.encode()).hexdigest()

    def batches(self) -> Iterator[Batch]:
        found = batches(self.origin)
        grouped = self.checker.columns.get(self.kind.grouped or "")
        return together(found, grouped) if grouped else found


async def load(
    dsn: str,
    kind: str,
    path: Path,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    currency: str = "USD",
    progress: Progress = silent,
    zone: ZoneInfo = UTC_ZONE,
) -> Summary:
    """Imports `kind` ("members" or "orders") from a file. `mapping` is our field to the file's column.

    Columns that are not mapped are found by name. A row that is wrong anywhere is left out and reported with its line,
    column, value and reason. A dry run reports the same and writes nothing. The same file again changes nothing; an
    import that was cut off goes on where it stopped. Amounts are of `currency`, times without an offset of `zone`.
    Raises Refused, with one clear line, if the file or the mapping cannot be used; then nothing was written.
    """
    started = monotonic()
    progress("looking", 0, None)
    connection = await connect(dsn, server_settings=SETTINGS)
    try:
        chosen = await kind_of(kind, connection, currency, datetime.now(UTC), zone)
        work = await asyncio.to_thread(_looked_through, path, chosen, mapping or {}, progress)
        summary = Summary(kind, work.origin.name, work.digest, dry_run=dry_run)
        await (_try(connection, work, summary) if dry_run else _import(dsn, work, summary))
    finally:
        await connection.close()
    summary.read, summary.seconds = work.rows, monotonic() - started
    return summary


def _looked_through(path: Path, kind: Kind, mapping: Mapping[str, str], progress: Progress) -> Load:
    found, fields = origin(path), kind.fields()
    checker = Checker(found.name, fields, columns_of(found, fields, mapping), {})
    seen = survey(found, checker, kind.unique, kind.grouped, progress)
    return Load(found, kind, replace(checker, doubles=seen.doubles), seen.rows, progress)


async def _try(connection: Connection, work: Load, summary: Summary) -> None:
    """Everything but the writing."""
    summary.note(unused(work.origin, work.checker.columns))
    done = 0
    for batch in work.batches():
        checked, known = await work.kind.compare(connection, work.checker, work.checker.check(batch))
        summary.note(checked.problems)
        summary.refused += checked.refused
        summary.known += known
        summary.added["row"] += checked.rows.height
        done += batch.size
        work.progress("checking", done, work.rows)


async def _import(dsn: str, work: Load, summary: Summary) -> None:
    details = {"file": work.origin.name, "sha256": work.origin.digest, "columns": dict(work.checker.columns)}
    async with open_run(dsn, work.kind.name, work.digest, details, work.kind.writers) as run:
        summary.was_done_before = run.is_finished
        if not run.is_finished:
            await run.expect(work.rows)
            title = f"importing {work.kind.name}"
            await do(run, title, _steps(work, run), work.progress, work.rows, work.kind.writers)
            await run.finish({"read": work.rows})
        await run.tell(summary)


def _steps(work: Load, run: Run) -> Iterator[Step]:
    yield Step("header", 0, lambda connection: run.report(connection, unused(work.origin, work.checker.columns)))
    for batch in work.batches():
        yield _step(work, run, batch)


def _step(work: Load, run: Run, batch: Batch) -> Step:
    name = f"rows from {batch.first}"
    checked = None if name in run.steps else work.checker.check(batch)

    async def add(connection: Connection) -> None:
        left, known = await work.kind.compare(connection, work.checker, checked)
        added = await work.kind.write(connection, left.rows)
        await run.report(connection, left.problems)
        await run.count(connection, {"refused": left.refused, "known": known} | added)

    return Step(name, batch.size, add)
