"""What `memberdesk import` does."""

import asyncio
from pathlib import Path

from actions.imports import complete_journey, general
from actions.imports.general.mapping import read_mapping
from actions.imports.reports import Progress, Summary
from database.server import database_url
from database.setup import pending
from rules.refusals import ErrorCode, Refused
from settings import Settings

COMPLETE_JOURNEY = "complete-journey"
KINDS = (COMPLETE_JOURNEY, "members", "orders")


def run_import(
    settings: Settings,
    kind: str,
    source: Path | None,
    mapping: Path | None,
    pairs: list[str],
    dry_run: bool,
    sample: bool,
    progress: Progress,
) -> Summary:
    """Raises Refused, with one clear line, for whatever cannot be used."""
    named = _columns(mapping, pairs)
    _check(kind, source, dry_run, sample, bool(named))
    url = database_url(settings)
    if asyncio.run(pending(url)):
        raise Refused(ErrorCode.STATE, "The database lacks migrations. Run `memberdesk migrate` first.")
    if kind == COMPLETE_JOURNEY:
        work = complete_journey.load(url, source, sample, None, settings.currency, settings.zone, progress)
    else:
        work = general.load(url, kind, source, named, dry_run, settings.currency, progress, settings.zone)
    return asyncio.run(work)


def _check(kind: str, source: Path | None, dry_run: bool, sample: bool, is_mapped: bool) -> None:
    if kind not in KINDS:
        raise Refused(ErrorCode.INVALID, f"'{kind}' cannot be imported. Choose one of: {', '.join(KINDS)}.")
    if kind == COMPLETE_JOURNEY and (dry_run or is_mapped):
        raise Refused(ErrorCode.INVALID, "--dry-run and --map are for files of members and orders.")
    if kind != COMPLETE_JOURNEY and sample:
        raise Refused(ErrorCode.INVALID, "--sample is for complete-journey.")
    if kind != COMPLETE_JOURNEY and source is None:
        raise Refused(ErrorCode.REQUIRED, f"Say which file: memberdesk import {kind} FILE.")


def _columns(mapping: Path | None, pairs: list[str]) -> dict[str, str]:
    """The mapping file, overruled by single pairs."""
    found = read_mapping(mapping) if mapping else {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name or not column:
            raise Refused(ErrorCode.INVALID, f"--map needs field=column, not '{pair}'.")
        found[name] = column
    return found
