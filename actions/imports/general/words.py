"""The words of this installation that a file may use: codes and names of tiers, stores, channels and products."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
from asyncpg import Connection

from rules.points import end_of_month_after
from rules.tiers import TierRule, tier_for

TIERS = "SELECT * FROM tier WHERE is_active ORDER BY rank"
SOURCES = "SELECT code, label, id::text FROM dictionary_item WHERE dictionary = 'source_channel' AND is_active"


@dataclass(frozen=True)
class Words:
    """Lower-case words to keys (as text). `tier_ends` is when a tier that begins now ends; `lowest` needs nothing."""

    tiers: dict[str, str]
    tier_ends: dict[str, datetime | None]
    lowest: str | None
    sources: dict[str, str]
    stores: dict[str, str]


async def words(connection: Connection, now: datetime, zone: ZoneInfo) -> Words:
    tiers = await connection.fetch(TIERS)
    keys = {row["code"]: str(row["id"]) for row in tiers}
    rules = [
        TierRule(
            row["code"], row["rank"], row["growth_threshold"], row["spend_threshold"], row["order_count_threshold"]
        )
        for row in tiers
    ]
    lowest = tier_for(rules, 0, 0, 0)
    return Words(
        tiers={word.lower(): str(row["id"]) for row in tiers for word in (row["name"], row["code"])},
        tier_ends={
            str(row["id"]): row["validity_months"] and end_of_month_after(now, row["validity_months"], zone)
            for row in tiers
        },
        lowest=lowest and keys[lowest.code],
        sources={word.lower(): key for code, label, key in await connection.fetch(SOURCES) for word in (label, code)},
        stores=dict(await connection.fetch("SELECT lower(code), id::text FROM store")),
    )


def ends(words: Words) -> pl.DataFrame:
    """`tier_id` and `tier_expires_at`, for a join."""
    schema = {"tier_id": pl.String, "tier_expires_at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(list(words.tier_ends.items()), schema=schema, orient="row")


async def among(connection: Connection, query: str, values: pl.Series) -> set[str]:
    """Those of the values that the query (over an array) finds."""
    asked = values.drop_nulls().to_list()
    return {row[0] for row in await connection.fetch(query, asked)} if asked else set()
