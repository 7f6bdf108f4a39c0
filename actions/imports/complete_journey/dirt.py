"""What is not as it should be in the source, how often, and what is done about it. Nothing is dropped silently."""

from dataclasses import replace

import polars as pl

from actions.imports.complete_journey.source import Source
from actions.imports.reports import Problem

MONEY = ("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc")
KEYS = ("household_id", "store_id", "basket_id", "product_id", "quantity", *MONEY, "transaction_timestamp")
MUCH = 100
PAIR = ("coupon_upc", "campaign_id")
REDEMPTION = ("household_id", *PAIR)
TARGET = ("campaign_id", "household_id")


class Findings:
    """Counts of each kind of dirt, by file and reason; kinds that were looked for and not found count 0."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self, file: str, column: str | None, rows: int, reason: str, treatment: str, value: str | None = None
    ) -> None:
        self.problems.append(Problem(f"{file}.parquet", reason, treatment, column=column, value=value, rows=rows))

    @property
    def found(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.rows]

    @property
    def counts(self) -> dict[str, int]:
        return {": ".join(filter(None, (p.file, p.column, p.reason))): p.rows for p in self.problems}


def clean(source: Source) -> tuple[Source, Findings]:
    """The source with unusable rows left out and doubles merged, and all that was found."""
    findings = Findings()
    source = replace(source, transactions=_usable_lines(source.transactions, findings))
    source = replace(source, products=_first_of_each(source.products, findings))
    source = replace(source, campaigns=_known_targets(source, findings), coupons=_merged_coupons(source, findings))
    source = replace(source, coupon_redemptions=_known_redemptions(source, findings))
    source = replace(source, demographics=_known_demographics(source, findings))
    _note_lines(source, findings)
    _note_redemptions(source, findings)
    return source, findings


def _usable_lines(lines: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    empty = pl.any_horizontal(pl.col(KEYS).is_null())
    negative = pl.any_horizontal(pl.col(MONEY) < 0)
    findings.add("transactions", None, _count(lines, empty), "a cell is empty", "left out")
    findings.add("transactions", None, _count(lines, ~empty & negative), "an amount is negative", "left out")
    lines = lines.filter(~empty & ~negative)
    baskets = lines.group_by("basket_id").agg(
        pl.struct("household_id", "store_id", "transaction_timestamp").n_unique().alias("n")
    )
    reason = "a basket has more than one household, store or time"
    findings.add("transactions", "basket_id", _count(baskets, pl.col("n") > 1), reason, "kept as its first line says")
    return lines


def _first_of_each(products: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    unique = products.unique("product_id", keep="first", maintain_order=True).filter(pl.col("product_id").is_not_null())
    findings.add(
        "products",
        "product_id",
        products.height - unique.height,
        "the product is described twice or has no id",
        "left out",
    )
    bare = _count(unique, pl.col("product_category").is_null())
    findings.add("products", "product_category", bare, "the category is empty", "kept in its department")
    return unique


def _known_targets(source: Source, findings: Findings) -> pl.DataFrame:
    targets = source.campaigns.unique(maintain_order=True)
    findings.add("campaigns", None, source.campaigns.height - targets.height, "the same household twice", "merged")
    known = _in(targets, source.transactions, "household_id").join(
        source.campaign_descriptions, on="campaign_id", how="semi"
    )
    findings.add(
        "campaigns", None, targets.height - known.height, "the campaign or the household is not known", "left out"
    )
    return known


def _merged_coupons(source: Source, findings: Findings) -> pl.DataFrame:
    coupons = source.coupons.unique(maintain_order=True)
    findings.add("coupons", None, source.coupons.height - coupons.height, "the same line again", "merged")
    known = _in(coupons, source.campaign_descriptions, "campaign_id")
    findings.add("coupons", "campaign_id", coupons.height - known.height, "the campaign is not described", "left out")
    bare = known.join(source.products, on="product_id", how="anti").height
    findings.add("coupons", "product_id", bare, "the product is not described", "kept, with a placeholder as product")
    return known


def _known_redemptions(source: Source, findings: Findings) -> pl.DataFrame:
    redemptions = source.coupon_redemptions
    known = _in(redemptions, source.transactions, "household_id").join(source.coupons, on=PAIR, how="semi")
    reason = "the household, or the coupon in this campaign, is not known"
    findings.add("coupon_redemptions", None, redemptions.height - known.height, reason, "left out")
    return known


def _known_demographics(source: Source, findings: Findings) -> pl.DataFrame:
    first = source.demographics.unique("household_id", keep="first", maintain_order=True)
    known = _in(first, source.transactions, "household_id")
    reason = "the household is described twice or never bought"
    findings.add("demographics", "household_id", source.demographics.height - known.height, reason, "left out")
    for column in ("home_ownership", "marital_status"):
        empty = _count(known, pl.col(column).is_null())
        findings.add("demographics", column, empty, "the cell is empty", "kept as not known")
    return known


def _note_lines(source: Source, findings: Findings) -> None:
    lines, quantity = source.transactions, pl.col("quantity")
    found = [
        ("quantity", quantity <= 0, "quantity is zero or less", "kept; as quantity 0 at the amount of the line"),
        ("sales_value", pl.col("sales_value") <= 0, "sales value is zero or less", "kept; the line earns no points"),
        ("coupon_disc", pl.col("coupon_disc") > pl.col("sales_value"), "the coupon is worth more than the sales value",
         "kept; the manufacturer pays the coupon to the store, and an order whose member paid nothing earns no points"),
    ]  # fmt: skip
    for column, condition, reason, treatment in found:
        findings.add("transactions", column, _count(lines, condition), reason, treatment)
    most = lines["quantity"].max()
    value = None if most is None else f"at most {most:,}"
    reason = f"quantity is above {MUCH}"
    much = _count(lines, quantity > MUCH)
    findings.add("transactions", "quantity", much, reason, "kept; fuel is counted by volume", value)
    bare = lines.join(source.products, on="product_id", how="anti")
    value = f"{bare['product_id'].n_unique()} products"
    reason = "the product is not described"
    findings.add("transactions", "product_id", bare.height, reason, "kept, with a placeholder as product", value)


def note_unlinked(uses: pl.DataFrame, findings: Findings) -> None:
    """How many redemptions have no order: `uses` is one row per redemption, with `basket_id` where there is one."""
    reason = "no basket of the household on that day has a reduced line of the coupon's products"
    findings.add(
        "coupon_redemptions", None, uses["basket_id"].null_count(), reason, "kept, at noon and without an order"
    )


def _note_redemptions(source: Source, findings: Findings) -> None:
    redemptions = source.coupon_redemptions
    repeated = redemptions.group_by(REDEMPTION).len("times").filter(pl.col("times") > 1)
    reason = "household, coupon and campaign were redeemed more than once"
    findings.add("coupon_redemptions", None, repeated.height, reason, "each further use has a coupon of its own")
    dated = redemptions.join(source.campaign_descriptions, on="campaign_id")
    outside = ~pl.col("redemption_date").is_between("start_date", "end_date")
    findings.add(
        "coupon_redemptions", "redemption_date", _count(dated, outside), "outside the dates of the campaign", "kept"
    )
    untargeted = redemptions.join(source.campaigns, on=TARGET, how="anti").height
    findings.add("coupon_redemptions", "household_id", untargeted, "the household was not targeted", "kept")


def _in(frame: pl.DataFrame, other: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.join(other, on=column, how="semi", maintain_order="left")


def _count(frame: pl.DataFrame, condition: pl.Expr) -> int:
    return frame.select(condition.sum()).item() or 0
