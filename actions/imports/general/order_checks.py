"""What is wrong with an order that its single cells do not show: unknown names, sums, rows that disagree."""

from collections.abc import Iterator

import polars as pl

from actions.imports.general.checking import Checked, Checker
from actions.imports.general.reading import LINE
from actions.imports.reports import Problem
from rules.money import CURRENCY_DIGITS

OF_ORDER = ("member_no", "at", "store", "status", "order_total", "external_reference")
"Fields of the order, which its rows repeat or leave empty."
TOLERANCE = 1
"Minor units by which a total may differ from the sum, because others round elsewhere."


def priced(rows: pl.DataFrame, currency: str) -> pl.DataFrame:
    """With `regular`, `discount`, `reimbursed`, `total` and `told` (the file's total, or null) in minor units."""
    unit = 10 ** CURRENCY_DIGITS[currency]
    minor = {
        name: (pl.col(name) * unit).round().cast(pl.Int64)
        for name in ("discount", "reimbursed", "total", "order_total")
    }
    counted = rows.with_columns(
        regular=(pl.col("quantity") * pl.col("unit_price") * unit).round().cast(pl.Int64),
        discount=minor["discount"].fill_null(0),
        reimbursed=minor["reimbursed"].fill_null(0),
        told=minor["total"],
        order_total=minor["order_total"],
    )
    return counted.with_columns(total=pl.col("regular") - pl.col("discount") + pl.col("reimbursed"))


def wrong_lines(checker: Checker, rows: pl.DataFrame, currency: str) -> Iterator[Problem]:
    found = priced(rows, currency)
    faults = (
        ("reimbursed", pl.col("reimbursed") > pl.col("discount"), "is more than the discount"),
        ("discount", pl.col("total") < 0, "is more than the price"),
        (
            "total",
            (pl.col("told") - pl.col("total")).abs() > TOLERANCE,
            "is not quantity x price - discount + reimbursed",
        ),
    )
    for name, condition, reason in faults:
        for line in found.filter(condition)[LINE]:
            yield checker.problem(name, line, _told(rows, line, name), reason)


def wrong_orders(checker: Checker, rows: pl.DataFrame, currency: str) -> Iterator[Problem]:
    """One problem, at its first row, for each order that contradicts itself or whose total is not its rows' sum."""
    found = priced(rows, currency)
    for name in OF_ORDER:
        kinds = found.filter(pl.col(name).is_not_null()).group_by("number").agg(pl.n_unique(name).alias("kinds"))
        odd = kinds.filter(pl.col("kinds") > 1)["number"]
        for line, number in _firsts(found, odd):
            yield checker.problem(name, line, number, "the rows of this order do not agree")
    sums = found.group_by("number").agg(pl.col("total").sum(), pl.col("order_total").max(), pl.len())
    off = (pl.col("order_total") - pl.col("total")).abs() > TOLERANCE * pl.col("len")
    for line, number in _firsts(found, sums.filter(off)["number"]):
        yield checker.problem("order_total", line, number, "is not the sum of the order's rows")


def unknown(checker: Checker, rows: pl.DataFrame, name: str, known: set[str], reason: str) -> list[Problem]:
    strange = rows.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(list(known)))
    return [checker.problem(name, *row, reason) for row in strange.select(LINE, name).iter_rows()]


def companions(checker: Checker, checked: Checked) -> list[Problem]:
    """Rows that are right, of orders that are left out because of other rows."""
    lost = checked.lost["number"].drop_nulls().unique()
    found = checked.rows.filter(pl.col("number").is_in(lost.implode()))
    return [
        checker.problem("number", *row, "another row of this order is wrong")
        for row in found.select(LINE, "number").iter_rows()
    ]


def _firsts(rows: pl.DataFrame, numbers: pl.Series) -> Iterator[tuple[int, str]]:
    found = rows.filter(pl.col("number").is_in(numbers.implode())).group_by("number", maintain_order=True)
    return found.agg(pl.col(LINE).first()).select(LINE, "number").iter_rows()


def _told(rows: pl.DataFrame, line: int, name: str) -> str | None:
    value = rows.filter(pl.col(LINE) == line)[name].item()
    return None if value is None else str(value)
