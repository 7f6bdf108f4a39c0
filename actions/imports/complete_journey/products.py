"""What was sold: a tree of departments and categories, and the products in it."""

from typing import Any

import polars as pl
from asyncpg import Connection

from actions.imports.complete_journey.source import Source
from actions.imports.complete_journey.wording import package, product_name, readable, slug
from actions.imports.copying import append, keys_now

BRANDS = {"National": "National brand", "Private": "Store brand"}
CATEGORY = "INSERT INTO product_category (code, name, parent_id) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING"
PARTS = ("product_type", "product_category", "department", "package_size")


async def add_categories(connection: Connection, source: Source) -> None:
    pairs = source.products.select("department", "product_category").unique().sort("department", "product_category")
    departments = pairs["department"].drop_nulls().unique(maintain_order=True)
    await connection.executemany(CATEGORY, [(slug(name), readable(name), None) for name in departments])
    ids = await _ids(connection, "product_category")
    rows = [
        (category_code(department, category), readable(category), ids[slug(department)])
        for department, category in pairs.drop_nulls().iter_rows()
    ]
    await connection.executemany(CATEGORY, rows)


async def add_products(connection: Connection, products: pl.DataFrame) -> None:
    """Adds those of `products` (a part of `described`) whose code is not taken yet."""
    categories = await _ids(connection, "product_category")
    known = await connection.fetch("SELECT code FROM product WHERE code = ANY($1)", products["code"].to_list())
    missing = products.filter(~pl.col("code").is_in([row["code"] for row in known]))
    frame = missing.with_columns(
        id=keys_now(missing.height),
        category_id=pl.col("category").replace_strict(
            {code: str(key) for code, key in categories.items()}, default=None
        ),
    )
    await append(connection, "product", frame.drop("product_id", "category"))


def described(source: Source, lines: pl.DataFrame) -> pl.DataFrame:
    """Every product of the source, then a placeholder for each that was sold or couponed without being described.

    Columns as in the table `product`, but `category` (a code) instead of its id, and `product_id` as in the source.
    """
    named = pl.concat([lines["product_id"], source.coupons["product_id"]]).unique().sort().to_frame()
    bare = named.join(source.products, on="product_id", how="anti", maintain_order="left")
    products = pl.concat([_described(source.products), _placeholders(bare["product_id"])])
    return products.join(_prices(lines), on="product_id", how="left", maintain_order="left")


def category_code(department: str, category: str | None) -> str:
    return f"{slug(department)}/{slug(category)}" if category else slug(department)


async def _ids(connection: Connection, table: str) -> dict[str, Any]:
    return {row["code"]: row["id"] for row in await connection.fetch(f"SELECT code, id FROM {table}")}


def _described(products: pl.DataFrame) -> pl.DataFrame:
    categories = products.select("department", "product_category").iter_rows()
    return products.select(
        "product_id",
        code=pl.col("product_id").cast(pl.String),
        name=pl.Series([product_name(*parts)[:300] for parts in products.select(PARTS).iter_rows()], dtype=pl.String),
        category=pl.Series([category_code(*pair) if pair[0] else None for pair in categories], dtype=pl.String),
        brand=pl.col("brand").replace(BRANDS),
        package_size=pl.Series([size and package(size)[:64] for size in products["package_size"]], dtype=pl.String),
        is_placeholder=pl.lit(False),
        custom=_custom(),
    )


def _custom() -> pl.Expr:
    known = pl.concat_str(pl.lit('{"manufacturer": '), pl.col("manufacturer_id").cast(pl.String), pl.lit("}"))
    return pl.coalesce(known, pl.lit("{}"))


def _placeholders(product_ids: pl.Series) -> pl.DataFrame:
    code = pl.col("product_id").cast(pl.String)
    return product_ids.to_frame().select(
        "product_id",
        code=code,
        name=pl.concat_str(pl.lit("Product "), code, pl.lit(" (not described)")),
        category=pl.lit(None, pl.String),
        brand=pl.lit(None, pl.String),
        package_size=pl.lit(None, pl.String),
        is_placeholder=pl.lit(True),
        custom=pl.lit("{}"),
    )


def _prices(lines: pl.DataFrame) -> pl.DataFrame:
    """The median regular price of one, in minor units, where something was counted and paid for."""
    counted = lines.filter(pl.col("quantity") > 0)
    price = (pl.col("regular") / pl.col("quantity")).median().round().cast(pl.Int64)
    return counted.group_by("product_id").agg(price=price).filter(pl.col("price") > 0)
