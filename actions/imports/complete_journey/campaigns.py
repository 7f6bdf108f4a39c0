"""The source's campaigns, and its coupons as templates."""

from datetime import datetime
from json import dumps

import polars as pl
from asyncpg import Connection

from actions.imports.complete_journey.source import Source
from actions.imports.complete_journey.wording import readable
from actions.imports.copying import append, keys
from rules.campaigns import CampaignKind, CampaignStatus
from rules.coupons import CouponKind

A_DAY = pl.duration(days=1)


def dated(source: Source) -> pl.DataFrame:
    """Each campaign with `type` ("A"), and `starts_at` to `ends_at`, the first instant after its last day."""
    return source.campaign_descriptions.select(
        "campaign_id",
        pl.col("campaign_type").str.replace("Type ", "").alias("type"),
        pl.col("start_date").dt.replace_time_zone("UTC").alias("starts_at"),
        (pl.col("end_date") + A_DAY).dt.replace_time_zone("UTC").alias("ends_at"),
    )


async def add_campaigns(connection: Connection, source: Source, now: datetime) -> None:
    found = dated(source)
    coupons = dict(source.coupons.group_by("campaign_id").agg(pl.n_unique("coupon_upc")).iter_rows())
    rules = [
        dumps(
            {
                "type": row["type"],
                "coupons": coupons.get(row["campaign_id"], 0),
                "everyTargetedMemberGetsAll": row["type"] != "A",
            }
        )
        for row in found.iter_rows(named=True)
    ]
    status = (
        pl.when(pl.col("ends_at") <= now).then(pl.lit(CampaignStatus.ENDED.value))
        .when(pl.col("starts_at") <= now).then(pl.lit(CampaignStatus.RUNNING.value))
        .otherwise(pl.lit(CampaignStatus.SCHEDULED.value))
    )  # fmt: skip
    frame = found.select(
        id=keys(found["starts_at"]),
        code=campaign_code(),
        name=pl.format("Coupon booklet {} (type {})", "campaign_id", "type"),
        kind=pl.lit(CampaignKind.COUPON_GIVEAWAY.value),
        status=status,
        starts_at="starts_at",
        ends_at="ends_at",
        created_at="starts_at",
        rules=pl.Series(rules, dtype=pl.String),
    )
    await append(connection, "campaign", frame)


async def add_templates(connection: Connection, source: Source, products: pl.DataFrame) -> None:
    """`products` maps `product_id` to `product_uuid`."""
    booklets = source.coupons.select("coupon_upc", "campaign_id").unique().join(dated(source), on="campaign_id")
    spans = booklets.group_by("coupon_upc").agg(pl.col("starts_at").min(), pl.col("ends_at").max())
    found = spans.join(_names(source), on="coupon_upc", how="left").sort("starts_at", "coupon_upc")
    found = found.with_columns(id=keys(found["starts_at"]))
    frame = found.select(
        "id",
        code=template_code(),
        name=pl.format("Coupon: {}", pl.col("named").fill_null("Several Products")),
        kind=pl.lit(CouponKind.AMOUNT_OFF.value),
        valid_from="starts_at",
        valid_until="ends_at",
        created_at="starts_at",
    )
    await append(connection, "coupon_template", frame)
    lines = source.coupons.select("coupon_upc", "product_id").unique(maintain_order=True)
    lines = lines.join(found, on="coupon_upc").join(products, on="product_id")
    await append(connection, "coupon_template_product", lines.select(template_id="id", product_id="product_uuid"))


def campaign_code() -> pl.Expr:
    return pl.concat_str(pl.lit("CJ-C"), pl.col("campaign_id").cast(pl.String).str.zfill(2))


def template_code() -> pl.Expr:
    return pl.format("CJ-{}", "coupon_upc")


def _names(source: Source) -> pl.DataFrame:
    """The category that most of a coupon's products are of."""
    known = source.coupons.select("coupon_upc", "product_id").unique().join(source.products, on="product_id")
    counted = known.drop_nulls("product_category").group_by("coupon_upc", "product_category").len()
    most = (
        counted.sort("len", "product_category", descending=[True, False])
        .group_by("coupon_upc", maintain_order=True)
        .first()
    )
    return most.with_columns(named=pl.col("product_category").map_elements(readable, return_dtype=pl.String))
