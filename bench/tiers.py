"""How long the rules need to look at every member's tier: a database of so many members, evaluated by the job.

`python -m bench.tiers [--members N] [--json FILE]` makes the members by SQL, with two orders each on average, and runs
the job as the worker does: at first, when three in ten change; again, when nothing does; and after a month, when the
validity of one in twelve has ended. Exit status 1 if any run is slower than its bar.
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
from zoneinfo import ZoneInfo

import asyncpg

from actions import tiers
from actions.jobs import Program
from bench.imports import fresh
from bench.machine import machine
from bench.statistics import Bar
from bench.tables import table
from database.server import database_url
from jobs.kinds import KINDS
from jobs.running import run
from settings import Settings

MEMBERS = 1_000_000
BAR_SECONDS = 60
PROGRAM = Program("CNY", ZoneInfo("Asia/Shanghai"))
LOADING = """
    SET session_replication_role = replica; SET synchronous_commit = off; SET statement_timeout = 0;
    SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'
"""
TIERS = """
    INSERT INTO tier (code, name, rank, spend_threshold, growth_threshold, order_count_threshold, validity_months)
    VALUES ('MEMBER', 'Member', 0, NULL, NULL, NULL, NULL), ('SILVER', 'Silver', 1, 100000, NULL, NULL, 12),
        ('GOLD', 'Gold', 2, 250000, 9000, NULL, 12), ('PLATINUM', 'Platinum', 3, 500000, NULL, 20, 12)
"""
FILL = (
    """CREATE TEMP TABLE seed AS SELECT n, uuidv7() AS member, uuidv7() AS points, uuidv7() AS growth,
           uuidv7() AS principal, uuidv7() AS bonus, hashint8(n) & 1023 AS dice
       FROM generate_series(1, {members}::bigint) n""",
    """INSERT INTO ledger_account (id, asset, member_id, balance, total_in)
       SELECT points, 'POINTS', member, 0, 0 FROM seed UNION ALL
       SELECT growth, 'GROWTH', member, dice * 4, dice * 4 FROM seed UNION ALL
       SELECT principal, 'PRINCIPAL', member, 0, 0 FROM seed UNION ALL SELECT bonus, 'BONUS', member, 0, 0 FROM seed""",
    """INSERT INTO member (id, member_no, joined_at, points_account_id, growth_account_id, tier_id, tier_since,
           tier_expires_at)
       SELECT seed.member, 'B' || n, now() - interval '2 years', points, growth, tier.id, now() - interval '1 year',
              CASE WHEN rank > 0 THEN now() + (n % 12 - 0.5) * interval '30 days' END
       FROM seed JOIN tier ON tier.rank =
           CASE WHEN dice < 720 THEN 0 WHEN dice < 900 THEN 1 WHEN dice < 980 THEN 2 ELSE 3 END""",
    "INSERT INTO member_metrics (member_id) SELECT member FROM seed",
    "INSERT INTO wallet (member_id, principal_account_id, bonus_account_id) SELECT member, principal, bonus FROM seed",
    """INSERT INTO orders (number, member_id, subtotal, discount_total, total, at)
       SELECT 'B' || n || '-' || o, member, total, 0, total,
              now() - ((hashint8(n * 7 + o) & 511) + 1) * interval '1 day'
       FROM seed CROSS JOIN LATERAL generate_series(1, n % 5) o
       CROSS JOIN LATERAL (SELECT (hashint8(n + o * 13) & 65535) * (1 + dice / 300) AS total) priced""",
)
A_MONTH_LATER = (
    "UPDATE member SET tier_expires_at = tier_expires_at - interval '31 days' WHERE tier_expires_at IS NOT NULL",
    "UPDATE orders SET at = at - interval '31 days'",
    "VACUUM ANALYZE",
)


@dataclass(frozen=True, slots=True)
class Run:
    what: str
    seconds: float
    changes: int


async def fill(url: str, members: int) -> None:
    """Members with accounts, orders and tiers, none of them evaluated yet."""
    await _tell(url, LOADING, TIERS, *(statement.format(members=members) for statement in FILL), "VACUUM ANALYZE")


async def evaluate(url: str, what: str) -> Run:
    """The job as a worker runs it, from asking until it has succeeded."""
    connection = await asyncpg.connect(url)
    try:
        before = await connection.fetchval("SELECT count(*) FROM tier_change")
        begun = perf_counter()
        async with connection.transaction():
            job = (await tiers.ask(connection, None, datetime.now(UTC)))["job"]
        await run(url, job, KINDS, PROGRAM)
        seconds = perf_counter() - begun
        status = await connection.fetchval("SELECT status FROM job WHERE id = $1", job)
        after = await connection.fetchval("SELECT count(*) FROM tier_change")
    finally:
        await connection.close()
    if status != "SUCCEEDED":
        raise RuntimeError(f"The job ended as {status}.")
    return Run(what, seconds, after - before)


async def measure(server: str, members: int) -> list[Run]:
    url = await fresh(server, f"bench_tiers_{members}")
    await fill(url, members)
    runs = [await evaluate(url, f"{members:,} members"), await evaluate(url, "the same again")]
    await _tell(url, LOADING, *A_MONTH_LATER)
    return [*runs, await evaluate(url, "a month later")]


async def _tell(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.tiers", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    print(f"{machine()}\n")
    runs = asyncio.run(measure(server, given.members))
    rows = [[each.what, f"{each.seconds:.1f}", f"{each.changes:,}"] for each in runs]
    print(table("Evaluation of tiers", ["", "seconds", "changes of tier"], rows))
    bars = [Bar(each.what, BAR_SECONDS * given.members / MEMBERS, each.seconds, " s", False) for each in runs]
    print(table("Bars", ["", "bar", "measured", "holds", ""], [bar.cells() for bar in bars]))
    if given.json:
        found = [[each.what, each.seconds, each.changes] for each in runs]
        given.json.write_text(json.dumps({"runs": found, "machine": machine()}))
    sys.exit(not all(bar.holds for bar in bars))


if __name__ == "__main__":
    main()
