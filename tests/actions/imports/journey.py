"""A small Complete Journey with every kind of dirt, as a folder of parquet files."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

HOUSEHOLDS = range(1, 13)
START = datetime(2017, 1, 3, 9)
LINES = ("household_id", "store_id", "basket_id", "product_id", "quantity", "sales_value", "retail_disc", "coupon_disc",
         "coupon_match_disc", "transaction_timestamp")  # fmt: skip
PRODUCTS = [
    (
        100 + n,
        7,
        "GROCERY",
        "National",
        "FRZN PIZZA" if n % 2 else "SOUP",
        "PIZZA/PREMIUM" if n % 2 else "SOUP",
        "12 OZ",
    )
    for n in range(8)
]
UNDESCRIBED = 999
BOOKLETS = [(1, "Type A"), (2, "Type B"), (3, "Type C")]


def write_journey(folder: Path, **instead: list[tuple[Any, ...]]) -> Path:
    """Writes the seven files; `instead` gives other rows for some of them."""
    rows = {
        "transactions": _lines(),
        "products": [*PRODUCTS, PRODUCTS[0]],
        "campaigns": [(c, h) for c, _ in BOOKLETS for h in (1, 2, 3)] + [(2, 3), (2, 77)],
        "campaign_descriptions": [(c, kind, datetime(2017, 1, 1), datetime(2017, 12, 31)) for c, kind in BOOKLETS],
        "coupons": [(5000 + c, 100 + n, c) for c, _ in BOOKLETS for n in range(3)] + [(5002, 100, 2), (5002, 998, 2)],
        "coupon_redemptions": _redemptions(),
        "demographics": [(1, "45-54", "50-74K", "Homeowner", "Married", "2", "2 Adults No Kids", "0"),
                         (2, "65+", "35-49K", None, None, "1", "1 Adult No Kids", "0"),
                         (77, "19-24", "35-49K", None, None, "1", "1 Adult No Kids", "0")],
    } | instead  # fmt: skip
    columns = {
        "transactions": LINES,
        "products": ("product_id", "manufacturer_id", "department", "brand", "product_category", "product_type",
                     "package_size"),
        "campaigns": ("campaign_id", "household_id"),
        "campaign_descriptions": ("campaign_id", "campaign_type", "start_date", "end_date"),
        "coupons": ("coupon_upc", "product_id", "campaign_id"),
        "coupon_redemptions": ("household_id", "coupon_upc", "campaign_id", "redemption_date"),
        "demographics": ("household_id", "age", "income", "home_ownership", "marital_status", "household_size",
                         "household_comp", "kids_count"),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in rows.items():
        pl.DataFrame(found, schema=list(columns[name]), orient="row").write_parquet(folder / f"{name}.parquet")
    return folder


def _lines() -> list[tuple[Any, ...]]:
    """Each household buys five times, 40 days apart; household 1 buys dearly enough to climb to Platinum."""
    clean = [
        (h, 300 + h % 3, 10_000 * h + visit, 100 + line, 1 + line, _price(h, line, visit), 0.5 * line,
         0.25 if line == 0 else 0.0, 0.0, START + timedelta(days=40 * visit, hours=h))
        for h in HOUSEHOLDS
        for visit in range(5)
        for line in range(3)
    ]  # fmt: skip
    at = START + timedelta(days=1)
    dirty = [
        (3, 300, 990_001, 100, 0, 0.0, 0.0, 1.5, 0.0, at),
        (3, 300, 990_001, 101, -2, 3.0, 0.0, 0.0, 0.0, at),
        (3, 300, 990_001, UNDESCRIBED, 1, 2.5, 0.0, 0.0, 0.0, at),
        (4, 301, 990_002, 102, 8_000, 20.0, 0.0, 0.0, 0.0, at),
        (5, 301, 990_003, 103, 1, -4.0, 0.0, 0.0, 0.0, at),
        (None, 301, 990_004, 103, 1, 4.0, 0.0, 0.0, 0.0, at),
        (6, 300, 990_005, 103, 1, 4.0, 0.0, 0.0, 0.4, at),
        (6, 301, 990_005, 104, 1, 4.0, 0.0, 0.0, 0.0, at),
    ]
    return sorted(clean + dirty, key=lambda line: line[-1])


def _price(household: int, line: int, visit: int) -> float:
    return round((600.0 if household == 1 else 9.37) + line + visit / 10, 2)


def _redemptions() -> list[tuple[Any, ...]]:
    day = datetime(2017, 1, 3)
    return [
        (1, 5001, 1, day),
        (1, 5001, 1, day + timedelta(days=40)),
        (2, 5002, 2, day + timedelta(days=3)),
        (2, 5002, 2, datetime(2018, 1, 9)),
        (4, 5003, 3, day),
        (2, 6666, 2, day),
    ]
