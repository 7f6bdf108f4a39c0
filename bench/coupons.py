"""How fast codes are made, and whether 200 clients at once get past a limit.

`python -m bench.coupons [--rounds N] [--codes N] [--clients N] [--json FILE]` makes 100,000 codes by the job as a
worker runs it. Then, over HTTP, 200 clients ask for a coupon of one template whose limit is 50, each for a member of
its own and all at once, 20 rounds. Exit status 1 if a limit was passed or not used up, a loser got no typed error, or
a bar is missed.
"""

import asyncio
import json
import os
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import asyncpg

from actions.coupons import generating
from actions.jobs import Program
from actions.roles import ship
from actions.staff import create_token
from bench.imports import fresh
from bench.machine import machine
from bench.serving import UNBOUNDED, memberdesk
from bench.statistics import Bar, percentile
from bench.tables import table
from bench.tiers import FILL
from bench.wire import Wire
from database.server import database_url
from jobs.kinds import KINDS
from jobs.running import run
from models.invariants import INVARIANTS
from rules.permissions import union
from rules.roles import ADMIN, grants_of, shipped
from rules.viewer import Viewer
from settings import Settings

LIMIT = 50
ALL = union([grants_of(ADMIN, shipped()[ADMIN])])
BY = Viewer("CLIENT", "bench", (ADMIN,), ALL, ALL.fingerprint())
ISSUE = """mutation Issue($template: String!, $no: String!, $key: String!) {
  couponIssue(templateCode: $template, member: {memberNo: $no}, idempotencyKey: $key) {
    coupon { code } userErrors { code } } }"""
TEMPLATE = "INSERT INTO coupon_template (code, name, kind, value, total_limit) VALUES ($1, $1, 'AMOUNT_OFF', 10, $2)"
MEMBERS = "INSERT INTO tier (code, name, rank) VALUES ('A', 'A', 0), ('B', 'B', 1), ('C', 'C', 2), ('D', 'D', 3)"


@dataclass
class Race:
    """What the rounds came to: how often each answer was given, and how long each took, in ms."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong_rounds: int = 0
    took: list[float] = field(default_factory=list)


async def generate(url: str, count: int) -> tuple[float, int]:
    """Seconds from asking to the finished job, and how many different codes there are."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(TEMPLATE, "CODES", None)
        begun = perf_counter()
        async with connection.transaction():
            asked = await generating.ask(connection, BY, "CODES", count, None, datetime.now(UTC))
        await run(url, asked["job"], KINDS, Program("CNY", ZoneInfo("Asia/Shanghai")))
        seconds = perf_counter() - begun
        return seconds, await connection.fetchval("SELECT count(DISTINCT code) FROM coupon")
    finally:
        await connection.close()


async def race(url: str, address: str, token: str, clients: int, rounds: int) -> Race:
    found = Race()
    connection = await asyncpg.connect(url)
    wires = [await Wire.open(address, token) for _ in range(clients)]
    try:
        for number in range(rounds):
            await connection.execute(TEMPLATE, f"R{number}", LIMIT)
            told = await asyncio.gather(*(_ask(wire, number, n, found) for n, wire in enumerate(wires, 1)))
            found.answers.update(told)
            there = await connection.fetchval(
                "SELECT count(*) FROM coupon c JOIN coupon_template t ON t.id = c.template_id WHERE t.code = $1",
                f"R{number}",
            )
            found.wrong_rounds += not there == told.count("issued") == min(LIMIT, clients)
    finally:
        await asyncio.gather(*(wire.close() for wire in wires))
        await connection.close()
    return found


async def _ask(wire: Wire, number: int, n: int, found: Race) -> str:
    given = {"template": f"R{number}", "no": f"B{n}", "key": f"{number}-{n}"}
    begun = perf_counter()
    answer = await wire.ask(ISSUE, given)
    found.took.append((perf_counter() - begun) * 1000)
    if answer.get("data") is None:
        return answer["errors"][0]["extensions"]["code"]
    errors = answer["data"]["couponIssue"]["userErrors"]
    return errors[0]["code"] if errors else "issued"


async def measure(server: str, codes: int, clients: int, rounds: int) -> tuple[float, int, Race, int]:
    """Seconds of the codes, their number, the race, and how many invariants are broken afterwards."""
    url = await fresh(server, "bench_coupons")
    connection = await asyncpg.connect(url)
    try:
        await ship(connection)
        await connection.execute(MEMBERS)
        async with connection.transaction():
            for statement in FILL[:5]:
                await connection.execute(statement.format(members=clients))
        await connection.execute(UNBOUNDED)
        token = await create_token(connection, "bench", "bench", ADMIN)
        seconds, made = await generate(url, codes)
        with tempfile.TemporaryDirectory() as folder, memberdesk(url, Path(folder)) as (address, _):
            found = await race(url, address, token, clients, rounds)
        names = [name for name in INVARIANTS if "coupon" in name]
        broken = sum([bool(await connection.fetch(INVARIANTS[name])) for name in names])
    finally:
        await connection.close()
    return seconds, made, found, broken


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.coupons", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--codes", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    seconds, made, found, broken = asyncio.run(measure(server, given.codes, given.clients, given.rounds))
    bars = [
        Bar(f"{given.codes:,} codes", 10, seconds, " s", at_least=False),
        Bar("codes too many or too few", 0, abs(made - given.codes), at_least=False),
        Bar(f"p95 of {given.clients} clients at once", 1000, percentile(found.took, 0.95), " ms", at_least=False),
        Bar("rounds in which not exactly the limit was issued", 0, found.wrong_rounds, at_least=False),
        Bar("answers without a type", 0, sum(found.answers.values()) - _typed(found), at_least=False),
        Bar("invariants broken", 0, broken, at_least=False),
    ]
    print(table("coupons", ["figure", "bar", "measured", "holds", ""], [bar.cells() for bar in bars]))
    print(f"{given.rounds} rounds: {dict(found.answers)}")
    if given.json:
        told = {bar.name: bar.measured for bar in bars} | {"machine": machine(), "answers": dict(found.answers)}
        given.json.write_text(json.dumps(told, indent=2))
    sys.exit(0 if all(bar.holds for bar in bars) else 1)


def _typed(found: Race) -> int:
    return found.answers["issued"] + found.answers["LIMIT_REACHED"]


if __name__ == "__main__":
    main()
