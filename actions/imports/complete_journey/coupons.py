"""Which household had which coupon, and when it used it."""

from datetime import datetime
from hashlib import blake2b

import polars as pl

from actions.imports.complete_journey.campaigns import dated
from actions.imports.complete_journey.source import Source
from actions.imports.copying import keys
from actions.imports.runs import ACTOR
from rules.check_digits import coupon_code
from rules.coupons import CouponStatus

CODE_KEY = b"complete-journey"
COUPON = ("household_id", "coupon_upc", "campaign_id")
NOON = pl.duration(hours=12)
LINE = ("household_id", "day", "product_id")


def redemptions(source: Source, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per use: the coupon's key, `n` (which use of it, from 0), `redeemed_at`, and `basket_id` and `discount`.

    A use belongs to the basket of that household and day that has a reduced line of one of the coupon's products; its
    time is the basket's, else noon. Its discount is known if no other use claims the same lines.
    """
    uses = source.coupon_redemptions.sort("redemption_date", *COUPON).with_row_index("use")
    uses = uses.with_columns(
        pl.col("redemption_date").dt.date().alias("day"),
        pl.int_range(pl.len()).over(COUPON).alias("n"),
        (pl.col("redemption_date") + NOON).dt.replace_time_zone("UTC").alias("noon"),
    )
    linked = uses.join(_baskets_of_uses(source, uses, lines), on="use", how="left")
    return linked.select(*COUPON, "n", "basket_id", "discount", redeemed_at=pl.coalesce("at", "noon"))


def coupons(source: Source, uses: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """One row per coupon with its code, status and dates. Booklets of type A are known only by what was redeemed."""
    campaigns = dated(source)
    booklets = campaigns.filter(pl.col("type") != "A").join(
        source.coupons.select(COUPON[1:]).unique(), on="campaign_id"
    )
    given = source.campaigns.join(booklets, on="campaign_id").select(COUPON).with_columns(n=pl.lit(0, pl.Int64))
    every = pl.concat([given, uses.select(*COUPON, "n")]).unique(maintain_order=True)
    known = (
        every.join(uses, on=[*COUPON, "n"], how="left")
        .join(campaigns, on="campaign_id")
        .sort("starts_at", *COUPON, "n")
    )
    codes = [_code(*row) for row in known.select(*COUPON, "n").iter_rows()]
    unused = (
        pl.when(pl.col("ends_at") <= now)
        .then(pl.lit(CouponStatus.EXPIRED.value))
        .otherwise(pl.lit(CouponStatus.ISSUED.value))
    )
    used = pl.col("redeemed_at").is_not_null()
    return known.with_columns(
        id=keys(known["starts_at"]),
        code=pl.Series(codes, dtype=pl.String),
        status=pl.when(used).then(pl.lit(CouponStatus.REDEEMED.value)).otherwise(unused),
    )


def coupon_rows(coupons: pl.DataFrame) -> pl.DataFrame:
    """Rows of `coupon`, from coupons with `template_id`, `member_id`, `campaign_uuid` and `order_id`."""
    return coupons.select(
        "id",
        "code",
        "template_id",
        "member_id",
        pl.col("campaign_uuid").alias("campaign_id"),
        "status",
        pl.col("starts_at").alias("issued_at"),
        pl.col("starts_at").alias("valid_from"),
        pl.col("ends_at").alias("valid_until"),
        "redeemed_at",
        "order_id",
    )


def redemption_rows(coupons: pl.DataFrame) -> pl.DataFrame:
    used = coupons.filter(pl.col("redeemed_at").is_not_null())
    return used.select(
        id=keys(used["redeemed_at"]),
        coupon_id="id",
        member_id="member_id",
        order_id="order_id",
        discount="discount",
        actor=pl.lit(ACTOR),
        at="redeemed_at",
    )


def participations(source: Source, uses: pl.DataFrame) -> pl.DataFrame:
    """One row per targeted household and campaign: reached at the start, converted with the first use."""
    first = uses.group_by("campaign_id", "household_id").agg(pl.col("redeemed_at").min().alias("converted_at"))
    known = source.campaigns.join(first, on=["campaign_id", "household_id"], how="left").join(
        dated(source), on="campaign_id"
    )
    return known.with_columns(
        id=keys(known["starts_at"]),
        targeted_at="starts_at",
        reached_at="starts_at",
        participated_at="converted_at",
    )


def _baskets_of_uses(source: Source, uses: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """For each use that can be linked: `basket_id`, its time `at`, and `discount` where it is this use's alone."""
    reduced = (
        lines.filter(pl.col("reimbursed") > 0).with_columns(pl.col("at").dt.date().alias("day")).with_row_index("line")
    )
    matches = (
        uses.join(source.coupons, on=["coupon_upc", "campaign_id"])
        .join(reduced, on=LINE)
        .sort("use", "at", "basket_id")
    )
    chosen = matches.filter(pl.col("basket_id") == pl.col("basket_id").first().over("use"))
    claims = chosen.with_columns(pl.len().over("line").alias("claims"))
    alone = pl.when(pl.col("claims").max() == 1).then(pl.col("reimbursed").sum())
    return claims.group_by("use").agg(pl.col("basket_id", "at").first(), alone.alias("discount"))


def _code(household_id: int, coupon_upc: int, campaign_id: int, n: int) -> str:
    """Cannot be guessed from another one, and is the same at every import."""
    named = f"{household_id}:{coupon_upc}:{campaign_id}:{n}".encode()
    return coupon_code(int.from_bytes(blake2b(named, digest_size=8, key=CODE_KEY).digest()))
