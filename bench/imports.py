"""How fast and how safely files come in: a file of members with bad rows, killed in the middle, twice; the real data.

`python -m bench.imports [--quick] [--json FILE]` writes a file of 1,000,000 rows (100,000 if quick) of which one in a
hundred is bad in a known line and column, runs the command line on it as a process of its own, and compares what is
then in the database with what was put into the file. Exit status 1 if anything differs.
"""

import asyncio
import csv
import json
import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep

import asyncpg

from bench.machine import machine
from bench.reads_data.worlds import called
from bench.serving import ROOT
from bench.statistics import Bar
from bench.tables import table
from database.server import database_url
from settings import Settings

HEADER = ["Member No", "Name", "Phone", "E-mail", "Birthday", "Joined at", "Points"]
BAD = {
    "Birthday": "2023-02-30",
    "Phone": "call me",
    "E-mail": "ann at example",
    "Name": '=HYPERLINK("http://x")',
    "Points": "-5",
}
EVERY = 100
COMMAND = "from cli import main; main()"


@dataclass(frozen=True, slots=True)
class Took:
    """One run of the command line: wall time, and the most memory it held."""

    what: str
    seconds: float
    megabytes: float


def rows(count: int) -> Iterator[list[object]]:
    """The cells of HEADER; half of the names are Chinese. Every hundredth row is bad in one column."""
    kinds = list(BAD)
    for n in range(1, count + 1):
        name = f"Ann Müller-{n}" if n % 2 else f"王小明{n}"
        row = [f"I{n:07d}", name, f"+1555{n:07d}", f"i{n}@example.com", "1980-02-29", "2024-05-01 10:00", n % 50]
        if n % EVERY == 0:
            column = kinds[n // EVERY % len(kinds)]
            row[HEADER.index(column)] = BAD[column]
        yield row


def written(path: Path, count: int) -> Path:
    with open(path, "w", newline="", encoding="gb18030") as file:
        csv.writer(file).writerows([HEADER])
        csv.writer(file).writerows(rows(count))
    return path


def started(url: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, "-c", COMMAND, "import", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def ran(what: str, url: str, *arguments: str) -> Took:
    """Raises RuntimeError with the last lines of what the command said if it did not end well."""
    begun = monotonic()
    process = started(url, *arguments)
    most = _watched(process)
    _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode()[-500:])
    return Took(what, monotonic() - begun, most)


def _watched(process: subprocess.Popen[bytes]) -> float:
    """The most memory of the process, until it ends. VmHWM is the kernel's own high-water mark."""
    most = 0.0
    while process.poll() is None:
        most = max(most, _high_water(process.pid))
        sleep(0.1)
    return most


def _high_water(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def killed(url: str, file: Path, after: float) -> Took:
    """Killed without warning after so many seconds, then started again until it is done."""
    process = started(url, "members", str(file))
    sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return ran(f"the rest, after kill -9 at {after:.0f} s", url, "members", str(file))


async def fresh(server: str, name: str) -> str:
    """An empty database with today's tables."""
    connection = await asyncpg.connect(server)
    await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    url = called(server, name)
    command = [sys.executable, "-c", COMMAND, "migrate"]
    await asyncio.to_thread(subprocess.run, command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True)
    return url


async def found(url: str) -> tuple[int, int, set[tuple[int, str]]]:
    """Members, points given at the start, and the lines and columns of the bad rows."""
    connection = await asyncpg.connect(url)
    members = await connection.fetchval("SELECT count(*) FROM member")
    points = await connection.fetchval(
        "SELECT coalesce(sum(total_in), 0)::bigint FROM ledger_account WHERE code IS NULL"
    )
    problems = await connection.fetch('SELECT line, "column" FROM import_problem WHERE line IS NOT NULL')
    await connection.close()
    return members, points, {(row["line"], row["column"]) for row in problems}


def expected(count: int) -> tuple[int, int, set[tuple[int, str]]]:
    kinds = list(BAD)
    bad = {(n + 1, kinds[n // EVERY % len(kinds)]) for n in range(EVERY, count + 1, EVERY)}
    return count - len(bad), sum(n % 50 for n in range(1, count + 1) if n % EVERY), bad


def measure(server: str, folder: Path, count: int) -> tuple[list[Took], list[str]]:
    """What each run took, and what is not as it was put into the file."""
    file = written(folder / "members.csv", count)
    whole, cut, real = (asyncio.run(fresh(server, f"bench_import_{name}")) for name in ("whole", "cut", "real"))
    runs = [ran(f"{count:,} members, GB18030, one row in {EVERY} bad", whole, "members", str(file))]
    wrong = [] if asyncio.run(found(whole)) == expected(count) else ["the import differs from the file"]
    runs.append(ran("the same file again", whole, "members", str(file)))
    wrong += [] if asyncio.run(found(whole)) == expected(count) else ["the second time changed something"]
    runs.append(killed(cut, file, runs[0].seconds / 2))
    wrong += [] if asyncio.run(found(cut)) == expected(count) else ["the import that was killed differs"]
    runs.append(ran("Complete Journey, 1,469,307 lines", real, "complete-journey"))
    return runs, wrong


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.imports", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100,000 rows")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    print(f"{machine()}\n")
    runs, wrong = measure(server, folder, 100_000 if given.quick else 1_000_000)
    print(
        table(
            "Imports",
            ["", "seconds", "MiB at most"],
            [[r.what, f"{r.seconds:.1f}", f"{r.megabytes:.0f}"] for r in runs],
        )
    )
    bars = [
        Bar("a file of members", 60, runs[0].seconds, " s", False),
        Bar("memory of it", 300, runs[0].megabytes, " MiB", False),
    ]
    print(table("Bars", ["", "bar", "measured", "holds", ""], [bar.cells() for bar in bars]))
    print("\n".join(wrong) or "Every row, every bad cell and every point is as it was put into the file.")
    if given.json:
        given.json.write_text(json.dumps({"runs": [asdict(run) for run in runs], "wrong": wrong, "machine": machine()}))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
