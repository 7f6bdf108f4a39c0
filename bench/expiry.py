"""How long points need to expire: a database of so many lots that are due, expired by the job as the worker runs it.

`python -m bench.expiry [--lots N] [--members N] [--json FILE]` makes the members and their lots by SQL, beside as many
lots that are not due, runs the job, and checks that exactly what was due is gone. Exit status 1 if it is slower than
its bar, or if anything differs.
"""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import asyncpg

from actions import expiry
from bench.imports import fresh
from bench.machine import machine
from bench.statistics import Bar
from bench.tables import table
from bench.tiers import LOADING, PROGRAM
from database.server import database_url
from jobs.kinds import KINDS
from jobs.running import run
from models.invariants import INVARIANTS
from settings import Settings

LOTS = 1_000_000
PER_MEMBER = 5
BAR_SECONDS = 60
FILL = (
    """CREATE TEMP TABLE seed AS SELECT n, uuidv7() AS member, uuidv7() AS points, uuidv7() AS growth,
           uuidv7() AS principal, uuidv7() AS bonus, uuidv7() AS posted
       FROM generate_series(1, {members}::bigint) n""",
    """CREATE TEMP TABLE lot AS SELECT seed.n, points, uuidv7() AS entry, k % 2 = 0 AS is_due, 10 + k AS amount
       FROM seed CROSS JOIN generate_series(1, 2 * {each}) k""",
    """INSERT INTO ledger_account (id, asset, bucket, code) VALUES
           ('00000000-0000-7000-8000-000000000001', 'POINTS', 'OUTSIDE', 'points:issued')""",
    """INSERT INTO ledger_account (id, asset, member_id, balance, total_in)
       SELECT seed.points, 'POINTS', member, total, total
       FROM seed JOIN (SELECT n, sum(amount) AS total FROM lot GROUP BY n) lots ON lots.n = seed.n UNION ALL
       SELECT growth, 'GROWTH', member, 0, 0 FROM seed UNION ALL
       SELECT principal, 'PRINCIPAL', member, 0, 0 FROM seed UNION ALL SELECT bonus, 'BONUS', member, 0, 0 FROM seed""",
    """INSERT INTO member (id, member_no, joined_at, points_account_id, growth_account_id)
       SELECT member, 'B' || n, now() - interval '2 years', points, growth FROM seed""",
    "INSERT INTO member_metrics (member_id) SELECT member FROM seed",
    "INSERT INTO wallet (member_id, principal_account_id, bonus_account_id) SELECT member, principal, bonus FROM seed",
    """INSERT INTO ledger_transaction (id, operation, actor, reason, source, at)
       SELECT posted, 'points.earned', 'import', 'Opening', 'bench', now() - interval '1 year' FROM seed""",
    """INSERT INTO ledger_entry (id, transaction_id, account_id, kind, delta, balance_after, at)
       SELECT entry, posted, lot.points, 'EARN', amount,
              sum(amount) OVER (PARTITION BY lot.n ORDER BY entry), now() - interval '1 year'
       FROM lot JOIN seed ON seed.n = lot.n""",
    """INSERT INTO ledger_entry (transaction_id, account_id, kind, delta, at)
       SELECT posted, '00000000-0000-7000-8000-000000000001', 'EARN', - sum(amount), now() - interval '1 year'
       FROM lot JOIN seed ON seed.n = lot.n GROUP BY posted""",
    """INSERT INTO points_lot (account_id, entry_id, granted, remaining, available_at, expires_at)
       SELECT points, entry, amount, amount, now() - interval '1 year',
              now() + CASE WHEN is_due THEN interval '-1 hour' ELSE interval '1 hour' END FROM lot""",
    "VACUUM ANALYZE",
)
DUE = "SELECT coalesce(sum(remaining), 0)::bigint FROM points_lot WHERE expires_at <= $1"
LEFT = "SELECT coalesce(sum(balance), 0)::bigint FROM ledger_account WHERE bucket <> 'OUTSIDE' AND asset = 'POINTS'"


@dataclass(frozen=True, slots=True)
class Run:
    """`points` are what the job says it expired, `gone` what the balances lost, `due` what there was to expire."""

    lots: int
    members: int
    seconds: float
    points: int
    gone: int
    due: int
    broken: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return self.points == self.gone == self.due and not self.broken


async def fill(url: str, members: int, each: int) -> None:
    """Members with `each` lots that are due, and as many that are not."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(LOADING)
        for statement in FILL:
            await connection.execute(statement.format(members=members, each=each))
    finally:
        await connection.close()


async def expired(url: str) -> Run:
    """The job as a worker runs it, from asking until it has succeeded; then everything is checked."""
    connection = await asyncpg.connect(url)
    try:
        at = datetime.now(UTC)
        due, before = await connection.fetchval(DUE, at), await connection.fetchval(LEFT)
        begun = perf_counter()
        async with connection.transaction():
            job = await expiry.ask(connection, at)
        if job is None:
            return Run(0, 0, 0.0, 0, 0, 0, ())
        await run(url, job, KINDS, PROGRAM)
        seconds = perf_counter() - begun
        told = await connection.fetchrow("SELECT done, details FROM job WHERE id = $1 AND status = 'SUCCEEDED'", job)
        figures = json.loads(told["details"])
        gone = before - await connection.fetchval(LEFT)
        broken = [name for name, query in INVARIANTS.items() if await connection.fetch(query)]
        return Run(told["done"], figures["members"], seconds, figures["points"], gone, due, tuple(broken))
    finally:
        await connection.close()


async def measure(server: str, lots: int, members: int) -> Run:
    url = await fresh(server, f"bench_expiry_{lots}_{members}")
    await fill(url, members, lots // members)
    return await expired(url)


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.expiry", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lots", type=int, default=LOTS)
    parser.add_argument("--members", type=int, help=f"{PER_MEMBER} lots each unless given")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    print(f"{machine()}\n")
    found = asyncio.run(measure(server, given.lots, given.members or max(given.lots // PER_MEMBER, 1)))
    what = f"{found.lots:,} lots of {found.members:,} members"
    bar = Bar(what, BAR_SECONDS * given.lots / LOTS, found.seconds, " s", False)
    print(table("Expiry of points", ["", "bar", "measured", "holds", ""], [bar.cells()]))
    print(f"{found.due:,} points were due, {found.gone:,} are gone. Broken: {', '.join(found.broken) or 'nothing'}.")
    if given.json:
        given.json.write_text(json.dumps({"lots": found.lots, "seconds": found.seconds, "machine": machine()}))
    sys.exit(not (bar.holds and found.is_right))


if __name__ == "__main__":
    main()
