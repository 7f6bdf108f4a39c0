"""How fast carts are quoted and orders recorded: one process, ten lines, fifty live rules; and one hot budget.

`python -m bench.orders [--seconds S] [--json FILE]` makes members, products and rules, starts the application with one
worker, and loads it from this machine. After the run every invariant must hold, and no budget may be passed. Exit
status 1 if a bar is missed or anything is wrong.
"""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from random import Random

import asyncpg
import orjson

from actions.roles import ship
from actions.staff import create_token
from bench.imports import fresh
from bench.load import Run, Target, run
from bench.machine import machine
from bench.serving import UNBOUNDED, memberdesk
from bench.statistics import Bar
from bench.tables import table
from database.server import database_url
from models.invariants import INVARIANTS
from settings import Settings

MEMBERS, PRODUCTS, LINES, RULES, BODIES = 2_000, 200, 10, 50, 500
HOT, OFF, LEFT = "HOT", 100, 50
"The campaign that every order of the last run takes from, minor units each, and for how many it then still has budget."
QUOTE = """query Quote($cart: CartInput!) { quote(cart: $cart) { total { amount } payable { amount } pointsToEarn
  lines { productCode discount { amount } total { amount } } effects { sourceCode amount points message } } }"""
RECORD = """mutation Record($cart: CartInput!, $key: String!) {
  orderRecord(input: {number: $key, cart: $cart}, idempotencyKey: $key) {
    order { number total { amount } pointsEarned } member { points { available } } userErrors { code message } } }"""
GROUND = """
    INSERT INTO tier (code, name, rank, spend_threshold, validity_months, points_multiplier)
    VALUES ('MEMBER', 'Member', 0, NULL, NULL, 1), ('GOLD', 'Gold', 1, 1000000, 12, 1.5);
    INSERT INTO organization_unit (code, name, path) VALUES ('HQ', 'HQ', 'HQ/');
    INSERT INTO store (code, name, unit_id) SELECT 'S' || n, 'Store ' || n, id FROM organization_unit,
        generate_series(0, 9) n;
    INSERT INTO product (code, name, price) SELECT 'P' || n, 'Product ' || n, 100 + n * 7 FROM
        generate_series(0, {products} - 1) n;
    CREATE TEMP TABLE seed AS SELECT n, uuidv7() AS member, uuidv7() AS points, uuidv7() AS growth,
        uuidv7() AS principal, uuidv7() AS bonus FROM generate_series(0, {members} - 1) n;
    BEGIN; SET CONSTRAINTS ALL DEFERRED; SET session_replication_role = replica;
    INSERT INTO ledger_account (id, asset, member_id) SELECT points, 'POINTS', member FROM seed UNION ALL
        SELECT growth, 'GROWTH', member FROM seed UNION ALL SELECT principal, 'PRINCIPAL', member FROM seed UNION ALL
        SELECT bonus, 'BONUS', member FROM seed;
    INSERT INTO member (id, member_no, joined_at, points_account_id, growth_account_id, tier_id, tier_since)
        SELECT member, 'B' || n, now() - interval '1 year', points, growth, tier.id, now() - interval '1 year'
        FROM seed, tier WHERE rank = 0;
    INSERT INTO member_metrics (member_id) SELECT member FROM seed;
    INSERT INTO wallet (member_id, principal_account_id, bonus_account_id) SELECT member, principal, bonus FROM seed;
    SET session_replication_role = DEFAULT; COMMIT;
"""
RULE = """
    INSERT INTO earning_rule (code, name, asset, per_unit, conditions, stacking_group, expiry, expiry_count)
    VALUES ($1, $1, $2, $3, $4, $5, 'END_OF_MONTH', 12)
"""
CAMPAIGN = "INSERT INTO campaign (code, name, kind, status, rules) VALUES ($1, $1, 'SPEND_AND_SAVE', 'RUNNING', $2)"
HEAT = """
    LOCK TABLE campaign, earning_rule IN EXCLUSIVE MODE;
    UPDATE campaign SET status = 'ENDED'; UPDATE earning_rule SET is_active = code IN ('R0', 'R1');
    INSERT INTO campaign (code, name, kind, status, rules, budget)
    VALUES ('{hot}', 'Hot', 'SPEND_AND_SAVE', 'RUNNING', '{{"amount": "1"}}', 1000000000000)
"""
NARROW = "UPDATE campaign SET budget = spent + $2 WHERE code = $1"
SPENT = "SELECT budget, spent FROM campaign WHERE code = $1"
TAKEN = "SELECT coalesce(sum(amount), 0)::bigint FROM order_effect WHERE source_code = $1"
Runs = dict[str, Run]


