"""Does an order recorded by itself leave what the bulk import leaves? Complete Journey, order by order.

`python -m bench.replay [--households N] [--json FILE]` imports a sample of households into one database; into a copy
with the same members, tiers and rules, but no orders, each of their orders is recorded with `orderRecord`, by time.
Every points and growth entry, lot, tier, change of tier, figure and total is compared. Exit status 1 if any differs.
"""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import polars as pl

from actions.imports import complete_journey
from actions.imports.complete_journey import dirt, orders
from actions.imports.complete_journey.ground import store_code
from actions.imports.complete_journey.source import SHAPES, read
from actions.orders.recording import Till, record_order
from actions.program import Programs
from api.working import WORKER
from bench.imports import fresh
from bench.machine import machine
from bench.reads_data.worlds import called
from bench.tables import table
from database.server import database_url
from models.invariants import INVARIANTS
from settings import Settings

HOUSEHOLDS = 100
TILLS = 2
CURRENCY, ZONE = "USD", ZoneInfo("UTC")
MEMBERS = "SELECT member_no, id FROM member"
EMPTIED = """
    SET session_replication_role = replica;
    DELETE FROM coupon_redemption; DELETE FROM coupon; DELETE FROM order_effect; DELETE FROM order_line;
    DELETE FROM points_lot; DELETE FROM ledger_entry; DELETE FROM ledger_transaction; DELETE FROM outbox_event;
    DELETE FROM tier_change WHERE kind <> 'JOIN'; DELETE FROM orders;
    UPDATE coupon_template SET issued_count = 0, redeemed_count = 0;
    UPDATE ledger_account SET balance = 0, total_in = 0, total_out = 0;
    UPDATE member_metrics SET order_count = 0, total_spend = 0, first_order_at = NULL, last_order_at = NULL;
    UPDATE member SET tier_since = joined_at, tier_expires_at = NULL,
        tier_id = (SELECT to_tier_id FROM tier_change WHERE member_id = member.id);
    RESET session_replication_role;
"""
"""The members on the day they joined."""
COMPARED = {
    "entries": """
        SELECT member_no, asset, at, delta, kind, expires_at, balance_after, number
        FROM (SELECT m.member_no, a.asset, e.at, e.delta, e.kind, e.expires_at, e.balance_after, o.number
              FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id JOIN member m ON m.id = a.member_id
              JOIN ledger_transaction t ON t.id = e.transaction_id JOIN orders o ON o.id = t.order_id) found
        ORDER BY member_no, asset, at, balance_after, number""",
    "balances": """
        SELECT m.member_no, a.asset, a.bucket, a.balance, a.total_in, a.total_out
        FROM ledger_account a JOIN member m ON m.id = a.member_id ORDER BY 1, 2, 3""",
    "lots": """
        SELECT m.member_no, e.at, l.granted, l.remaining, l.available_at, l.expires_at
        FROM points_lot l JOIN ledger_entry e ON e.id = l.entry_id JOIN ledger_account a ON a.id = l.account_id
        JOIN member m ON m.id = a.member_id ORDER BY m.member_no, e.at, e.balance_after""",
    "tiers": """
        SELECT m.member_no, t.code, m.tier_since, m.tier_expires_at
        FROM member m LEFT JOIN tier t ON t.id = m.tier_id ORDER BY m.member_no""",
    "changes of tier": """
        SELECT m.member_no, c.at, c.kind, b.code AS before, a.code AS after, o.number
        FROM tier_change c JOIN member m ON m.id = c.member_id LEFT JOIN tier b ON b.id = c.from_tier_id
        LEFT JOIN tier a ON a.id = c.to_tier_id LEFT JOIN orders o ON o.id = c.order_id
        ORDER BY m.member_no, c.at, a.rank""",
    "figures": """
        SELECT m.member_no, f.order_count, f.total_spend, f.first_order_at, f.last_order_at
        FROM member_metrics f JOIN member m ON m.id = f.member_id ORDER BY m.member_no""",
    "orders": """
        SELECT o.number, o.at, o.subtotal, o.discount_total, o.reimbursed, o.total, o.points_earned, s.code,
            (SELECT sum(l.total)::bigint FROM order_line l WHERE l.order_id = o.id) AS lines
        FROM orders o LEFT JOIN store s ON s.id = o.store_id ORDER BY o.number""",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows on each side, how many places differ, and the first two that do."""

    what: str
    imported: int
    recorded: int
    differ: int
    first: str


def portion(folder: Path, households: int) -> Path:
    """Writes the source's files with the first households of the sample only."""
    found = read(None, True)
    found = found.only(found.households[:households])
    folder.mkdir(parents=True, exist_ok=True)
    for name in SHAPES:
        getattr(found, name).write_parquet(folder / f"{name}.parquet")
    return folder


def baskets(folder: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """By member number, the inputs of `orderRecord` by time."""
    source, _ = dirt.clean(read(folder, False))
    lines = orders.priced(source.transactions, CURRENCY)
    of_basket = {key[0]: rows for key, rows in lines.partition_by("basket_id", as_dict=True).items()}
    found: dict[str, list[dict[str, Any]]] = {}
    for basket in orders.baskets(lines).iter_rows(named=True):
        number = f"M-{basket['household_id']:07d}"
        found.setdefault(number, []).append(_order(basket, of_basket[basket["basket_id"]]))
    return list(found.items())


def _order(basket: Mapping[str, Any], lines: pl.DataFrame) -> dict[str, Any]:
    cart = {"storeCode": store_code(basket["store_id"]), "at": basket["at"], "lines": list(_lines(lines))}
    return {"number": basket["number"], "cart": cart}


def _lines(lines: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """What was weighed, and has no price of four decimals that gives its amount, is sold as one piece."""
    for line in lines.iter_rows(named=True):
        whole, quantity = Decimal(line["regular"]).scaleb(-2), Decimal(line["quantity"])
        price = round(whole / quantity, 4) if quantity else whole
        if round(price * quantity, 2) != whole:
            price, quantity = whole, Decimal(1)
        yield {
            "productCode": str(line["product_id"]),
            "quantity": quantity or Decimal(1),
            "unitPrice": price,
            "discount": Decimal(line["discount"]).scaleb(-2),
            "reimbursed": Decimal(line["reimbursed"]).scaleb(-2),
        }


async def emptied(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(EMPTIED)
    await connection.close()


async def recorded(url: str, folder: Path) -> int:
    """Records every order, each in a transaction of its own, a household after the other; returns how many."""
    waiting = baskets(folder)
    count = sum(len(given) for _, given in waiting)
    programs = Programs(CURRENCY, ZONE)
    await asyncio.gather(*(_till(url, programs, waiting) for _ in range(TILLS)))
    return count


async def _till(url: str, programs: Programs, waiting: list[tuple[str, list[dict[str, Any]]]]) -> None:
    settings = {"plan_cache_mode": "force_generic_plan", "jit": "off"}
    connection = await asyncpg.connect(url, server_settings=settings)
    members = dict(await connection.fetch(MEMBERS))
    while waiting:
        number, given = waiting.pop()
        for order in given:
            till = Till(WORKER, programs, datetime.now(UTC), order["number"])
            async with connection.transaction():
                await record_order(connection, till, order, members[number])
    await connection.close()


async def compared(imported: str, replayed: str) -> list[Compared]:
    one, other = await asyncpg.connect(imported), await asyncpg.connect(replayed)
    found = [_differing(what, await one.fetch(sql), await other.fetch(sql)) for what, sql in COMPARED.items()]
    broken = [name for name, sql in INVARIANTS.items() if await other.fetch(sql)]
    await one.close()
    await other.close()
    if broken:
        raise RuntimeError(f"After the replay these do not hold: {', '.join(broken)}")
    return found


def _differing(what: str, imported: list[Any], replayed: list[Any]) -> Compared:
    pairs = [(one, other) for one, other in zip(imported, replayed, strict=False) if one != other]
    first = "".join(f"{dict(one)}\n{dict(other)}" for one, other in pairs[:1])
    differ = len(pairs) + abs(len(imported) - len(replayed))
    return Compared(what, len(imported), len(replayed), differ, first)


async def _measured(server: str, folder: Path, households: int) -> tuple[list[Compared], int, float]:
    files = portion(folder / "replay", households)
    imported = await fresh(server, "bench_replay_imported")
    await complete_journey.load(imported, files)
    connection = await asyncpg.connect(server)
    await connection.execute("DROP DATABASE IF EXISTS bench_replay_recorded WITH (FORCE)")
    await connection.execute("CREATE DATABASE bench_replay_recorded TEMPLATE bench_replay_imported")
    await connection.close()
    replayed = called(server, "bench_replay_recorded")
    await emptied(replayed)
    begun = perf_counter()
    count = await recorded(replayed, files)
    return await compared(imported, replayed), count, perf_counter() - begun


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.replay", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = database_url(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None))
    print(f"{machine()}\n")
    found, count, seconds = asyncio.run(_measured(server, folder, given.households))
    print(f"{count:,} orders of {given.households:,} households recorded in {seconds:.1f} s\n")
    rows = [[each.what, f"{each.imported:,}", f"{each.recorded:,}", each.differ] for each in found]
    print(table("Imported in bulk, and recorded order by order", ["", "imported", "recorded", "differ"], rows))
    print(next((f"{each.what}:\n{each.first}" for each in found if each.differ), "Nothing differs."))
    if given.json:
        given.json.write_text(json.dumps({"found": rows, "orders": count, "seconds": seconds, "machine": machine()}))
    sys.exit(any(each.differ for each in found))


if __name__ == "__main__":
    main()
