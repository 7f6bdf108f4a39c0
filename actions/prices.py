"""Keeps the prices that products have beside their list price."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record, unchanged
from actions.restoring import restoring
from actions.saving import found
from rules.prices import check_price
from rules.refusals import check_version
from rules.viewer import Viewer

NAMED = {"product": "productCode", "store": "storeCode", "unit": "unitCode", "tier": "tierCode"}
TABLES = {"unit": "organization_unit"}
"What a price refers to by code, each with the field of the input; and the tables that are called otherwise."
DEFAULTS: Mapping[str, Any] = {
    "name": "", "product_id": None, "store_id": None, "unit_id": None, "tier_id": None, "is_members_only": False,
    "amount": None, "starts_on": None, "ends_on": None, "is_active": True,
}  # fmt: skip
KEPT = """
    SELECT price.*, product.code AS product, store.code AS store, unit.code AS unit, tier.code AS tier
    FROM price JOIN product ON product.id = price.product_id
    LEFT JOIN store ON store.id = price.store_id LEFT JOIN tier ON tier.id = price.tier_id
    LEFT JOIN organization_unit unit ON unit.id = price.unit_id
    WHERE price.id = $1 FOR NO KEY UPDATE OF price
"""
ADD = """
    INSERT INTO price
        (name, product_id, store_id, unit_id, tier_id, is_members_only, amount, starts_on, ends_on, is_active)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
"""
CHANGE = """
    UPDATE price SET name = $2, product_id = $3, store_id = $4, unit_id = $5, tier_id = $6, is_members_only = $7,
        amount = $8, starts_on = $9, ends_on = $10, is_active = $11, version = version + 1
    WHERE id = $1 RETURNING version
"""


async def save_price(
    connection: Connection,
    by: Viewer,
    price: UUID | None,
    columns: Mapping[str, Any],
    codes: Mapping[str, str | None],
    expected: int | None,
    at: datetime,
) -> Written:
    """Makes a price, or changes what is given of one. Taking a new one back switches it off.

    `columns` are values as kept, `codes` what it refers to, by the names in NAMED. Raises Refused: nothing has such a
    code, the price was changed since, or by `check_price`.
    """
    kept = dict(await connection.fetchrow(KEPT, price)) if price else {"version": 0}
    check_version(kept["version"], expected)
    wanted = await _wanted(connection, kept, columns, codes)
    check_price(wanted)
    values = [wanted[name] for name in DEFAULTS]
    changed = {name: [kept.get(name), wanted[name]] for name in wanted if price is None or kept[name] != wanted[name]}
    step: Step | None = None
    if price is None:
        key = await connection.fetchval(ADD, *values)
        step = restoring("Price", key, {"is_active": False}, 1) if wanted["is_active"] else None
    elif changed:
        key, version = price, await connection.fetchval(CHANGE, price, *values)
        step = restoring("Price", key, {name: kept[name] for name in changed if name in DEFAULTS}, version)
    else:
        unchanged()
        return {"price": price, "changeSet": None}
    return await _noted(connection, by, key, wanted, changed, step, at)


async def _wanted(
    connection: Connection, kept: Mapping[str, Any], columns: Mapping[str, Any], codes: Mapping[str, str | None]
) -> dict[str, Any]:
    """All columns as they shall be, with the codes beside the keys. What may not be empty and is, has its default."""
    wanted = {name: kept.get(name, default) for name, default in DEFAULTS.items()} | dict(columns)
    wanted |= {name: DEFAULTS[name] for name in ("is_members_only", "is_active") if wanted[name] is None}
    for table, path in NAMED.items():
        wanted[table] = codes[path] if path in codes else kept.get(table)
        if path in codes:
            wanted[f"{table}_id"] = await found(connection, TABLES.get(table, table), codes[path], path)
    return wanted


async def _noted(
    connection: Connection,
    by: Viewer,
    key: UUID,
    wanted: Mapping[str, Any],
    changed: Mapping[str, Any],
    step: Step | None,
    at: datetime,
) -> Written:
    """What it refers to is told by code: a key says nothing to who reads the log."""
    told = {name: change for name, change in changed.items() if not name.endswith("_id")}
    await record(connection, by.name, "price.saved", "Price", key, told, by.staff_id and UUID(by.staff_id))
    summary = f"Save price '{wanted['name']}' of {wanted['product']}"
    return {"price": key, "changeSet": await keep(connection, by, "priceSave", summary, [step] if step else [], at)}