async def fill(url: str) -> str:
    """Members without orders, products and live rules; a key of an administrator."""
    connection = await asyncpg.connect(url)
    await ship(connection)
    await connection.execute(GROUND.format(products=PRODUCTS, members=MEMBERS))
    random = Random(7)
    for n in range(RULES // 2):
        given = [f"R{n}", "GROWTH" if n == 1 else "POINTS", 1, json.dumps(_conditions(random, n)), f"g{n % 4}"]
        await connection.execute(RULE, *given)
        rules = {"conditions": _conditions(random, n + 2), "group": f"c{n % 3}", "percent": 1 + n % 5}
        await connection.execute(CAMPAIGN, f"C{n}", json.dumps(rules))
    await connection.execute("VACUUM ANALYZE")
    await connection.execute(UNBOUNDED)
    token = await create_token(connection, "bench", "bench", "admin")
    await connection.close()
    return token


def _conditions(random: Random, n: int) -> dict[str, object]:
    """The first two ask for nothing; the others for what some carts have."""
    products = [f"P{place}" for place in random.sample(range(PRODUCTS), 20)]
    kinds = [{"products": products}, {"minSpend": 5 * n}, {"stores": ["S1", "S2"], "products": products},
             {"weekdays": [1, 3, 5, 6, 7]}, {"tiers": ["GOLD"]}, {"minQuantity": n % 30}]  # fmt: skip
    return kinds[n % len(kinds)] if n > 1 else {}


async def heat(url: str) -> None:
    """From now on one campaign with a budget, and one rule for each of points and growth value.

    The last orders of the run before may still be at work.
    """
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        await connection.execute(HEAT.format(hot=HOT))
    await connection.close()


async def settle(url: str) -> None:
    """The tables are no longer empty: what the server would learn of them by itself within a minute."""
    connection = await asyncpg.connect(url)
    await connection.execute("ANALYZE")
    await connection.close()


async def narrow(url: str) -> None:
    """Leaves budget for LEFT more orders only."""
    connection = await asyncpg.connect(url)
    await connection.execute(NARROW, HOT, LEFT * OFF)
    await connection.close()


async def wrong(url: str) -> list[str]:
    """What does not hold: an invariant, the hot budget, or what the orders say they took from it."""
    connection = await asyncpg.connect(url)
    broken = [name for name, sql in INVARIANTS.items() if await connection.fetch(sql)]
    budget, spent = await connection.fetchrow(SPENT, HOT)
    taken = await connection.fetchval(TAKEN, HOT)
    await connection.close()
    if not taken == spent == budget:
        broken.append(f"of a budget of {budget} {spent} were spent, and orders took {taken}")
    return broken


async def recorded(url: str) -> int:
    connection = await asyncpg.connect(url)
    found = await connection.fetchval("SELECT count(*) FROM orders")
    await connection.close()
    return found


def bodies(query: str, lines: int, key: bool) -> bytes:
    """Requests, one a line, each of another member."""
    random = Random(11)
    found = []
    for n in range(BODIES):
        products = random.sample(range(PRODUCTS), lines)
        cart = {
            "member": {"memberNo": f"B{n * 4 % MEMBERS}"},
            "storeCode": f"S{n % 10}",
            "lines": [{"productCode": f"P{place}", "quantity": str(1 + place % 3)} for place in products],
        }
        found.append(orjson.dumps({"query": query, "variables": {"cart": cart} | ({"key": "#KEY#"} if key else {})}))
    return b"\n".join(found) + b"\n"


def measure(url: str, token: str, folder: Path, seconds: int) -> tuple[Runs, list[str]]:
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    files = {"quote": (QUOTE, LINES), "record": (RECORD, LINES), "hot": (RECORD, 1)}
    for name, (query, lines) in files.items():
        (folder / f"orders-{name}.bodies").write_bytes(bodies(query, lines, key=name != "quote"))
    runs: Runs = {}
    with memberdesk(url, folder) as (address, pid):

        def load(name: str, clients: int, spent: int = seconds) -> Run:
            target = Target(name, address, pid, token, folder / f"orders-{name}.bodies")
            return run(target, clients, spent, postmaster, folder)

        load("quote", 1, 1)
        runs["quote, 1 client"], runs["quote, 8 clients"] = load("quote", 1), load("quote", 8)
        load("record", 16, 1)
        asyncio.run(settle(url))
        before = asyncio.run(recorded(url))
        runs["record, 16 clients"] = load("record", 16)
        wrongs = [] if asyncio.run(recorded(url)) > before else ["No order was recorded."]
        asyncio.run(heat(url))
        load("hot", 16, 1)
        runs["one hot budget, 16 clients"] = load("hot", 16)
        asyncio.run(narrow(url))
        runs["the budget's end, 16 clients"] = load("hot", 16, max(seconds // 2, 1))
    return runs, wrongs + asyncio.run(wrong(url))


def bars(runs: Runs) -> list[Bar]:
    return [
        Bar("quote, p95 at 1", 20, runs["quote, 1 client"].p95, " ms", False),
        Bar("quote, p95 at 8", 20, runs["quote, 8 clients"].p95, " ms", False),
        Bar("orders of 10 lines, 50 rules", 200, runs["record, 16 clients"].rate, "/s"),
        Bar("orders on one hot budget", 500, runs["one hot budget, 16 clients"].rate, "/s"),
    ]


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.orders", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    print(f"{machine()}\n")
    url = asyncio.run(fresh(server, "bench_orders"))
    token = asyncio.run(fill(url))
    runs, wrongs = measure(url, token, folder, given.seconds)
    rows = [
        [name, f"{each.rate:.0f}", f"{each.p50:.1f}", f"{each.p95:.1f}", f"{each.app:.0f} + {each.postgres:.0f}"]
        for name, each in runs.items()
    ]
    print(table("Orders", ["", "a second", "p50 ms", "p95 ms", "CPU µs app + database"], rows))
    held = bars(runs)
    print(table("Bars", ["", "bar", "measured", "holds", ""], [bar.cells() for bar in held]))
    print("\n".join(wrongs) or "Every invariant holds, and the budget was spent to the last unit and no further.")
    print(f"load after the run {os.getloadavg()[0]:.1f}")
    if given.json:
        found = {name: asdict(each) for name, each in runs.items()}
        given.json.write_text(json.dumps({"runs": found, "wrong": wrongs, "machine": machine()}))
    sys.exit(bool(wrongs) or not all(bar.holds for bar in held))


if __name__ == "__main__":
    main()
