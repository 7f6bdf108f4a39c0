"""The rows that imported orders become, and what they add to their members' figures."""

import polars as pl
from asyncpg import Connection

from actions.imports.copying import append, keys
from actions.imports.general.order_checks import OF_ORDER, priced
from rules.orders import OrderStatus

MEMBERS = "SELECT member_no AS code, id::text AS key FROM member WHERE member_no = ANY($1)"
PRODUCTS = "SELECT code, id::text AS key FROM product WHERE code = ANY($1)"
SUMS = ("regular", "discount", "reimbursed", "total")
FIGURES = """
    UPDATE member_metrics metrics SET
        order_count = order_count + added.orders, total_spend = total_spend + added.spend,
        first_order_at = least(first_order_at, added.first), last_order_at = greatest(last_order_at, added.last)
    FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::timestamptz[], $5::timestamptz[])
        AS added (member_id, orders, spend, first, last)
    WHERE metrics.member_id = added.member_id
"""


async def add_orders(connection: Connection, rows: pl.DataFrame, currency: str) -> dict[str, int]:
    """Adds orders with their lines. Only completed ones count in the members' figures. Says how many of what."""
    lines = priced(rows, currency)
    lines = await _with_keys(connection, lines, "member_no", MEMBERS, "member_id")
    lines = await _with_keys(connection, lines, "product", PRODUCTS, "product_id")
    orders = _orders(lines)
    await append(connection, "orders", orders)
    await append(connection, "order_line", _lines(lines, orders))
    await _count(connection, orders)
    return {"orders": orders.height, "order_line": lines.height}


def _orders(lines: pl.DataFrame) -> pl.DataFrame:
    told = [pl.col(name).drop_nulls().first() for name in (*OF_ORDER, "member_id")]
    orders = lines.group_by("number", maintain_order=True).agg(*told, *[pl.col(name).sum() for name in SUMS])
    return orders.select(
        "number",
        "member_id",
        "at",
        "total",
        "reimbursed",
        "external_reference",
        id=keys(orders["at"]),
        store_id="store",
        status=pl.col("status").fill_null(OrderStatus.COMPLETED.value),
        subtotal="regular",
        discount_total="discount",
    )


def _lines(lines: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    known = lines.join(orders.select("number", order_id="id"), on="number", maintain_order="left")
    position = pl.int_range(1, pl.len() + 1).over("order_id")
    return known.select(
        "order_id", "product_id", "quantity", "unit_price", "discount", "reimbursed", "total", position=position
    )


async def _with_keys(connection: Connection, lines: pl.DataFrame, name: str, query: str, key: str) -> pl.DataFrame:
    found = await connection.fetch(query, lines[name].drop_nulls().unique().to_list())
    known = pl.DataFrame([tuple(row) for row in found], schema={name: pl.String, key: pl.String}, orient="row")
    return lines.join(known, on=name, how="left", maintain_order="left")


async def _count(connection: Connection, orders: pl.DataFrame) -> None:
    counted = orders.filter((pl.col("status") == OrderStatus.COMPLETED.value) & pl.col("member_id").is_not_null())
    added = counted.group_by("member_id").agg(
        orders=pl.len(), spend=pl.col("total").sum(), first=pl.col("at").min(), last=pl.col("at").max()
    )
    await connection.execute(FIGURES, *(added[name].to_list() for name in added.columns))
