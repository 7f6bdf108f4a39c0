"""Baskets as orders, with their lines and what was taken off."""

import polars as pl

from rules.money import CURRENCY_DIGITS

AMOUNTS = {"sales_value": "total", "retail_disc": "retail", "coupon_disc": "reimbursed", "coupon_match_disc": "match"}
SUMS = ("regular", "discount", "reimbursed", "total", "retail", "match")
REDUCTIONS = {
    "retail": ("PRICE", "loyalty-price", "Loyalty price"),
    "reimbursed": ("COUPON", "manufacturer-coupon", "Manufacturer's coupon"),
    "match": ("COUPON", "store-coupon-match", "Store's match of the coupon"),
}
"Which amount of an order came off for which reason: source kind, source code and name."
RULE = "Points for purchases"
"The name of the rule by which the orders earned."


def priced(transactions: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Lines with money in minor units: regular - discount + reimbursed = total, the store's receipt (`sales_value`).

    The source's coupons do not lower its sales value (the manufacturer pays the store); its other two discounts do.
    """
    unit = 10 ** CURRENCY_DIGITS[currency]
    minor = [(pl.col(name) * unit).round().cast(pl.Int64).alias(alias) for name, alias in AMOUNTS.items()]
    lines = transactions.with_columns(*minor, pl.col("quantity").clip(0)).drop(AMOUNTS)
    lines = lines.with_columns(pl.col("transaction_timestamp").dt.replace_time_zone("UTC").alias("at")).drop(
        "transaction_timestamp"
    )
    return lines.with_columns(
        regular=pl.col("total") + pl.col("retail") + pl.col("match"),
        discount=pl.col("retail") + pl.col("reimbursed") + pl.col("match"),
    )


def baskets(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per basket, by household and time, with the sums of its lines and its number."""
    sums = [pl.col(name).sum() for name in SUMS]
    firsts = [pl.col(name).first() for name in ("household_id", "store_id", "at")]
    found = lines.group_by("basket_id", maintain_order=True).agg(*firsts, *sums)
    return found.sort("household_id", "at", "basket_id").with_columns(number=pl.format("CJ-{}", "basket_id"))


def orders(baskets: pl.DataFrame) -> pl.DataFrame:
    """Rows of the table `orders`, from baskets that have `id`, `member_id`, `store_uuid` and `points`."""
    return baskets.select(
        "id",
        "number",
        "member_id",
        pl.col("store_uuid").alias("store_id"),
        pl.col("regular").alias("subtotal"),
        pl.col("discount").alias("discount_total"),
        "reimbursed",
        "total",
        pl.col("points").alias("points_earned"),
        pl.format("complete-journey:basket:{}", "basket_id").alias("external_reference"),
        "at",
    )


def order_lines(lines: pl.DataFrame, baskets: pl.DataFrame, products: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Rows of `order_line`. The unit price is the regular one, in major units; of nothing, the amount of the line."""
    unit = 10 ** CURRENCY_DIGITS[currency]
    counted = pl.when(pl.col("quantity") > 0).then(pl.col("quantity")).otherwise(1)
    known = lines.join(baskets.select("basket_id", order_id="id"), on="basket_id", maintain_order="left")
    return known.join(products, on="product_id", maintain_order="left").select(
        "order_id",
        pl.int_range(1, pl.len() + 1).over("order_id").alias("position"),
        pl.col("product_uuid").alias("product_id"),
        "quantity",
        (pl.col("regular") / unit / counted).round(4).alias("unit_price"),
        "discount",
        "reimbursed",
        "total",
    )


def effects(baskets: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Rows of `order_effect`: one for each reduction and for the points, where there are any."""
    parts = [_reduction(baskets, column, currency) for column in REDUCTIONS]
    return pl.concat([*parts, _points(baskets)]).sort("order_id", maintain_order=True)


def _reduction(baskets: pl.DataFrame, column: str, currency: str) -> pl.DataFrame:
    source_kind, source_code, name = REDUCTIONS[column]
    off = _major(pl.col(column), currency)
    return baskets.filter(pl.col(column) > 0).select(
        order_id="id",
        kind=pl.lit("DISCOUNT"),
        source_kind=pl.lit(source_kind),
        source_code=pl.lit(source_code),
        amount=pl.col(column),
        points=pl.lit(None, pl.Int64),
        details=_said("{amount:,} {currency} off by {name}", amount=off, currency=pl.lit(currency), name=pl.lit(name)),
        message=pl.format("{} {} off by {}", off, pl.lit(currency), pl.lit(name)),
    )


def _points(baskets: pl.DataFrame) -> pl.DataFrame:
    return baskets.filter(pl.col("points") > 0).select(
        order_id="id",
        kind=pl.lit("POINTS"),
        source_kind=pl.lit("EARNING_RULE"),
        source_code=pl.lit("purchase"),
        amount=pl.lit(None, pl.Int64),
        points=pl.col("points"),
        details=_said("{points:,} points by {name}", points=pl.col("points"), name=pl.lit(RULE)),
        message=pl.format("{} points by {}", "points", pl.lit(RULE)),
    )


def _said(template: str, **parts: pl.Expr) -> pl.Expr:
    """How an effect keeps its words: the template, and each value as it is written."""
    values = pl.struct(*(value.cast(pl.String).alias(name) for name, value in parts.items())).struct.json_encode()
    return pl.concat_str(pl.lit('{"said": "' + template + '", "parts": '), values, pl.lit("}"))


def _major(minor: pl.Expr, currency: str) -> pl.Expr:
    """ "1234" of a currency with two decimals as "12.34"."""
    digits = CURRENCY_DIGITS[currency]
    whole = (minor // 10**digits).cast(pl.String)
    if not digits:
        return whole
    part = (minor % 10**digits).cast(pl.String).str.zfill(digits)
    return pl.concat_str(whole, pl.lit("."), part)
