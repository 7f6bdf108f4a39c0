"""What must hold after any import: each query returns no row."""

import asyncpg

ENTRIES = "ledger_entry JOIN ledger_account account ON account.id = account_id"
WRONG = {
    "a transaction sums to zero per asset": f"""
        SELECT transaction_id FROM {ENTRIES} GROUP BY transaction_id, asset HAVING sum(delta) <> 0 OR count(*) < 2""",
    "a balance is the sum of its entries": """
        SELECT id FROM ledger_account account WHERE code IS NULL AND (balance <> total_in - total_out OR balance <> (
            SELECT coalesce(sum(delta), 0) FROM ledger_entry WHERE account_id = account.id))""",
    "the running balance is right": """
        SELECT id FROM (SELECT id, balance_after, sum(delta) OVER (PARTITION BY account_id ORDER BY at, id) AS so_far
                        FROM ledger_entry) entry WHERE balance_after <> so_far""",
    "the lots explain the points": """
        SELECT id FROM ledger_account account WHERE asset = 'POINTS' AND code IS NULL AND balance <> (
            SELECT coalesce(sum(remaining), 0) FROM points_lot WHERE account_id = account.id)""",
    "an order is the sum of its lines": """
        SELECT order_id FROM order_line JOIN orders ON orders.id = order_id GROUP BY order_id, orders.id
        HAVING (sum(order_line.total), sum(discount), sum(order_line.reimbursed))
            <> (orders.total, discount_total, orders.reimbursed)""",
    "the figures count the orders": """
        SELECT member_id FROM member_metrics JOIN orders USING (member_id) WHERE status = 'COMPLETED'
        GROUP BY member_id, order_count, total_spend HAVING (count(*), sum(total)) <> (order_count, total_spend)""",
    "a redeemed coupon has one redemption": """
        SELECT coupon.id FROM coupon LEFT JOIN coupon_redemption r ON r.coupon_id = coupon.id GROUP BY coupon.id
        HAVING count(r.id) <> (status = 'REDEEMED')::int""",
    "a template counts its coupons": """
        SELECT template.id FROM coupon_template template LEFT JOIN coupon ON template_id = template.id
        GROUP BY template.id
        HAVING (issued_count, redeemed_count) <> (count(coupon.id), count(*) FILTER (WHERE status = 'REDEEMED'))""",
    "the member is in the tier of the last change": """
        SELECT id FROM member WHERE tier_id IS DISTINCT FROM (
            SELECT to_tier_id FROM tier_change WHERE member_id = member.id ORDER BY at DESC, id DESC LIMIT 1)""",
    "a member knows its cards": """
        SELECT member.id FROM member JOIN member_card ON member_id = member.id WHERE card_numbers <> card_no""",
}
REFERENCES = """
    SELECT conrelid::regclass::text AS table, a.attname AS column, confrelid::regclass::text AS other, b.attname AS key
    FROM pg_constraint
    JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
    JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
    WHERE contype = 'f'
"""
DANGLING = """
    SELECT FROM {table} one WHERE "{column}" IS NOT NULL
    AND NOT EXISTS (SELECT FROM {other} other WHERE other."{key}" = one."{column}")
"""
COUNTED = (
    "member",
    "orders",
    "order_line",
    "ledger_entry",
    "coupon",
    "tier_change",
    "import_problem",
    "job",
    "audit_event",
)


async def wrongs(connection: asyncpg.Connection) -> list[str]:
    """What does not hold, in words; references that lead nowhere as well."""
    found = [said for said, query in WRONG.items() if await connection.fetch(query)]
    for row in await connection.fetch(REFERENCES):
        if await connection.fetch(DANGLING.format(**dict(row))):
            found.append(f"{row['table']}.{row['column']} leads nowhere")
    return found


async def counts(connection: asyncpg.Connection) -> dict[str, int]:
    return {table: await connection.fetchval(f"SELECT count(*) FROM {table}") for table in COUNTED}
