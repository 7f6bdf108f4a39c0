"""Makes and edits coupon templates."""

from collections.abc import Mapping
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import restoring
from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from actions.saving import new_row
from rules.conditions import Conditions, read
from rules.coupon_templates import check_counted, check_template
from rules.coupons import CouponKind
from rules.refusals import ErrorCode, Refused, check_version
from rules.viewer import Viewer

FOUND = "SELECT * FROM coupon_template WHERE code = $1 FOR NO KEY UPDATE"
MAKE = """
    INSERT INTO coupon_template (code, name, kind, is_active) VALUES ($1, '', 'AMOUNT_OFF', false)
    ON CONFLICT (code) DO NOTHING RETURNING id
"""
MOST_HELD = """
    SELECT coalesce(max(held), 0) FROM (
        SELECT count(*) AS held FROM coupon
        WHERE template_id = $1 AND member_id IS NOT NULL AND status <> 'REVOKED' GROUP BY member_id) each
"""
COLUMNS = (
    "name", "kind", "value", "discount_cap", "min_spend", "total_limit", "per_member_limit", "valid_from",
    "valid_until", "valid_days", "stacking_group", "conditions", "gift_product_id", "exchange_price",
    "returns_with_order", "is_stackable", "is_active",
)  # fmt: skip
DEFAULTS: Mapping[str, Any] = dict.fromkeys(COLUMNS) | {
    "conditions": {}, "returns_with_order": True, "is_stackable": False, "is_active": True
}  # fmt: skip
SET = f"""
    UPDATE coupon_template SET ({", ".join(COLUMNS)}) = (
        SELECT {", ".join(COLUMNS)} FROM jsonb_populate_record(NULL::coupon_template, $2::text::jsonb)
    ), version = version + $3 WHERE id = $1
"""
PRODUCTS = """
    SELECT product.code FROM coupon_template_product part JOIN product ON product.id = part.product_id
    WHERE part.template_id = $1 ORDER BY product.code
"""
DROP_PRODUCTS = "DELETE FROM coupon_template_product WHERE template_id = $1"
ADD_PRODUCTS = """
    INSERT INTO coupon_template_product (template_id, product_id) SELECT $1, id FROM product WHERE code = ANY($2)
"""
UNKNOWN = """
    SELECT code FROM unnest($1::text[]) AS given (code)
    WHERE NOT EXISTS (SELECT FROM {table} WHERE {table}.code = given.code) ORDER BY code LIMIT 5
"""
NAMED = {
    "products": "product", "categories": "product_category", "stores": "store", "units": "organization_unit",
    "tiers": "tier",
}  # fmt: skip
"The tables in which the codes of conditions must be."


async def edit(
    connection: Connection,
    by: Viewer,
    code: str,
    terms: Mapping[str, Any],
    products: list[str] | None,
    at: datetime,
    currency: str,
    expected: int | None = None,
) -> Written:
    """Makes the template of this code, or changes the columns that `terms` has; `products` are codes, None keeps them.

    Raises Refused: terms that make no sense, limits below what was issued, codes that are not there, another version.
    """
    made = await connection.fetchval(MAKE, code)
    row = await connection.fetchrow(FOUND, code)
    if made is None:
        check_version(row["version"], expected)
    before = DEFAULTS if made else _terms(row)
    after = dict(before) | dict(terms)
    check_template(code, after)
    check_counted(after, row["issued_count"], await connection.fetchval(MOST_HELD, row["id"]))
    await _check_conditions(connection, read(after["conditions"], currency, ("input", "conditions")), products)
    await connection.execute(SET, row["id"], dumps(after, default=str), 0 if made else 1)
    changes = {name: [before[name], value] for name, value in after.items() if made or before[name] != value}
    steps = new_row("CouponTemplate", row["id"], after) if made else _steps(row, {n: before[n] for n in changes})
    if products is not None:
        told = await _set_products(connection, row["id"], products)
        changes |= told
        steps = (*(_products(row["id"], *told["products"]) for _ in told if not made), *steps)
    what, staff = "coupon_template.made" if made else "coupon_template.changed", by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, what, "CouponTemplate", row["id"], {"code": code} | changes, staff)
    if not steps:
        return {"template": row["id"], "changeSet": None}
    change = await keep(connection, by, "couponTemplateSave", f"Save coupon template {code}", steps, at)
    return {"template": row["id"], "changeSet": change}


async def restore(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if it was changed since, or more was issued since than its limits allowed before."""
    again = await restoring.restore(connection, by, step | {"type": "CouponTemplate"}, at)
    row = await connection.fetchrow("SELECT * FROM coupon_template WHERE id = $1", UUID(step["id"]))
    check_counted(dict(row), row["issued_count"], await connection.fetchval(MOST_HELD, row["id"]))
    return again | {"undo": "coupon_template.restore"}


async def set_products_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if its products were changed since."""
    template = UUID(step["template"])
    now = [row["code"] for row in await connection.fetch(PRODUCTS, template)]
    if now != step["after"]:
        raise Refused(ErrorCode.CONFLICT, "The products of the template were changed since.", ("id",))
    told = await _set_products(connection, template, step["before"])
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, "coupon_template.restored", "CouponTemplate", template, told, staff)
    return _products(template, now, step["before"])


def _steps(row: Record, before: dict[str, Any]) -> tuple[Step, ...]:
    step = restoring.restoring("CouponTemplate", row["id"], before, row["version"] + 1)
    return (step | {"undo": "coupon_template.restore"},) if before else ()


def _products(template: UUID, before: list[str], after: list[str]) -> Step:
    return {"undo": "coupon_template.products", "template": template, "before": before, "after": after}


def _terms(row: Record) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS} | {
        "conditions": loads(row["conditions"]),
        "kind": CouponKind(row["kind"]),
    }


async def _check_conditions(connection: Connection, conditions: Conditions, products: list[str] | None) -> None:
    for name, table in NAMED.items():
        await _check_there(connection, table, sorted(getattr(conditions, name)), ("input", "conditions", name))
    await _check_there(connection, "product", products or [], ("input", "productCodes"))


async def _check_there(connection: Connection, table: str, codes: list[str], path: tuple[str, ...]) -> None:
    unknown = [row["code"] for row in await connection.fetch(UNKNOWN.format(table=table), codes)] if codes else []
    if unknown:
        message = "There is nothing with the code {codes}."
        raise Refused(ErrorCode.NOT_FOUND, message, path, codes=", ".join(unknown))


async def _set_products(connection: Connection, template: UUID, codes: list[str]) -> dict[str, Any]:
    before = [row["code"] for row in await connection.fetch(PRODUCTS, template)]
    after = sorted(set(codes))
    if after == before:
        return {}
    await connection.execute(DROP_PRODUCTS, template)
    await connection.execute(ADD_PRODUCTS, template, after)
    return {"products": [before, after]}
