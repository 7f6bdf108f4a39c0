"""What the members are made from: real households, baskets and coupons, and invented people, as small tables."""

from datetime import date

import polars as pl

from actions.demo.people import person
from actions.imports.complete_journey.source import Source, days_to_move, read

TODAY = date(2026, 11, 22)
PEOPLE = 200_000
MOST_COUPONS = 7
OPENING = 500
"Points that every account starts with, so that no debit makes it negative."


def seeds(members: int) -> dict[str, pl.DataFrame]:
    """Frames by name; `place` counts from 0 without gaps, because members are dealt to households and people by it."""
    source = read(None, sample=False).moved(days_to_move(TODAY))
    baskets = _baskets(source)
    return {
        "basket": baskets,
        "household": _households(source, baskets),
        "template": _templates(source),
        "held": _held(source),
        "person": _people(min(members, PEOPLE)),
    }


def _baskets(source: Source) -> pl.DataFrame:
    """Every basket in order of time: what it earned, and what all baskets of the household earned up to it.

    Every fifth entry spends half of what the one before it earned.
    """
    bought = source.transactions.group_by("household_id", "basket_id").agg(
        at=pl.col("transaction_timestamp").min(), total=pl.col("sales_value").sum()
    )
    bought = bought.sort("household_id", "at", "basket_id").with_columns(
        n=pl.int_range(pl.len()).over("household_id"),
        earned=pl.col("total").floor().cast(pl.Int64).clip(lower_bound=2),
    )
    spends = (pl.col("n") % 5) == 4
    delta = pl.when(spends).then(-(pl.col("earned").shift(1) // 2)).otherwise(pl.col("earned"))
    bought = bought.with_columns(delta=delta.over("household_id"))
    return bought.select(
        household="household_id",
        n="n",
        number="basket_id",
        at=pl.col("at").dt.replace_time_zone("UTC"),
        delta="delta",
        balance=pl.col("delta").cum_sum().over("household_id") + OPENING,
    )


def _households(source: Source, baskets: pl.DataFrame) -> pl.DataFrame:
    spent = source.transactions.group_by("household_id").agg(spend=(pl.col("sales_value").sum() * 100).cast(pl.Int64))
    counted = baskets.group_by("household").agg(
        baskets=pl.len(), joined_at=pl.col("at").min(), last_at=pl.col("at").max()
    )
    told = source.demographics.select("household_id", age_band="age", income_band="income")
    found = counted.join(spent, left_on="household", right_on="household_id")
    found = found.join(told, left_on="household", right_on="household_id", how="left").sort("household")
    custom = pl.struct("age_band", "income_band").struct.json_encode()
    return found.with_row_index("place").select(
        "place",
        "household",
        "baskets",
        "joined_at",
        "last_at",
        "spend",
        custom=pl.when(pl.col("age_band").is_null()).then(pl.lit("{}")).otherwise(custom),
    )


def _templates(source: Source) -> pl.DataFrame:
    """One for each coupon of a campaign, named after the kind of product that it reduces."""
    named = source.coupons.join(source.products.select("product_id", "product_category"), on="product_id")
    kinds = named.group_by("campaign_id", "coupon_upc").agg(pl.col("product_category").drop_nulls().mode().min())
    dated = kinds.join(source.campaign_descriptions, on="campaign_id").sort("campaign_id", "coupon_upc")
    return dated.select(
        code=pl.format("{}-{}", "campaign_id", "coupon_upc"),
        campaign="campaign_id",
        upc="coupon_upc",
        name=pl.col("product_category").fill_null("ANY PRODUCT").str.to_titlecase(),
        starts_at=pl.col("start_date").dt.replace_time_zone("UTC"),
        ends_at=pl.col("end_date").dt.replace_time_zone("UTC"),
    )


def _held(source: Source) -> pl.DataFrame:
    """The coupons of each household, those it used first. Who was in no campaign gets those of campaign 18."""
    uses = source.coupon_redemptions.select("household_id", "campaign_id", "coupon_upc").unique()
    offered = source.coupons.select("campaign_id", "coupon_upc").unique()
    left_out = source.households.to_frame("household_id").join(source.campaigns, on="household_id", how="anti")
    left_out = left_out.with_columns(campaign_id=pl.lit(18, pl.Int64))
    invited = pl.concat([source.campaigns.select("household_id", "campaign_id"), left_out])
    given = invited.join(offered, on="campaign_id").join(
        uses.with_columns(used=pl.lit(True)), on=["household_id", "campaign_id", "coupon_upc"], how="left"
    )
    given = given.with_columns(pl.col("used").fill_null(False)).sort(
        "household_id", "used", "campaign_id", "coupon_upc", descending=[False, True, False, False]
    )
    ranked = given.with_columns(n=pl.int_range(pl.len()).over("household_id"))
    kept = ranked.filter(pl.col("n") < MOST_COUPONS)
    return kept.select(household="household_id", n="n", campaign="campaign_id", upc="coupon_upc", used="used")


def _people(count: int) -> pl.DataFrame:
    rows = ((n, p.name, p.latin_name, p.birthday, p.gender, p.email) for n in range(count) if (p := person(n, TODAY)))
    columns = {"place": pl.Int64, "name": pl.String, "latin_name": pl.String, "birthday": pl.Date, "gender": pl.String}
    return (
        pl.DataFrame(rows, schema=columns | {"email": pl.String}, orient="row")
        .with_columns(local=pl.col("email").str.extract(r"^([^0-9@]+)"))
        .drop("email")
    )
