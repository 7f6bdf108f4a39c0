"""An order as it was sold: its heading, its lines, and the shares that campaigns had in them."""

from collections.abc import Sequence
from json import loads
from uuid import UUID

from asyncpg import Connection, Record

from rules.returns import SoldLine

OWNER = (
    "SELECT member.id FROM member JOIN orders ON orders.member_id = member.id WHERE orders.id = $1 FOR NO KEY UPDATE"
)
FOUND = """
    WITH refunds AS (
        SELECT back.principal_delta, back.bonus_delta FROM ledger_transaction why
        JOIN wallet_entry paid ON paid.transaction_id = why.id AND paid.kind = 'PAY'
        JOIN wallet_entry back ON back.reverses_id = paid.id WHERE why.order_id = $1
    )
    SELECT orders.id, orders.number, orders.status, orders.member_id, orders.total, orders.points_value, orders.at,
        orders.returned_total, orders.paid_by_principal, orders.paid_by_bonus, orders.points_spent,
        member.points_account_id, member.growth_account_id,
        coalesce((SELECT sum(principal_delta) FROM refunds), 0)::bigint AS refunded_principal,
        coalesce((SELECT sum(bonus_delta) FROM refunds), 0)::bigint AS refunded_bonus
    FROM orders LEFT JOIN member ON member.id = orders.member_id WHERE orders.id = $1 FOR NO KEY UPDATE OF orders
"""
LINES = """
    SELECT line.id, product.code AS product, line.quantity, line.returned_quantity AS returned, line.total,
        line.points_value AS value, line.points_spent AS spent, line.points_earned AS earned,
        line.growth_earned AS growth, line.position
    FROM order_line line JOIN product ON product.id = line.product_id WHERE line.order_id = $1 ORDER BY line.position
"""
DISCOUNTS = """
    SELECT source_code, details -> 'shares' AS shares FROM order_effect
    WHERE order_id = $1 AND kind = 'DISCOUNT' AND source_kind = 'CAMPAIGN' AND details ? 'shares'
"""
COLUMNS = ("id", "product", "quantity", "returned", "total", "value", "spent", "earned", "growth")


async def locked(connection: Connection, order: UUID) -> Record:
    await connection.execute(OWNER, order)
    return await connection.fetchrow(FOUND, order)


async def sold_lines(connection: Connection, order: UUID) -> list[SoldLine]:
    rows = await connection.fetch(LINES, order)
    discounts = [(row["source_code"], loads(row["shares"])) for row in await connection.fetch(DISCOUNTS, order)]
    return [
        SoldLine(
            **{name: row[name] for name in COLUMNS},
            discounts=_of_line(discounts, row["position"] - 1),
        )
        for row in rows
    ]


def _of_line(discounts: Sequence[tuple[str, list[int]]], place: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, shares in discounts:
        found[code] = found.get(code, 0) + shares[place]
    return found
