"""How fast reads and a write are: against a hand-written limit and PostGraphile, by role, size, depth and search.

`python -m bench.reads [--quick] [--json FILE]` makes its databases once under var/bench (or MEMBERDESK_DATA), installs
what it compares with there, measures on loopback only, prints tables and ends. The whole run wants 25 GB of disk.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any
from warnings import simplefilter

from bench.machine import machine
from bench.reads_measured import growth, main_table, masked, pages, report, report_of_writes, search, writes
from bench.reads_measured.ground import Ground
from bench.statistics import Bar
from database.server import database_url
from settings import Settings

TABLES = ("main", "writes", "masked", "growth", "pages", "search")


def main() -> None:
    given = _arguments()
    simplefilter("ignore")
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    begun = perf_counter()
    ground = Ground(folder, _server(folder), given.quick, lambda step: print(f"… {step}", file=sys.stderr, flush=True))
    print(f"{machine()}\n")
    found: dict[str, Any] = {}
    bars: list[Bar] = []
    for name in given.only or TABLES:
        found[name], told = STEPS[name](ground)
        bars += told
    print(report.bars_text(bars))
    print(f"{perf_counter() - begun:.0f} s in all.")
    if given.json:
        found |= {"bars": [asdict(bar) | {"holds": bar.holds} for bar in bars], "machine": machine()}
        given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _main(ground: Ground) -> tuple[Any, list[Bar]]:
    runs = main_table.measure(ground)
    print(report.main_text(runs, ground.main_size))
    return report.plain(runs), report.main_bars(runs)


def _writes(ground: Ground) -> tuple[Any, list[Bar]]:
    runs = writes.measure(ground)
    print(report_of_writes.text(runs, ground.main_size))
    return report.plain(runs), report_of_writes.bars(runs)


def _masked(ground: Ground) -> tuple[Any, list[Bar]]:
    runs = masked.measure(ground)
    print(report.masked_text(runs))
    return report.plain(runs), [report.masked_bar(runs)]


def _growth(ground: Ground) -> tuple[Any, list[Bar]]:
    """Nothing to compare with in a quick run, which has one size."""
    if len(ground.sizes) == 1:
        return {}, []
    runs = growth.measure(ground)
    print(report.growth_text(runs))
    return report.plain(runs), report.growth_bars(runs)


def _pages(ground: Ground) -> tuple[Any, list[Bar]]:
    found = pages.measure(ground)
    print(report.pages_text(found, ground.largest))
    return [asdict(page) for page in found], [report.pages_bar(found)]


def _search(ground: Ground) -> tuple[Any, list[Bar]]:
    found = search.measure(ground)
    print(report.search_text(found, ground.largest))
    return [asdict(each) for each in found], [report.search_bar(found)]


STEPS: dict[str, Callable[[Ground], tuple[Any, list[Bar]]]] = {
    "main": _main, "writes": _writes, "masked": _masked, "growth": _growth, "pages": _pages, "search": _search
}  # fmt: skip


def _server(folder: Path) -> str:
    """The embedded server of the folder, whatever the environment says of other databases."""
    return database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.reads", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="20,000 members and short runs")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--only", action="append", choices=TABLES, help="measure this table; may be repeated")
    return parser.parse_args()


if __name__ == "__main__":
    main()
