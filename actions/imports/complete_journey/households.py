"""Some households with all they did: members, orders, ledger, coupons. Written together or not at all."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import polars as pl
from asyncpg import Connection

from actions.imports.complete_journey import coupons, ledger, members, orders
from actions.imports.complete_journey.ground import Ground
from actions.imports.complete_journey.history import History, Purchase
from actions.imports.complete_journey.source import Source
from actions.imports.copying import append, keys

LOCK_TEMPLATES = "SELECT FROM coupon_template WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
COUNT_COUPONS = """
    UPDATE coupon_template SET issued_count = issued_count + issued, redeemed_count = redeemed_count + redeemed
    FROM unnest($1::uuid[], $2::int[], $3::int[]) AS counted (template_id, issued, redeemed) WHERE id = template_id
"""
Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Setting:
    """What all households share. The frames map the source's numbers to keys: `store_id` to `store_uuid` and so on."""

    ground: Ground
    stores: pl.DataFrame
    products: pl.DataFrame
    campaigns: pl.DataFrame
    templates: pl.DataFrame
    currency: str
    zone: ZoneInfo
    now: datetime
    last_day: date


def tables(part: Source, lines: pl.DataFrame, setting: Setting) -> Tables:
    """The rows of every table for the households of `part`, whose lines are given; in the order of writing."""
    baskets = orders.baskets(lines).join(setting.stores, on="store_id", maintain_order="left")
    histories = _histories(baskets, setting)
    baskets = baskets.join(_earnings(histories), on="basket_id", maintain_order="left")
    found = _members(part, baskets, histories, setting)
    of_member = found.select("household_id", "member_id", "points_account_id", "growth_account_id")
    baskets = baskets.with_columns(id=keys(baskets["at"])).join(of_member, on="household_id", maintain_order="left")
    transactions, entries, lots = ledger.earning(baskets, setting.ground)
    return {
        "ledger_account": members.account_rows(found),
        "member": members.member_rows(found),
        "member_metrics": members.metrics_rows(found),
        "wallet": members.wallet_rows(found),
        "member_card": members.card_rows(found),
        "orders": orders.orders(baskets),
        "order_line": orders.order_lines(lines, baskets, setting.products, setting.currency),
        "order_effect": orders.effects(baskets, setting.currency),
        "ledger_transaction": transactions,
        "ledger_entry": entries,
        "points_lot": lots,
        "tier_change": members.tier_change_rows(histories, found, baskets),
    } | _campaign_tables(part, lines, of_member.select("household_id", "member_id"), baskets, setting)


async def write(connection: Connection, rows: Tables) -> None:
    await connection.execute("SET LOCAL memberdesk.ledger_check = 'statement'")
    for table, frame in rows.items():
        await append(connection, table, frame)
    await _count_coupons(connection, rows["coupon"])


def _histories(baskets: pl.DataFrame, setting: Setting) -> list[History]:
    rows = baskets.select("household_id", "basket_id", "at", "total", "reimbursed").iter_rows()
    return [
        History(household, setting.ground, setting.currency, setting.zone).live(Purchase(*row[1:]) for row in purchases)
        for household, purchases in groupby(rows, key=lambda row: row[0])
    ]


def _earnings(histories: list[History]) -> pl.DataFrame:
    moment = pl.Datetime("us", "UTC")
    names = {
        "basket_id": pl.Int64,
        "points": pl.Int64,
        "growth": pl.Int64,
        "points_expire_at": moment,
        "growth_expires_at": moment,
    }
    rows = [
        (e.basket_id, e.points, e.growth, e.points_expire_at, e.growth_expires_at)
        for history in histories
        for e in history.earnings
    ]
    return pl.DataFrame(rows, schema=names, orient="row")


def _members(part: Source, baskets: pl.DataFrame, histories: list[History], setting: Setting) -> pl.DataFrame:
    found = members.figures(baskets)
    people = members.people(found["household_id"], part.demographics, setting.ground, setting.last_day)
    for frame in (people, members.standings(histories), ledger.balances(baskets)):
        found = found.join(frame, on="household_id", maintain_order="left")
    return found


def _campaign_tables(
    part: Source, lines: pl.DataFrame, members: pl.DataFrame, baskets: pl.DataFrame, setting: Setting
) -> Tables:
    uses = coupons.redemptions(part, lines)
    held = coupons.coupons(part, uses, setting.now).join(members, on="household_id", maintain_order="left")
    held = held.join(setting.templates, on="coupon_upc", maintain_order="left")
    held = held.join(setting.campaigns, on="campaign_id", maintain_order="left")
    held = held.join(baskets.select("basket_id", order_id="id"), on="basket_id", how="left", maintain_order="left")
    taken = (
        coupons.participations(part, uses).join(members, on="household_id").join(setting.campaigns, on="campaign_id")
    )
    moments = ("targeted_at", "reached_at", "participated_at", "converted_at")
    return {
        "coupon": coupons.coupon_rows(held),
        "coupon_redemption": coupons.redemption_rows(held),
        "campaign_participation": taken.select("id", "member_id", *moments, campaign_id="campaign_uuid"),
    }


async def _count_coupons(connection: Connection, coupon: pl.DataFrame) -> None:
    """Locks the templates by key, because households are written by two connections at once."""
    redeemed = (pl.col("status") == "REDEEMED").sum()
    counts = coupon.group_by("template_id").agg(issued=pl.len(), redeemed=redeemed)
    columns = [counts[name].to_list() for name in ("template_id", "issued", "redeemed")]
    await connection.execute(LOCK_TEMPLATES, columns[0])
    await connection.execute(COUNT_COUPONS, *columns)


def part_of(source: Source, households: pl.Series) -> Source:
    """Without transactions, which are given apart as lines."""
    return replace(source, transactions=source.transactions.clear()).only(households)
