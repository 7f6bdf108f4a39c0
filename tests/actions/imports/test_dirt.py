import pytest

from tests.actions.imports.conftest import Journey

EXPECTED = {
    "transactions.parquet: a cell is empty": 1,
    "transactions.parquet: an amount is negative": 1,
    "transactions.parquet: basket_id: a basket has more than one household, store or time": 1,
    "transactions.parquet: quantity: quantity is zero or less": 2,
    "transactions.parquet: sales_value: sales value is zero or less": 1,
    "transactions.parquet: coupon_disc: the coupon is worth more than the sales value": 1,
    "transactions.parquet: quantity: quantity is above 100": 1,
    "transactions.parquet: product_id: the product is not described": 1,
    "products.parquet: product_id: the product is described twice or has no id": 1,
    "campaigns.parquet: the same household twice": 1,
    "campaigns.parquet: the campaign or the household is not known": 1,
    "coupons.parquet: the same line again": 1,
    "coupons.parquet: product_id: the product is not described": 1,
    "coupon_redemptions.parquet: the household, or the coupon in this campaign, is not known": 1,
    "coupon_redemptions.parquet: household, coupon and campaign were redeemed more than once": 2,
    "coupon_redemptions.parquet: redemption_date: outside the dates of the campaign": 1,
    "coupon_redemptions.parquet: household_id: the household was not targeted": 1,
    "demographics.parquet: household_id: the household is described twice or never bought": 1,
}


@pytest.mark.parametrize("reason", EXPECTED)
async def test_each_kind_of_dirt_is_counted(journey: Journey, reason: str) -> None:
    query = "SELECT details->'checked'->>$1 FROM job WHERE kind = 'import:complete-journey'"
    assert int(await journey.connection.fetchval(query, reason)) == EXPECTED[reason]


async def test_what_was_found_is_kept_with_what_was_done(journey: Journey) -> None:
    rows = await journey.connection.fetch("SELECT reason, treatment, rows FROM import_problem")
    assert {row["reason"] for row in rows} == {problem.reason for problem in journey.summary.problems}
    assert all(row["treatment"] and row["rows"] > 0 for row in rows)


async def test_an_undescribed_product_becomes_a_placeholder(journey: Journey) -> None:
    name = await journey.connection.fetchval("SELECT name FROM product WHERE is_placeholder AND code = '999'")
    assert name == "Product 999 (not described)"


async def test_nothing_bought_keeps_its_amount_as_unit_price(journey: Journey) -> None:
    query = "SELECT unit_price, total FROM order_line WHERE quantity = 0 AND total > 0"
    assert [tuple(row) for row in await journey.connection.fetch(query)] == [(3, 300)]


async def test_the_report_names_file_column_reason_and_treatment(journey: Journey) -> None:
    said = "1 rows, quantity (at most 8,000): quantity is above 100 - kept; fuel is counted by volume"
    assert f"transactions.parquet, {said}" in str(journey.summary)
